import { Entity, Index, PrimaryColumn } from 'typeorm';
import { Milliseconds, Text } from './columns.js';

/** One link of the audit log. What lists are filtered by stands beside the document, which the hash covers. */
@Entity('events')
@Index('events_by_at', ['at'])
@Index('events_by_type', ['type', 'seq'])
@Index('events_by_actor', ['actor', 'seq'])
@Index('events_by_actor_name', ['actor_name', 'seq'])
@Index('events_by_client_id', ['client_id', 'seq'])
export class EventRow {
  /** Without gaps, from 1. */
  @PrimaryColumn('bigint')
  seq: number;

  @Milliseconds()
  at: number;

  @Text()
  type: string;

  /** Subject of the author. */
  @Text()
  actor: string;

  @Text()
  actor_name: string;

  @Text({ nullable: true })
  client_id: string | null;

  /** The event in canonical JSON, RFC 8785. */
  @Text()
  document: string;

  /** SHA-256 over the hash of the event before and the document, base64url. */
  @Text()
  hash: string;
}
