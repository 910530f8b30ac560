import { asymmetricSigningAlgs } from '@clientele/client-schema';
import { type Context } from '../context.js';
import { type ClientProof, type VerificationKey } from '../registered-client.js';
import { type Steps } from '../steps.js';
import { type ParsedJwt, verifiesWith } from '../tokens/jwt.js';
import {
  algIsRegistered,
  assertionRule,
  checkClaims,
  checkReplay,
  inText,
  readAssertion,
  signatureVerifies,
} from './assertion.js';
import { type AuthenticationMethod } from './method.js';

const maxKid = 256;

const keyIsRegistered = assertionRule(
  'assertion-key-is-registered',
  'No key of the client has the kid that the assertion names.',
);

/** A JWT signed with a key of the client, RFC 7523 §2.2 and §3, OpenID Connect Core §9. */
export const privateKeyJwt: AuthenticationMethod<'private_key_jwt'> = {
  method: 'private_key_jwt',

  async verify({ assertion }, proof, client, context) {
    const jwt = readAssertion(assertion, client, context);
    const alg = allowedAlg(jwt, proof, context);
    const { settings } = await context.registry.server();
    checkClaims(jwt.claims, client, context, settings.clock_skew);
    await checkSignature(assertion, jwt, alg, proof, context);
    await checkReplay(jwt.claims, client, context);
    return undefined;
  },
};

function allowedAlg({ header }: ParsedJwt, { signing_alg }: ClientProof, { steps }: Context): string {
  return steps.need(
    algIsRegistered,
    asymmetricSigningAlgs.find((alg) => alg === header['alg'] && (!signing_alg || isSameAlg(alg, signing_alg))),
    () => ({ sent: inText(header['alg']), registered: signing_alg ? [signing_alg] : asymmetricSigningAlgs }),
  );
}

async function checkSignature(
  assertion: string,
  { header }: ParsedJwt,
  alg: string,
  { jwks_uri, http_client, verification_keys, keys_expire_at }: ClientProof,
  { clock, steps, remoteKeys, registry }: Context,
): Promise<void> {
  const kid = readKid(header, steps);
  const { settings } = await registry.server();
  const isNamed = kid === undefined ? undefined : (key: VerificationKey): boolean => key.kid === kid;
  const remote = jwks_uri ? await remoteKeys.find(jwks_uri, settings.jwks_cache_ttl, isNamed, http_client) : undefined;
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
  for (const { key } of candidates) if (await verifiesWith(assertion, key, [alg])) return;
  steps.refuse(signatureVerifies, {
    sent: kid ?? 'no kid',
    registered: candidates.map((key) => key.kid ?? 'a key without kid'),
  });
}

/** RFC 7515 §4.1.4: any string; one that is absurdly long, or no string, is no key of anybody's. */
function readKid(header: ParsedJwt['header'], steps: Steps): string | undefined {
  const kid = header['kid'];
  if (kid === undefined) return undefined;
  const isShort = typeof kid === 'string' && kid.length <= maxKid;
  return steps.need(keyIsRegistered, isShort ? kid : undefined, { sent: 'a kid that is no short string' });
}

const curves: Readonly<Record<string, string>> = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' };

/** RFC 7518 §3.1: which kind of key an algorithm takes. */
function fitsAlg({ jwk }: VerificationKey, alg: string): boolean {
  if (jwk.alg !== undefined && !isSameAlg(jwk.alg, alg)) return false;
  if (/^[RP]S/.test(alg)) return jwk.kty === 'RSA';
  if (alg.startsWith('ES')) return jwk.kty === 'EC' && jwk.crv === curves[alg];
  return jwk.kty === 'OKP' && jwk.crv === 'Ed25519';
}

/** RFC 9864 §2.2 and §4: Ed25519 is what EdDSA meant with that curve, and a library may know the one name or the other. */
function isSameAlg(one: string, other: string): boolean {
  const names = ['EdDSA', 'Ed25519'];
  return one === other || (names.includes(one) && names.includes(other));
}
