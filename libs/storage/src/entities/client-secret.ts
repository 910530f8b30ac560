import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { type KeptSecret } from '@clientele/client-schema';
import { ClientRow } from './client.js';
import { EpochSeconds, Milliseconds, Text } from './columns.js';

/** A verifier of a client's secret. */
@Entity('client_secrets')
export class ClientSecretRow {
  @PrimaryColumn('text')
  id: string;

  @Index('client_secrets_by_client')
  @Text()
  client: string;

  @ManyToOne(() => ClientRow, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'client' })
  owner: Relation<ClientRow>;

  @Text()
  field: KeptSecret;

  @Text()
  scheme: 'sha256' | 'scrypt';

  @Text()
  digest: string;

  /** The value under the master key, where signatures are made with it. */
  @Text({ nullable: true })
  sealed: string | null;

  @Index('client_secrets_by_expires_at')
  @EpochSeconds({ nullable: true })
  expires_at: number | null;

  @Column('boolean')
  retired: boolean;

  @Text()
  hint: string;

  @Text({ nullable: true })
  label: string | null;

  @Milliseconds()
  created_at: number;

  @Text()
  created_by: string;

  @Milliseconds({ nullable: true })
  last_used_at: number | null;
}
