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
 * The number of the last change and the end of the audit log, in one row that a writer locks last before it commits. A
 * database sequence would hand out numbers that become visible out of order.
 */
@Entity('change_counter')
export class ChangeCounterRow {
  @PrimaryColumn('integer')
  id: number;

  @Column('bigint')
  seq: number;

  /** The number of the last event. */
  @Column('bigint', { default: 0 })
  event_seq: number;

  /** The hash of the last event; empty: there is none. */
  @Text({ default: '' })
  event_hash: string;
}
