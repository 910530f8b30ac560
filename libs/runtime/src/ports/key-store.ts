import { type PublicJwk } from '@clientele/client-schema';

/** Makes signatures with one private key, wherever it lives. */
export abstract class Signer {
  /**
   * The JWS signature (RFC 7515 §5.1) of `input`.
   * @param alg a JWS algorithm that fits the key
   */
  abstract sign(alg: string, input: Uint8Array): Promise<Uint8Array> | Uint8Array;
}

/** A key of the server. `pending` is published and not used yet; `retiring` is published and no longer used. */
export interface SigningKey {
  readonly kid: string;
  /** The id of the key pair that it is a generation of. */
  readonly pair: string;
  readonly state: 'pending' | 'active' | 'retiring';
  /** When the state ends by itself, in seconds since 1970; null: not without a change. */
  readonly until: number | null;
  /** The algorithms this key may sign with; the first is its usual one. */
  readonly algs: readonly string[];
  /** Public half, with kid, use and no private member. */
  readonly public_jwk: PublicJwk;
  readonly signer: Signer;
}

export abstract class KeyStore {
  /** Every key that is published; for one algorithm the first active one signs, unless a pair is named. */
  abstract list(): Promise<readonly SigningKey[]>;
}
