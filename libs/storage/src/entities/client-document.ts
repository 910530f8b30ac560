import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { EpochSeconds, Text } from './columns.js';

/** A client ID metadata document, as it was fetched last: all that is known of a client that nobody has registered. */
@Entity('client_documents')
@Index('client_documents_by_client_id', ['client_id'], { unique: true })
@Index('client_documents_by_first_seen_at', ['first_seen_at', 'id'])
export class ClientDocumentRow {
  /** Internal id of the client, which it keeps when it is registered. */
  @PrimaryColumn('text')
  id: string;

  @Text()
  client_id: string;

  /** JSON. */
  @Text()
  document: string;

  @EpochSeconds()
  first_seen_at: number;

  @Index('client_documents_by_fetched_at')
  @EpochSeconds()
  fetched_at: number;

  @EpochSeconds()
  fresh_until: number;

  /** An administrator refuses the client. */
  @Column('boolean')
  frozen: boolean;
}
