import { createHmac } from 'node:crypto';
import { type SymmetricSigningAlg } from '@clientele/client-schema';
import { Signer } from '../ports/key-store.js';

const digests: Readonly<Record<SymmetricSigningAlg, string>> = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' };

/** Signs with a secret that two parties share, RFC 7518 §3.2. */
export class HmacSigner extends Signer {
  readonly #key: Uint8Array;

  constructor(key: Uint8Array) {
    super();
    this.#key = key;
  }

  sign(alg: string, input: Uint8Array): Uint8Array {
    const digest = Object.hasOwn(digests, alg) ? digests[alg as SymmetricSigningAlg] : undefined;
    if (digest === undefined) throw new TypeError(`${alg} is not an HMAC algorithm`);
    return createHmac(digest, this.#key).update(input).digest();
  }
}
