import { Column } from 'typeorm';
import { Milliseconds, Text } from './columns.js';

/** What every administered row has. */
export abstract class RevisedRow {
  /** Counts the writes, from 1. */
  @Column('integer')
  revision: number;

  @Milliseconds()
  updated_at: number;

  @Text()
  updated_by: string;
}
