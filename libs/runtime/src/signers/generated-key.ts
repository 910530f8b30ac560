import { createHash, generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { type KeyParameters, type PublicJwk } from '@clientele/client-schema';

const generate = promisify(generateKeyPair);

/** A new key. The private half must be sealed before it is stored. */
export interface GeneratedKey {
  /** RFC 7638 thumbprint of the public half, unless it was given another name. */
  readonly kid: string;
  readonly public_jwk: PublicJwk;
  /** The private key, PKCS#8 DER. */
  readonly pkcs8: Buffer;
}

/** A key of the use, type, size, exponent and curve of its pair. */
export async function generateServerKey(parameters: KeyParameters, name?: string): Promise<GeneratedKey> {
  const { publicKey, privateKey } = await generateHalves(parameters);
  const jwk = publicKey.export({ format: 'jwk' }) as PublicJwk;
  const kid = name ?? thumbprint(jwk);
  return {
    kid,
    public_jwk: { ...jwk, kid, use: parameters.use ?? 'sig' },
    pkcs8: privateKey.export({ format: 'der', type: 'pkcs8' }),
  };
}

function generateHalves({ type, modulus_size, exponent, curve }: KeyParameters) {
  if (type === 'rsa') return generate('rsa', { modulusLength: modulus_size, publicExponent: exponent ?? 65_537 });
  if (type === 'okp') return generate('ed25519');
  return generate('ec', { namedCurve: curve ?? 'P-256' });
}

/** RFC 7638 §3: SHA-256 of the required members, in lexicographic order; for Edwards curves RFC 8037 §2. */
export function thumbprint({ kty, crv, x, y, e, n }: PublicJwk): string {
  const required = kty === 'RSA' ? { e, kty, n } : kty === 'OKP' ? { crv, kty, x } : { crv, kty, x, y };
  return createHash('sha256').update(JSON.stringify(required)).digest('base64url');
}
