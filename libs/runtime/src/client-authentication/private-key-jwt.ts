import { asymmetricSigningAlgs, oidcCore, rfc } from '@clientele/client-schema';
import { type Context } from '../context.js';
import { type RegisteredClient, type VerificationKey } from '../registered-client.js';
import { digestOf } from '../secrets.js';
import { type Facts, type ProtocolRule, type Steps } from '../steps.js';
import { isNumericDate, parseJwt, type ParsedJwt, verifiesWith } from '../tokens/jwt.js';
import { type AuthenticationMethod } from './method.js';

/** Seconds that an assertion may live: it is made for one request. */
const maxLifetime = 300;
const maxKid = 256;

const assertionRule = (id: string, section: string, sentence: string): ProtocolRule => ({
  id,
  spec: rfc(7523, section),
  error: 'invalid_client',
  description: 'client authentication failed',
  sentence,
});

const isJwt = assertionRule('assertion-is-a-jwt', '3', 'The client assertion is not a signed JWT in compact form.');
const typIsAssertion: ProtocolRule = {
  ...assertionRule(
    'assertion-typ-fits',
    '3',
    'The JWT says in its typ that it is something else than a client assertion.',
  ),
  spec: rfc(8725, '3.11'),
};
const algIsRegistered = assertionRule(
  'assertion-alg-is-registered',
  '3',
  'The assertion is signed with an algorithm that the client may not use.',
);
const issuerIsClient = assertionRule(
  'assertion-issuer-is-the-client',
  '3',
  'The assertion’s iss is not the client_id.',
);
const subjectIsClient = assertionRule(
  'assertion-subject-is-the-client',
  '3',
  'The assertion’s sub is not the client_id.',
);
const audienceIsIssuer = assertionRule(
  'assertion-audience-is-the-issuer',
  '3',
  'The assertion’s aud is not the issuer identifier of this server.',
);
const expires = assertionRule(
  'assertion-expires-soon',
  '3',
  'The assertion’s exp is missing, or more than five minutes away.',
);
const notExpired = assertionRule(
  'assertion-is-not-expired',
  '3',
  'The assertion has expired; check the clock of the machine that signs it.',
);
const notEarly = assertionRule(
  'assertion-is-not-from-the-future',
  '3',
  'The assertion’s iat or nbf lies in the future; check the clock of the machine that signs it.',
);
const keyIsRegistered = assertionRule(
  'assertion-key-is-registered',
  '3',
  'No key of the client has the kid that the assertion names.',
);
const signatureVerifies = assertionRule(
  'assertion-signature-verifies',
  '3',
  'No key of the client verifies the assertion’s signature.',
);
const hasJti: ProtocolRule = {
  ...assertionRule('assertion-has-a-jti', '3', 'The assertion has no jti.'),
  spec: oidcCore('9'),
};
const notReplayed = assertionRule('assertion-is-used-once', '3', 'An assertion with this jti was accepted before.');

/** A JWT signed with a key of the client, RFC 7523 §2.2 and §3, OpenID Connect Core §9. */
export const privateKeyJwt: AuthenticationMethod<'private_key_jwt'> = {
  method: 'private_key_jwt',

  async verify({ assertion }, client, context) {
    const { steps } = context;
    const jwt = steps.need(isJwt, parseJwt(assertion));
    const { typ } = jwt.header;
    steps.hold(typIsAssertion, isAssertionType(typ), () => ({
      sent: inText(typ),
      registered: 'client-authentication+jwt',
    }));
    const alg = allowedAlg(jwt, client, context);
    const { settings } = await context.registry.server();
    checkClaims(jwt.claims, client, context, settings.clock_skew);
    await checkSignature(assertion, jwt, alg, client, context);
    if (client.enforce_jwt_replay_prevention) await checkReplay(jwt.claims, client, context);
    return undefined;
  },
};

/** The usual type and none say little, but another says that the JWT was signed for another purpose. */
function isAssertionType(typ: unknown): boolean {
  return (
    typ === undefined ||
    (typeof typ === 'string' && /^(?:application\/)?(?:jwt|client-authentication\+jwt)$/i.test(typ))
  );
}

/** The client that an assertion speaks of, unverified: whose keys to try. */
export function assertedClient(assertion: string): string | undefined {
  const sub = parseJwt(assertion)?.claims['sub'];
  return typeof sub === 'string' ? sub : undefined;
}

function allowedAlg({ header }: ParsedJwt, client: RegisteredClient, { steps }: Context): string {
  const registered = client.token_endpoint_auth_signing_alg;
  const allowed: readonly string[] = registered ? [registered] : asymmetricSigningAlgs;
  return steps.need(
    algIsRegistered,
    asymmetricSigningAlgs.find((alg) => alg === header['alg'] && (!registered || isSameAlg(alg, registered))),
    () => ({ sent: inText(header['alg']), registered: allowed }),
  );
}

function checkClaims(
  claims: ParsedJwt['claims'],
  client: RegisteredClient,
  { steps, clock, addresses }: Context,
  skew: number,
): void {
  const now = clock.now();
  const { iss, sub, aud, iat, nbf, jti } = claims;
  const likeClient = (value: unknown): Facts => ({
    sent: inText(value),
    registered: client.client_id,
    compare: 'text',
  });
  steps.hold(issuerIsClient, iss === client.client_id, () => likeClient(iss));
  steps.hold(subjectIsClient, sub === client.client_id, () => likeClient(sub));
  // One string: an assertion made for several servers could be passed on by any of them.
  steps.hold(audienceIsIssuer, aud === addresses.issuer, () => ({
    sent: inText(aud),
    registered: addresses.issuer,
    compare: 'text',
  }));
  const exp = steps.need(expires, isNumericDate(claims['exp']) ? claims['exp'] : undefined, { sent: 'missing' });
  steps.hold(expires, exp <= now + maxLifetime + skew, {
    sent: inSeconds(exp, now),
    registered: `at most ${maxLifetime} seconds ahead`,
  });
  steps.hold(notExpired, exp > now - skew, { sent: inSeconds(exp, now), registered: 'in the future' });
  const early = [iat, nbf].find((date) => date !== undefined && !(isNumericDate(date) && date <= now + skew));
  steps.hold(notEarly, early === undefined, {
    sent: inSeconds(early, now),
    registered: `at most ${skew} seconds ahead`,
  });
  steps.hold(hasJti, typeof jti === 'string' && jti.length > 0 && jti.length <= 512);
}

async function checkSignature(
  assertion: string,
  { header }: ParsedJwt,
  alg: string,
  client: RegisteredClient,
  { steps, remoteKeys, registry }: Context,
): Promise<void> {
  const kid = readKid(header, steps);
  const { settings } = await registry.server();
  const remote = client.jwks_uri ? await remoteKeys.find(client.jwks_uri, settings.jwks_cache_ttl, kid) : undefined;
  const keys = remote?.keys ?? client.verification_keys;
  // RFC 7515 §6: the kid only chooses among the client's own keys; no key in the header is ever looked at.
  const candidates = keys.filter((key) => (kid === undefined || key.kid === kid) && fitsAlg(key, alg));
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

async function checkReplay(
  claims: ParsedJwt['claims'],
  client: RegisteredClient,
  { steps, artifacts, clock }: Context,
): Promise<void> {
  const key = digestOf(`${client.id} ${String(claims['jti'])}`);
  const first = await artifacts.putOnce('assertion', key, true, Math.max(Number(claims['exp']), clock.now()) + 60);
  steps.hold(notReplayed, first, () => ({ sent: inText(claims['jti']) }));
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

/** A claim for the receipt. Not by String(), which calls what the JWT says under toString. */
function inText(claim: unknown): string {
  return typeof claim === 'string' ? claim : (JSON.stringify(claim) ?? 'missing');
}

function inSeconds(date: unknown, now: number): string {
  if (!isNumericDate(date)) return date === undefined ? 'missing' : 'no whole number of seconds';
  return date >= now ? `${date - now} seconds ahead` : `${now - date} seconds ago`;
}
