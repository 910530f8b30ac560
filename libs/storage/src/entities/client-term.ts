import { Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { ClientRow } from './client.js';

/** One value of a list field of a client, as `field:value`: an index over documents that every database has. */
@Entity('client_terms', { withoutRowid: true })
export class ClientTermRow {
  @PrimaryColumn('text')
  term: string;

  @Index('client_terms_by_client')
  @PrimaryColumn('text')
  client: string;

  @ManyToOne(() => ClientRow, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'client' })
  owner: Relation<ClientRow>;
}
