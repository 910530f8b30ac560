import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { Milliseconds, Text } from './columns.js';

/** A request that must not be executed twice. */
@Entity('idempotency_keys')
export class IdempotencyKeyRow {
  @PrimaryColumn('text')
  actor: string;

  @PrimaryColumn('text')
  key: string;

  /** Of the request. */
  @Text()
  digest: string;

  /** Sealed; null until the request was executed. */
  @Text({ nullable: true })
  answer: string | null;

  /** Whether something was written for the request: it must not be executed again, answered or not. */
  @Column('boolean')
  carried_out: boolean;

  /** When the execution began: one that has written nothing for too long has died with its process. */
  @Milliseconds()
  claimed_at: number;

  @Index('idempotency_keys_by_expires_at')
  @Milliseconds()
  expires_at: number;
}
