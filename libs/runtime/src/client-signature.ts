import { type Context } from './context.js';
import { type ClientKeys, type VerificationKey } from './registered-client.js';
import { type ProtocolRule, type Steps } from './steps.js';
import { type ParsedJwt, verifiesWith } from './tokens/jwt.js';

const maxKid = 256;

/** What is told of a JWT that the client has not signed. */
export interface SignatureRules {
  readonly keyIsRegistered: ProtocolRule;
  readonly signatureVerifies: ProtocolRule;
}

/** Checks who signed a JWT, by the `kid` that it names among the client's own keys. @throws OAuthError as the rules say */
export async function checkClientSignature(
  token: string,
  { header }: ParsedJwt,
  alg: string,
  { published, verification_keys, keys_expire_at }: ClientKeys,
  { keyIsRegistered, signatureVerifies }: SignatureRules,
  { clock, steps, remoteKeys, registry }: Context,
): Promise<void> {
  const kid = readKid(header, keyIsRegistered, steps);
  const { settings } = await registry.server();
  const isNamed = kid === undefined ? undefined : (key: VerificationKey): boolean => key.kid === kid;
  const remote = published && (await remoteKeys.find(published, settings.jwks_cache_ttl, isNamed));
  const keys = remote?.keys ?? (keys_expire_at > clock.now() ? verification_keys : []);
  // RFC 7515 §6: a key without a kid may be called anything, and the kid only chooses among the client's own keys; no key in the header is ever looked at.
  const candidates = keys.filter(
    (key) => (kid === undefined || key.kid === undefined || key.kid === kid) && fitsAlg(key, alg),
  );
  steps.hold(keyIsRegistered, candidates.length > 0, {
    sent: kid ?? 'no kid',
    registered: keys.map((key) => key.kid ?? 'a key without kid'),
    ...(remote?.failure !== undefined && {
      sentence: `The keys of the client could not be fetched: ${remote.failure}.`,
    }),
  });
  for (const { key } of candidates) if (await verifiesWith(token, key, [alg])) return;
  steps.refuse(signatureVerifies, {
    sent: kid ?? 'no kid',
    registered: candidates.map((key) => key.kid ?? 'a key without kid'),
  });
}

/** RFC 7515 §4.1.4: any string; one that is absurdly long, or no string, is no key of anybody's. */
function readKid(header: ParsedJwt['header'], keyIsRegistered: ProtocolRule, steps: Steps): string | undefined {
  const kid = header['kid'];
  if (kid === undefined) return undefined;
  const isShort = typeof kid === 'string' && kid.length <= maxKid;
  return steps.need(keyIsRegistered, isShort ? kid : undefined, { sent: 'a kid that is no short string' });
}

const curves: Readonly<Record<string, string>> = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' };

/** RFC 7518 §3.1: which kind of key an algorithm takes. */
function fitsAlg({ jwk }: VerificationKey, alg: string): boolean {
  if (jwk.use === 'enc' || (jwk.alg !== undefined && !isSameAlg(jwk.alg, alg))) return false;
  if (/^[RP]S/.test(alg)) return jwk.kty === 'RSA';
  if (alg.startsWith('ES')) return jwk.kty === 'EC' && jwk.crv === curves[alg];
  return jwk.kty === 'OKP' && jwk.crv === 'Ed25519';
}

/** RFC 9864 §2.2 and §4: Ed25519 is what EdDSA meant with that curve, and a library may know the one name or the other. */
export function isSameAlg(one: string, other: string): boolean {
  const names = ['EdDSA', 'Ed25519'];
  return one === other || (names.includes(one) && names.includes(other));
}
