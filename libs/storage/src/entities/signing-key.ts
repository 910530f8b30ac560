import { type PublicJwk } from '@clientele/client-schema';
import { Entity, PrimaryColumn } from 'typeorm';
import { Json, Milliseconds, Text } from './columns.js';

@Entity('signing_keys')
export class SigningKeyRow {
  /** RFC 7638 thumbprint. */
  @PrimaryColumn('text')
  kid: string;

  @Text()
  alg: string;

  @Text()
  state: 'pending' | 'active' | 'retiring' | 'retired';

  @Json()
  public_jwk: PublicJwk;

  /** The private key, sealed for the purpose `signing-key:<kid>`. */
  @Text()
  sealed: string;

  @Milliseconds()
  created_at: number;
}
