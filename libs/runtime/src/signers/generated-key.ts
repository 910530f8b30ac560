import { createHash, generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { type PublicJwk } from '@clientele/client-schema';

const generate = promisify(generateKeyPair);

/** The algorithms that keys are generated for. */
export type GeneratedAlg = 'RS256' | 'ES256';

/** A new key pair. The private half must be sealed before it is stored. */
export interface GeneratedKey {
  /** RFC 7638 thumbprint of the public half. */
  readonly kid: string;
  readonly public_jwk: PublicJwk;
  /** The private key, PKCS#8 DER. */
  readonly pkcs8: Buffer;
}

/** RSA of 2048 bits for RS256, P-256 for ES256. */
export async function generateSigningKey(alg: GeneratedAlg): Promise<GeneratedKey> {
  const { publicKey, privateKey } =
    alg === 'RS256' ? await generate('rsa', { modulusLength: 2048 }) : await generate('ec', { namedCurve: 'P-256' });
  const jwk = publicKey.export({ format: 'jwk' }) as PublicJwk;
  const kid = thumbprint(jwk);
  return {
    kid,
    public_jwk: { ...jwk, kid, use: 'sig' },
    pkcs8: privateKey.export({ format: 'der', type: 'pkcs8' }),
  };
}

/** The algorithms a key may sign with, its usual one first. RFC 7518 §3.3 to §3.5. */
export function algsOfKey(jwk: PublicJwk): readonly string[] {
  if (jwk.kty === 'RSA') return ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];
  if (jwk.kty === 'EC' && jwk.crv === 'P-256') return ['ES256'];
  throw new TypeError(`no signature algorithm for a key of type ${jwk.kty}`);
}

/** RFC 7638 §3: SHA-256 of the required members, in lexicographic order. */
function thumbprint({ kty, crv, x, y, e, n }: PublicJwk): string {
  const required = kty === 'RSA' ? { e, kty, n } : { crv, kty, x, y };
  return createHash('sha256').update(JSON.stringify(required)).digest('base64url');
}
