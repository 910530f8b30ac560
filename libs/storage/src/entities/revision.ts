import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { ClientRow } from './client.js';
import { Json, Milliseconds, Text } from './columns.js';

/** A client as one write has left it, and who wrote it. Goes with the client when that is purged. */
@Entity('revisions')
export class RevisionRow {
  @PrimaryColumn('text')
  client: string;

  @ManyToOne(() => ClientRow, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'client' })
  owner: Relation<ClientRow>;

  @PrimaryColumn('integer')
  revision: number;

  /** The client as it was written, in JSON. */
  @Text()
  document: string;

  /** What was done, in the words of the audit log. */
  @Json()
  actions: readonly string[];

  @Milliseconds()
  at: number;

  @Text()
  actor: string;

  @Text()
  actor_name: string;

  /** The client whose access token the author used; null: none was involved. */
  @Text({ nullable: true })
  actor_client: string | null;

  @Column('text')
  origin: string;

  @Text({ nullable: true })
  reason: string | null;
}
