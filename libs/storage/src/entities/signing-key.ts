import { type PublicJwk } from '@clientele/client-schema';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { EpochSeconds, Json, Milliseconds, Text } from './columns.js';

/** One generation of a key pair. Its state follows from the moments at which the generations begin to sign. */
@Entity('signing_keys')
@Index('signing_keys_by_pair', ['pair', 'generation'], { unique: true })
export class SigningKeyRow {
  /** RFC 7638 thumbprint. */
  @PrimaryColumn('text')
  kid: string;

  /** The id of the key pair. */
  @Text()
  pair: string;

  /** Counts the keys of the pair, from 1. */
  @Column('integer')
  generation: number;

  @Json()
  public_jwk: PublicJwk;

  /** The private key, sealed for the purpose `signing-key:<kid>`. */
  @Text()
  sealed: string;

  @Milliseconds()
  created_at: number;

  /** From when on it signs, where it is the last of those that do. */
  @EpochSeconds()
  active_from: number;

  /** When it was withdrawn. */
  @EpochSeconds({ nullable: true })
  withdrawn_at: number | null;
}
