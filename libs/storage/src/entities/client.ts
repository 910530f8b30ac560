import { type ClientOrigin } from '@clientele/client-schema';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { Milliseconds, Text } from './columns.js';

/** A registered client: its document, and beside it what lists are sorted, filtered and searched by. */
@Entity('clients')
// Sorted by code point; the migrations say so, as the decorator cannot.
@Index('clients_by_name', { synchronize: false })
@Index('clients_by_client_id', { synchronize: false })
// Trigrams, where PostgreSQL has them: see database/text-index.ts.
@Index('clients_by_search_text', { synchronize: false })
@Index('clients_by_created_at', ['created_at', 'id'])
@Index('clients_by_updated_at', ['updated_at', 'id'])
@Index('clients_by_enabled', ['enabled'])
@Index('clients_by_client_type', ['client_type'])
@Index('clients_by_application_type', ['application_type'])
@Index('clients_by_token_endpoint_auth_method', ['token_endpoint_auth_method'])
@Index('clients_by_owner', ['owner'])
@Index('clients_by_origin', ['origin'])
@Index('clients_by_system', ['system'])
@Index('clients_by_trashed_at', ['trashed_at'])
@Index('clients_by_last_used_at', ['last_used_at', 'id'])
@Index('clients_by_public_client_id', ['public_client_id'], { unique: true })
export class ClientRow {
  /** Never reused: what secrets, grants and tokens hang on. */
  @PrimaryColumn('text')
  id: string;

  @Text({ unique: true })
  client_id: string;

  @Column('integer')
  revision: number;

  /** The client as it is written, in JSON: hot reads take the row as it is. */
  @Text()
  document: string;

  /** client_name in lower case. */
  @Text()
  name_key: string;

  /** What `q` searches, in lower case. */
  @Text()
  search_text: string;

  @Column('boolean')
  enabled: boolean;

  @Text({ nullable: true })
  client_type: string | null;

  @Text({ nullable: true })
  application_type: string | null;

  @Text({ nullable: true })
  token_endpoint_auth_method: string | null;

  /** Of wallets, whose requests name no client. */
  @Text({ nullable: true })
  public_client_id: string | null;

  /** Empty: nobody in particular, so that what somebody may see is one stretch or two of an index. */
  @Text()
  owner: string;

  @Column('boolean')
  system: boolean;

  @Milliseconds()
  created_at: number;

  @Text()
  created_by: string;

  /** How it came to be. */
  @Text()
  origin: ClientOrigin;

  @Milliseconds()
  updated_at: number;

  @Text()
  updated_by: string;

  @Milliseconds({ nullable: true })
  secret_changed_at: number | null;

  /** 0: never, so that it has a place in the order of a list. */
  @Milliseconds()
  last_used_at: number;

  @Milliseconds({ nullable: true })
  trashed_at: number | null;
}
