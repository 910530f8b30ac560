import { type Change } from '@clientele/runtime/ports/index';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { Milliseconds, Text } from './columns.js';

/** A committed change. Numbers have no gaps and appear in their order: who has seen one has seen all before it. */
@Entity('changes')
export class ChangeRow {
  @PrimaryColumn('bigint')
  seq: number;

  @Text()
  kind: Change['kind'];

  @Text({ nullable: true })
  client_id: string | null;

  @Index('changes_by_at')
  @Milliseconds()
  at: number;
}

/**
 * The number of the last change, in one row that a writer locks last before it commits. A database sequence would hand
 * out numbers that become visible out of order.
 */
@Entity('change_counter')
export class ChangeCounterRow {
  @PrimaryColumn('integer')
  id: number;

  @Column('bigint')
  seq: number;
}
