import { Signer } from '../ports/key-store.js';

/** Signs nothing: the signature of the algorithm `none` is empty, RFC 7518 §3.6. */
export class UnsecuredSigner extends Signer {
  sign(alg: string): Uint8Array {
    if (alg !== 'none') throw new TypeError(`${alg} is not none`);
    return new Uint8Array();
  }
}
