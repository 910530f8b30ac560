import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Milliseconds, Text } from './columns.js';
import { RevisedRow } from './revised.js';

/** A record of any resource that is declared in the client schema. */
@Entity('resources')
export class ResourceRow extends RevisedRow {
  /** The name of the resource. */
  @PrimaryColumn('text')
  kind: string;

  @PrimaryColumn('text')
  id: string;

  @Text()
  document: string;

  /** The server's own. */
  @Column('boolean')
  system: boolean;

  @Milliseconds()
  created_at: number;

  @Text()
  created_by: string;
}
