import { type PublicJwk } from '@clientele/client-schema';

/** Makes signatures with one private key, wherever it lives. */
export abstract class Signer {
  /**
   * The JWS signature (RFC 7515 §5.1) of `input`.
   * @param alg a JWS algorithm that fits the key
   */
  abstract sign(alg: string, input: Uint8Array): Promise<Uint8Array> | Uint8Array;
}

/** Opens what others have encrypted to one key. */
export abstract class Decrypter {
  /**
   * The content of a compact JWE, RFC 7516 §7.1; undefined: it was not encrypted to this key, or has been changed.
   * @param alg the key management that it must have
   * @param enc the content encryption that it must have
   */
  abstract decrypt(jwe: string, alg: string, enc: string): Promise<string | undefined>;
}

/** Where a key is that another place keeps: the signature adapter that signs with it, and what it is called there. */
export interface KeyElsewhere {
  readonly adapter_id: string;
  readonly reference: string;
}

/** A key in the JWK Set. `pending` is published and not used yet; `retiring` is published and no longer used. */
export interface PublishedKey {
  readonly kid: string;
  /** The id of the key pair that it is a generation of, or `ownPair` of a client. */
  readonly pair: string;
  /** The client whose own it is, and for which alone it signs; null: clients share it. */
  readonly client_id: string | null;
  readonly state: 'pending' | 'active' | 'retiring';
  /** When the state ends by itself, in seconds since 1970; null: not without a change. */
  readonly until: number | null;
  /** The algorithms this key may sign with; the first is its usual one. None: it is for encryption. */
  readonly algs: readonly string[];
  /** Public half, with kid, use and no private member. */
  readonly public_jwk: PublicJwk;
  readonly signer: Signer | KeyElsewhere;
  /** Of a key for encryption. */
  readonly decrypter?: Decrypter;
}

/** A published key that can sign. */
export interface SigningKey extends PublishedKey {
  readonly signer: Signer;
}

/** The name of the pair that a client has for itself. No id of a key pair has a colon. */
export function ownPair(id: string): string {
  return `client:${id}`;
}

export abstract class KeyStore {
  /** Every key that is published; for one algorithm the first active one that is shared signs, unless a pair is named. */
  abstract list(): Promise<readonly PublishedKey[]>;
}
