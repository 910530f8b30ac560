import { type KeyObject, constants, createPrivateKey, sign } from 'node:crypto';
import { Signer } from '../ports/key-store.js';

const digests: Record<string, string> = { '256': 'sha256', '384': 'sha384', '512': 'sha512' };
/** Octets of one coordinate, RFC 7518 §3.4. */
const coordinates: Record<string, number> = { ES256: 32, ES384: 48, ES512: 66 };

/** Signs in this process, with a key that is sealed at rest. */
export class InternalSigner extends Signer {
  readonly #key: KeyObject;

  /** @param pkcs8 the private key, PKCS#8 DER */
  constructor(pkcs8: Buffer) {
    super();
    this.#key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  }

  sign(alg: string, input: Uint8Array): Uint8Array {
    if (alg === 'EdDSA' || alg === 'Ed25519') return sign(null, input, this.#key);
    const digest = digests[alg.slice(2)];
    if (!digest) throw new TypeError(`${alg} is not a signature algorithm`);
    // DER and our own conversion: asking node:crypto for the raw form costs twice the time on some releases.
    if (alg.startsWith('ES')) return rawSignature(sign(digest, input, this.#key), coordinates[alg]!);
    if (alg.startsWith('RS')) return sign(digest, input, this.#key);
    if (!alg.startsWith('PS')) throw new TypeError(`${alg} is not a signature algorithm`);
    return sign(digest, input, {
      key: this.#key,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
    });
  }
}

/** A DER ECDSA signature as the two fixed-width integers that JWS wants, RFC 7518 §3.4. */
function rawSignature(der: Buffer, width: number): Buffer {
  const raw = Buffer.alloc(2 * width);
  let at = der[1]! & 0x80 ? 2 + (der[1]! & 0x7f) : 2;
  for (let part = 1; part <= 2; part++) {
    let length = der[at + 1]!;
    let from = at + 2;
    at = from + length;
    // DER puts a zero before an integer whose first bit is set.
    for (; length > width; length--) from++;
    der.copy(raw, part * width - length, from, from + length);
  }
  return raw;
}
