import { type ClientAssertionProfile, type Spec, oidcCore, rfc } from '@clientele/client-schema';
import { type Context } from '../context.js';
import { type RegisteredClient } from '../registered-client.js';
import { digestOf } from '../secrets.js';
import { type Facts, type ProtocolRule } from '../steps.js';
import { isNumericDate, parseJwt, type ParsedJwt } from '../tokens/jwt.js';

/** Seconds that an assertion may live: it is made for one request. */
const maxLifetime = 300;
const maxJti = 512;

export const assertionRule = (id: string, sentence: string, spec: Spec = rfc(7523, '3')): ProtocolRule => ({
  id,
  spec,
  error: 'invalid_client',
  description: 'client authentication failed',
  sentence,
});

export const algIsRegistered = assertionRule(
  'assertion-alg-is-registered',
  'The assertion is signed with an algorithm that the client may not use.',
);
export const signatureVerifies = assertionRule(
  'assertion-signature-verifies',
  'No key of the client verifies the assertion’s signature.',
);
const isJwt = assertionRule('assertion-is-a-jwt', 'The client assertion is not a signed JWT in compact form.');
const typIsAssertion = assertionRule(
  'assertion-typ-fits',
  'The typ of the JWT does not say that it is a client assertion.',
  rfc(8725, '3.11'),
);
const issuerVouches = assertionRule(
  'assertion-issuer-is-the-client',
  'The assertion’s iss is not the client_id, nor an issuer that may vouch for the client.',
);
const subjectIsClient = assertionRule('assertion-subject-is-the-client', 'The assertion’s sub is not the client_id.');
const audienceIsIssuer = assertionRule(
  'assertion-audience-is-the-issuer',
  'The assertion’s aud is not the issuer identifier of this server.',
);
const expires = assertionRule(
  'assertion-expires-soon',
  'The assertion’s exp is missing, or more than five minutes away.',
);
const notExpired = assertionRule(
  'assertion-is-not-expired',
  'The assertion has expired; check the clock of the machine that signs it.',
);
const notEarly = assertionRule(
  'assertion-is-not-from-the-future',
  'The assertion’s iat or nbf lies in the future; check the clock of the machine that signs it.',
);
const hasJti = assertionRule('assertion-has-a-jti', 'The assertion has no jti.', oidcCore('9'));
const notReplayed = assertionRule('assertion-is-used-once', 'An assertion with this jti was accepted before.');

/** What a profile makes of the type and the audience of an assertion. */
interface Profile {
  readonly typ: RegExp;
  readonly typIsRequired: boolean;
  /** The audience must be the issuer as one string: an assertion for several servers could be passed on by any of them. */
  readonly issuerOnly: boolean;
}

// The usual type and none say little, but another says that the JWT was signed for another purpose.
const anyUsualType = /^(?:application\/)?(?:jwt|client-authentication\+jwt)$/i;
const lenient: Profile = { typ: anyUsualType, typIsRequired: false, issuerOnly: false };

const profiles: Readonly<Record<ClientAssertionProfile, Profile>> = {
  fapi2: { typ: anyUsualType, typIsRequired: false, issuerOnly: true },
  rfc7523bis: { typ: /^(?:application\/)?client-authentication\+jwt$/i, typIsRequired: true, issuerOnly: true },
  oidc_core: lenient,
  rfc7523: lenient,
};

/** The JWT that an assertion is, unverified, if it says that it is one. @throws OAuthError invalid_client */
export function readAssertion(assertion: string, client: RegisteredClient, { steps }: Context): ParsedJwt {
  const jwt = steps.need(isJwt, parseJwt(assertion));
  const { typ } = jwt.header;
  const profile = profiles[client.client_assertion_profile];
  const fits = typ === undefined ? !profile.typIsRequired : typeof typ === 'string' && profile.typ.test(typ);
  steps.hold(typIsAssertion, fits, () => ({ sent: inText(typ), registered: 'client-authentication+jwt' }));
  return jwt;
}

/** The client that an assertion speaks of, unverified: whose keys to try. */
export function assertedClient(assertion: string): string | undefined {
  const sub = parseJwt(assertion)?.claims['sub'];
  return typeof sub === 'string' ? sub : undefined;
}

/** Checks what an assertion claims, as the client's profile has it. @throws OAuthError invalid_client */
export function checkClaims(
  claims: ParsedJwt['claims'],
  client: RegisteredClient,
  context: Context,
  skew: number,
): void {
  const { steps, clock } = context;
  const now = clock.now();
  const { iss, sub, aud, iat, nbf, jti } = claims;
  const like = (value: unknown, registered: string | readonly string[]): Facts => ({
    sent: inText(value),
    registered,
    compare: 'text',
  });
  const issuers = [client.client_id, ...vouchersOf(client)];
  steps.hold(issuerVouches, issuers.includes(iss as string), () => like(iss, issuers));
  steps.hold(subjectIsClient, sub === client.client_id, () => like(sub, client.client_id));
  const { accepts, registered } = audienceOf(client, context);
  steps.hold(audienceIsIssuer, accepts(aud), () => like(aud, registered));
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
  const mayLackJti = client.client_assertion_profile === 'rfc7523' && !client.client_assertion_require_jti;
  const hasGoodJti = typeof jti === 'string' && jti.length > 0 && jti.length <= maxJti;
  steps.hold(hasJti, hasGoodJti || (mayLackJti && jti === undefined));
}

/** The issuers beside itself that may speak for a client. */
function vouchersOf(client: RegisteredClient): readonly string[] {
  return client.client_assertion_profile === 'rfc7523' ? client.client_assertion_allowed_issuers : [];
}

function audienceOf(
  client: RegisteredClient,
  { addresses: { issuer, mutualTls }, request }: Context,
): { accepts(aud: unknown): boolean; registered: string | readonly string[] } {
  if (profiles[client.client_assertion_profile].issuerOnly) {
    return { accepts: (aud) => aud === issuer, registered: issuer };
  }
  // OpenID Connect Core §9 and RFC 7523 §3: the issuer, the token endpoint, or the endpoint that is asked.
  const origins = [issuer, mutualTls?.aliasUrl ?? issuer];
  const endpoints = origins.flatMap((origin) => [`${origin}/token`, `${origin}${request.path}`]);
  const registered = [...new Set([issuer, ...endpoints])];
  return { accepts: (aud) => [aud].flat().some((value) => registered.includes(value as string)), registered };
}

/** Takes an assertion once, if the client wants that. Only what is verified may spend a jti. @throws OAuthError */
export async function checkReplay(
  claims: ParsedJwt['claims'],
  client: RegisteredClient,
  { steps, artifacts, clock }: Context,
): Promise<void> {
  if (!client.enforce_jwt_replay_prevention) return;
  const key = digestOf(`${client.id} ${String(claims['jti'])}`);
  const first = await artifacts.putOnce('assertion', key, true, Math.max(Number(claims['exp']), clock.now()) + 60);
  steps.hold(notReplayed, first, () => ({ sent: inText(claims['jti']) }));
}

/** A claim for the receipt. Not by String(), which calls what the JWT says under toString. */
export function inText(claim: unknown): string {
  return typeof claim === 'string' ? claim : (JSON.stringify(claim) ?? 'missing');
}

function inSeconds(date: unknown, now: number): string {
  if (!isNumericDate(date)) return date === undefined ? 'missing' : 'no whole number of seconds';
  return date >= now ? `${date - now} seconds ahead` : `${now - date} seconds ago`;
}
