import { type KeyObject, createHash, createSecretKey } from 'node:crypto';
import { type ContentEncryptionAlg, type SymmetricKeyManagementAlg } from '@clientele/client-schema';
import { compactDecrypt, errors } from 'jose';
import { maxTokenLength, parseHeader } from './jwt.js';

/** The header of a compact JWE, RFC 7516 §7.1; undefined for anything else. */
export function parseJwe(token: string): Readonly<Record<string, unknown>> | undefined {
  const isJwe = token.length <= maxTokenLength && /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*){4}$/.test(token);
  const header = isJwe ? parseHeader(token.slice(0, token.indexOf('.'))) : undefined;
  // RFC 8725 §3.6: what is compressed may be a thousand times as long as it looks.
  return header && 'zip' in header ? undefined : header;
}

/** The content of a compact JWE; undefined: it was not encrypted so, not to this key, or has been changed. */
export async function openJwe(
  token: string,
  key: KeyObject | Uint8Array,
  alg: string,
  enc: string,
): Promise<string | undefined> {
  try {
    const { plaintext } = await compactDecrypt(token, key, {
      keyManagementAlgorithms: [alg],
      contentEncryptionAlgorithms: [enc],
    });
    return Buffer.from(plaintext).toString('utf8');
  } catch (error) {
    // A TypeError is a key that does not fit the algorithm. Why it fails, nobody is told.
    if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Bits of the keys of `dir`, RFC 7518 §5: a composite encryption has two halves. */
const bitsOfContent: Readonly<Record<ContentEncryptionAlg, number>> = {
  'A128CBC-HS256': 256,
  'A192CBC-HS384': 384,
  'A256CBC-HS512': 512,
  A128GCM: 128,
  A192GCM: 192,
  A256GCM: 256,
};

/** The key that a secret stands for, OpenID Connect Core §10.2: the left-most bits of a SHA-2 hash of it. */
export function keyOfSecret(secret: Uint8Array, alg: SymmetricKeyManagementAlg, enc: ContentEncryptionAlg): KeyObject {
  const bits = alg === 'dir' ? bitsOfContent[enc] : Number(alg.slice(1, 4));
  const hash = bits <= 256 ? 'sha256' : bits <= 384 ? 'sha384' : 'sha512';
  return createSecretKey(
    createHash(hash)
      .update(secret)
      .digest()
      .subarray(0, bits / 8),
  );
}
