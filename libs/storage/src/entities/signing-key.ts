import { type PublicJwk } from '@clientele/client-schema';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { EpochSeconds, Json, Milliseconds, Text } from './columns.js';

/** One generation of a key pair. Its state follows from the moments at which the generations begin to sign. */
@Entity('signing_keys')
@Index('signing_keys_by_pair', ['pair', 'generation'], { unique: true })
export class SigningKeyRow {
  /** RFC 7638 thumbprint, or what the client calls it. */
  @PrimaryColumn('text')
  kid: string;

  /** The id of the key pair, or the client whose own it is: see `ownPair`. */
  @Text()
  pair: string;

  /** The client whose own it is; null: it is of a pair that clients share. */
  @Text({ nullable: true })
  client_id: string | null;

  /** Counts the keys of the pair, from 1. */
  @Column('integer')
  generation: number;

  @Json()
  public_jwk: PublicJwk;

  /** The private key, sealed for the purpose `signing-key:<kid>`; null: another place keeps it. */
  @Text({ nullable: true })
  sealed: string | null;

  /** The signature adapter that signs with it. */
  @Text()
  adapter_id: string;

  /** What the key is called where it is kept; null: it is kept here. */
  @Text({ nullable: true })
  reference: string | null;

  @Milliseconds()
  created_at: number;

  /** From when on it signs, where it is the last of those that do. */
  @EpochSeconds()
  active_from: number;

  /** When it was given up without a successor. */
  @EpochSeconds({ nullable: true })
  ended_at: number | null;

  /** When it was withdrawn. */
  @EpochSeconds({ nullable: true })
  withdrawn_at: number | null;

  /** The state that the audit log knows of. */
  @Text()
  told: 'pending' | 'active' | 'retiring' | 'retired';
}
