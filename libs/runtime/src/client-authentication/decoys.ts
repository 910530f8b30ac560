import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { type SecretVerifier } from '../ports/client-store.js';
import { type SecretCredentials } from './credentials.js';
import { digestOf, randomToken, unmatchedVerifier } from '../secrets.js';

/** Of 256 names that nobody has, so many are refused as a client with two chosen secrets, and with one. */
const shares = { twoChosen: 4, oneChosen: 32 } as const;
/** Of 256 such names, so many are refused as a client that posts its secret; the others as one with HTTP Basic. */
const posting = 64;

/**
 * What a secret is compared with where nobody has the client_id, so that refusing it takes the work of a wrong secret of a
 * client. Of which client, a keyed hash of the name decides: it is so each time and at every process, and nobody outside
 * can work it out.
 */
export class Decoys {
  readonly #key: KeyObject;
  readonly #generated: readonly SecretVerifier[] = [decoy('sha256', digestOf(randomToken()))];
  readonly #chosen: readonly SecretVerifier[] = [unmatchedVerifier(), unmatchedVerifier()].map((verifier) =>
    decoy('scrypt', verifier),
  );

  /** @param key of HMAC-SHA-256, one for all processes */
  constructor(key: Uint8Array) {
    this.#key = createSecretKey(key);
  }

  /** The secrets of a client that is not there; undefined: it would not be registered for this method. */
  of(client_id: string, method: SecretCredentials['method']): readonly SecretVerifier[] | undefined {
    const [lot, methodLot] = createHmac('sha256', this.#key).update(client_id).digest() as unknown as [number, number];
    if ((method === 'client_secret_post') !== methodLot < posting) return undefined;
    if (lot < shares.twoChosen) return this.#chosen;
    return lot < shares.twoChosen + shares.oneChosen ? this.#chosen.slice(1) : this.#generated;
  }
}

function decoy(scheme: SecretVerifier['scheme'], digest: string): SecretVerifier {
  return { id: '', field: 'client_secret', scheme, digest, expires_at: null, retired: false, hint: '' };
}
