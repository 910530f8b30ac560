import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

const tagOctets = 16;

/** A sealed value that does not open: another key, another purpose, or an altered envelope. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
}

/**
 * Seals values that must be recovered, with AES-256-GCM under the master key. The envelope names the key, so that a
 * new master key can take over while the previous one still opens what it sealed.
 */
export class Sealer {
  readonly #keys: ReadonlyMap<string, Buffer>;
  readonly #current: string;

  /** @param keys master keys of 32 octets, the current one first */
  constructor(keys: readonly Buffer[]) {
    if (keys.length === 0 || keys.some((key) => key.length !== 32)) throw new TypeError('a master key has 32 octets');
    this.#keys = new Map(keys.map((key) => [keyId(key), key]));
    this.#current = keyId(keys[0]!);
  }

  /** @param purpose what the value is for, such as `signing-key:<kid>`; it opens for the same purpose only */
  seal(value: Uint8Array, purpose: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#keys.get(this.#current)!, nonce).setAAD(Buffer.from(purpose));
    const sealed = Buffer.concat([cipher.update(value), cipher.final(), cipher.getAuthTag()]);
    return ['v1', this.#current, nonce.toString('base64url'), sealed.toString('base64url')].join('.');
  }

  /** A key of 32 octets for another purpose, from the current master key: RFC 5869. A new master key makes a new one. */
  derive(purpose: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#keys.get(this.#current)!, '', `clientele ${purpose}`, 32));
  }

  /** @throws SealBroken */
  open(envelope: string, purpose: string): Buffer {
    const [version, id, nonce, sealed] = envelope.split('.');
    const key = this.#keys.get(id ?? '');
    if (version !== 'v1' || !key || !nonce || !sealed)
      throw new SealBroken('sealed with a master key that is not here');
    const octets = Buffer.from(sealed, 'base64url');
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'), {
        authTagLength: tagOctets,
      })
        .setAAD(Buffer.from(purpose))
        .setAuthTag(octets.subarray(-tagOctets));
      return Buffer.concat([decipher.update(octets.subarray(0, -tagOctets)), decipher.final()]);
    } catch (cause) {
      throw new SealBroken('the sealed value was altered or is for another purpose', { cause });
    }
  }
}

/** The length of a sealed value, which its envelope tells: GCM adds its tag and no padding. */
export function sealedOctets(envelope: string): number {
  return Buffer.from(envelope.split('.')[3] ?? '', 'base64url').length - tagOctets;
}

function keyId(key: Buffer): string {
  return createHash('sha256').update('clientele master key').update(key).digest('hex').slice(0, 8);
}
