import { createSecretKey } from 'node:crypto';
import {
  type ContentEncryptionAlg,
  type KeyManagementAlg,
  type Spec,
  fapi1Advanced,
  isSymmetricAlg,
  isSymmetricKeyManagement,
  octetsForHmac,
  rfc,
} from '@clientele/client-schema';
import { inText } from '../client-authentication/assertion.js';
import { checkClientSignature, isSameAlg } from '../client-signature.js';
import { type Context } from '../context.js';
import { type Parameters } from '../http.js';
import { type RegisteredClient } from '../registered-client.js';
import { digestOf } from '../secrets.js';
import { type ProtocolRule, rulesOf } from '../steps.js';
import { type ParsedJwt, isNumericDate, parseJwt, parseUnsecuredJwt, verifiesWith } from '../tokens/jwt.js';
import { keyOfSecret, openJwe, parseJwe } from '../tokens/jwe.js';
import { hmacSecrets } from '../tokens/response-signer.js';

const maxJti = 512;
/** Seconds: how old a request object of a profile may be, and how long it may live. FAPI 1.0 Part 2 §5.2.2, FAPI 2.0 Message Signing §5.3.1. */
const longestOfProfile = 3600;
/** More than any request has. */
const maxClaims = 100;

const objectRule = (id: string, description: string, sentence: string, spec: Spec = rfc(9101, '6.2')): ProtocolRule =>
  rulesOf('invalid_request_object')(id, spec, description, sentence);

const isJwt = objectRule(
  'request-object-is-a-jwt',
  'the request object is no JWT',
  'The request object is not a JWT in compact form.',
  rfc(9101, '4'),
);
const typFits = objectRule(
  'request-object-typ-fits',
  'the typ of the request object says that it is something else',
  'The typ of the JWT does not say that it is a request object.',
  rfc(9101, '10.8'),
);
const algIsRegistered = objectRule(
  'request-object-alg-is-registered',
  'the request object is signed with an algorithm that is not allowed',
  'The algorithm of the request object is not the client’s request_object_signing_alg, or the server does not allow it.',
);
const isSigned = objectRule(
  'request-object-is-signed',
  'the request object is not signed',
  'The request object has the algorithm none, which the client may not use here.',
);
const encryptionIsRegistered = objectRule(
  'request-object-encryption-is-registered',
  'the request object is encrypted in a way that is not allowed',
  'The request object is encrypted otherwise than the client’s request_object_encryption_alg and _enc say.',
  rfc(9101, '6.1'),
);
const decrypts = objectRule(
  'request-object-decrypts',
  'the request object cannot be decrypted',
  'No key of this server opens the request object.',
  rfc(9101, '6.1'),
);
const keyIsRegistered = objectRule(
  'request-object-key-is-registered',
  'no key of the client verifies the request object',
  'No key of the client has the kid that the request object names.',
);
const signatureVerifies = objectRule(
  'request-object-signature-verifies',
  'no key of the client verifies the request object',
  'No key of the client verifies the signature of the request object.',
);
const secretIsLongEnough = objectRule(
  'request-object-key-is-long-enough',
  'no key of the client verifies the request object',
  'The client has no secret of which the value is kept and that is long enough for the algorithm of the request object.',
);
const issuerIsClient = objectRule(
  'request-object-issuer-is-the-client',
  'the iss of the request object is not the client',
  'The iss of the request object is not the client_id, or not the client’s request_object_issuer.',
  rfc(9101, '4'),
);
const audienceIsIssuer = objectRule(
  'request-object-audience-is-the-issuer',
  'the aud of the request object does not name this server',
  'The aud of the request object does not contain the issuer identifier of this server.',
  rfc(9101, '4'),
);
const isNoAssertion = objectRule(
  'request-object-is-no-assertion',
  'the sub of the request object must not be the client',
  'The sub of the request object is the client_id, which makes it a client assertion.',
  rfc(9101, '10.8'),
);
const hasRequiredClaims = objectRule(
  'request-object-has-required-claims',
  'the request object lacks a claim',
  'The request object lacks a claim that the server requires, or that tells it from a replayed one.',
);
const isNotExpired = objectRule(
  'request-object-is-not-expired',
  'the request object has expired',
  'The exp of the request object is past; check the clock of the machine that signs it.',
);
const expiresSoon = objectRule(
  'request-object-expires-soon',
  'the request object lives too long',
  'The exp of the request object is further away than the server’s request_object_max_lifetime, or an hour for a client of FAPI.',
);
const isRecent = objectRule(
  'request-object-is-recent',
  'the request object is too old',
  'The client is held to FAPI, and the nbf of the request object is more than an hour ago.',
  fapi1Advanced('5.2.2'),
);
const isNotEarly = objectRule(
  'request-object-is-not-from-the-future',
  'the request object is not valid yet',
  'The iat or nbf of the request object lies in the future; check the clock of the machine that signs it.',
);
const isUsedOnce = objectRule(
  'request-object-is-used-once',
  'the request object was used before',
  'A request object with this jti was accepted before.',
  rfc(9101, '10.2'),
);
const claimsAreParameters = objectRule(
  'request-object-claims-are-parameters',
  'a claim of the request object is no parameter',
  'A claim of the request object has a value that no parameter can have, or there are too many.',
  rfc(9101, '4'),
);
const holdsNoOther = objectRule(
  'request-object-holds-no-other',
  'a request object must not hold request or request_uri',
  'The request object has the claim request or request_uri.',
  rfc(9101, '4'),
);
const clientIsTheSame = rulesOf('invalid_request')(
  'request-object-names-the-client',
  rfc(9101, '5'),
  'client_id is not the one of the request object',
  'The client_id of the request is not the one in the request object, or the object has none.',
);

/** What a request object asks for. */
export interface ReadObject {
  readonly parameters: Parameters;
  /** False: its algorithm is `none`. */
  readonly signed: boolean;
}

// The usual type and none say little, but another says that the JWT was signed for another purpose.
const usualTypes = /^(?:application\/)?(?:jwt|oauth-authz-req\+jwt)$/i;

/**
 * Verifies a request object, RFC 9101 §6, and gives what it asks for.
 * @param mayBeUnsigned whether the client may leave it unsigned, the way that it came
 * @throws OAuthError invalid_request_object, or invalid_request where it names another client
 */
export async function readRequestObject(
  sent: string,
  mayBeUnsigned: boolean,
  client: RegisteredClient,
  context: Context,
): Promise<ReadObject> {
  const { steps } = context;
  const header = parseJwe(sent);
  const text = header ? await decrypted(sent, header, client, context) : sent;
  const unsecured = parseUnsecuredJwt(text);
  const jwt = steps.need(isJwt, unsecured ?? parseJwt(text));
  const { typ } = jwt.header;
  steps.hold(typFits, typ === undefined || (typeof typ === 'string' && usualTypes.test(typ)), () => ({
    sent: inText(typ),
    registered: 'oauth-authz-req+jwt',
  }));
  if (unsecured) await checkMayBeUnsigned(mayBeUnsigned, client, context);
  else await checkSignature(text, jwt, client, context);
  await checkClaims(jwt.claims, !unsecured, client, context);
  const parameters = parametersOf(jwt.claims, context);
  await checkReplay(jwt.claims, client, context);
  return { parameters, signed: !unsecured };
}

/** RFC 9101 §6.1. One answer for everything that does not open, RFC 7516 §11.5. */
async function decrypted(
  jwe: string,
  header: Readonly<Record<string, unknown>>,
  client: RegisteredClient,
  { steps, keyRing, clock }: Context,
): Promise<string> {
  const { request_object_encryption_alg: alg, request_object_encryption_enc: enc } = client;
  const isRegistered = alg !== undefined && header['alg'] === alg && header['enc'] === enc;
  steps.hold(encryptionIsRegistered, isRegistered, () => ({
    sent: `${inText(header['alg'])} ${inText(header['enc'])}`,
    registered: alg === undefined ? 'no encryption' : `${alg} ${enc}`,
  }));
  for (const open of await openersOf(alg!, enc, header['kid'], client, keyRing, clock.now())) {
    const content = await open(jwe);
    if (content !== undefined) return content;
  }
  return steps.refuse(decrypts, { sent: inText(header['kid']) });
}

/** What may open it: keys of this server that fit, or live secrets of the client of which the value is kept. */
async function openersOf(
  alg: KeyManagementAlg,
  enc: ContentEncryptionAlg,
  kid: unknown,
  client: RegisteredClient,
  keyRing: Context['keyRing'],
  now: number,
): Promise<readonly ((jwe: string) => Promise<string | undefined>)[]> {
  if (isSymmetricKeyManagement(alg)) {
    return hmacSecrets(client, now).map(
      ({ key }) =>
        (jwe) =>
          openJwe(jwe, keyOfSecret(key!, alg, enc), alg, enc),
    );
  }
  return (await keyRing.decryptionKeys())
    .filter(({ algs, kid: name }) => algs.some((one) => one === alg) && (kid === undefined || kid === name))
    .map(
      ({ decrypter }) =>
        (jwe) =>
          decrypter.decrypt(jwe, alg, enc),
    );
}

async function checkMayBeUnsigned(
  mayBeUnsigned: boolean,
  { require_signed_request_object, request_object_signing_alg: alg = 'none' }: RegisteredClient,
  { steps, registry }: Context,
): Promise<void> {
  const { request_object_allowed_algs: allowed } = (await registry.server()).settings;
  const isNamed = alg === 'none' && allowed.includes('none');
  steps.hold(isSigned, mayBeUnsigned && !require_signed_request_object && isNamed, {
    sent: 'none',
    registered: alg === 'none' ? 'a signature' : alg,
  });
}

async function checkSignature(text: string, jwt: ParsedJwt, client: RegisteredClient, context: Context): Promise<void> {
  const { steps, registry, clock } = context;
  const { request_object_allowed_algs: allowed } = (await registry.server()).settings;
  const registered = client.request_object_signing_alg;
  const alg = steps.need(
    algIsRegistered,
    allowed.find(
      (one) =>
        one !== 'none' &&
        one === jwt.header['alg'] &&
        (registered === undefined || isSameAlg(one, registered)) &&
        (client.profile?.algs.includes(one) ?? true),
    ),
    () => ({
      sent: inText(jwt.header['alg']),
      registered: registered === undefined ? (client.profile?.algs ?? allowed) : [registered],
    }),
  );
  if (!isSymmetricAlg(alg)) {
    const rules = { keyIsRegistered, signatureVerifies };
    return checkClientSignature(text, jwt, alg, client.request_object_keys, rules, context);
  }
  const candidates = hmacSecrets(client, clock.now()).filter(({ key }) => key!.length >= octetsForHmac[alg]);
  steps.hold(secretIsLongEnough, candidates.length > 0, { sent: alg });
  for (const { key } of candidates) if (await verifiesWith(text, createSecretKey(key!), [alg])) return;
  steps.refuse(signatureVerifies, { registered: candidates.map(({ hint }) => `a secret ending in ${hint}`) });
}

/** RFC 9101 §4 and §6.3. What is not signed need not say for whom it is: nobody vouches for that anyway. */
async function checkClaims(
  claims: ParsedJwt['claims'],
  signed: boolean,
  client: RegisteredClient,
  { steps, registry, clock, addresses: { issuer } }: Context,
): Promise<void> {
  const { settings } = await registry.server();
  const { iss, aud, sub, exp, iat, nbf, client_id } = claims;
  const name = client.did ?? client.client_id;
  steps.hold(clientIsTheSame, client_id === name, () => ({
    sent: inText(client_id),
    registered: name,
    compare: 'text',
  }));
  const issuerOfObjects = client.request_object_issuer ?? client.client_id;
  const mayLackIssuer = !signed && client.request_object_issuer === undefined;
  steps.hold(issuerIsClient, iss === issuerOfObjects || (mayLackIssuer && iss === undefined), () => ({
    sent: inText(iss),
    registered: issuerOfObjects,
    compare: 'text',
  }));
  steps.hold(audienceIsIssuer, [aud].flat().includes(issuer) || (!signed && aud === undefined), () => ({
    sent: inText(aud),
    registered: issuer,
    compare: 'text',
  }));
  steps.hold(isNoAssertion, sub === undefined || sub !== client.client_id);
  const required = [
    ...settings.request_object_required_claims,
    ...(client.enforce_jwt_replay_prevention ? ['jti', 'exp'] : []),
    ...(client.profile ? ['nbf', 'exp'] : []),
  ];
  const missing = signed ? required.filter((claim) => !Object.hasOwn(claims, claim)) : [];
  steps.hold(hasRequiredClaims, missing.length === 0, () => ({ sent: missing.join(', '), registered: required }));

  const now = clock.now();
  const skew = settings.clock_skew;
  const early = [iat, nbf].find((date) => date !== undefined && !(isNumericDate(date) && date <= now + skew));
  steps.hold(isNotEarly, early === undefined, () => ({ sent: inText(early), registered: String(now) }));
  if (client.profile) {
    steps.hold(isRecent, isNumericDate(nbf) && nbf >= now - longestOfProfile - skew, () => ({
      sent: inText(nbf),
      registered: `at least ${now - longestOfProfile}`,
    }));
  }
  if (exp === undefined) return;
  steps.hold(isNotExpired, isNumericDate(exp) && exp > now - skew, () => ({
    sent: inText(exp),
    registered: `after ${now}`,
  }));
  const from = [nbf, iat].find(isNumericDate) ?? now;
  const { request_object_max_lifetime: longest } = settings;
  const latest = from + (client.profile ? Math.min(longest, longestOfProfile) : longest);
  steps.hold(expiresSoon, Number(exp) <= latest + skew, () => ({
    sent: inText(exp),
    registered: `at most ${latest}`,
  }));
}

/** Claims of the JWT itself, RFC 7519 §4.1. */
const claimsOfJwt = ['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti'];

/** RFC 9101 §4: parameters are claims of the same name; numbers and JSON are written as such. */
function parametersOf(claims: ParsedJwt['claims'], { steps }: Context): Parameters {
  steps.hold(holdsNoOther, !Object.hasOwn(claims, 'request') && !Object.hasOwn(claims, 'request_uri'));
  const entries = Object.entries(claims).filter(([name]) => !claimsOfJwt.includes(name));
  steps.hold(claimsAreParameters, entries.length <= maxClaims, { sent: `${entries.length} claims` });
  const values = new Map<string, string>();
  for (const [name, value] of entries) {
    const text = steps.need(claimsAreParameters, parameterText(name, value), { sent: name.slice(0, 100) });
    // As in a form: what is empty counts as omitted, RFC 6749 §3.1.
    if (text !== '' || name === 'redirect_uri') values.set(name, text);
  }
  return values;
}

function parameterText(name: string, value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return undefined;
  if (name === 'resource') {
    return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value.join(' ') : undefined;
  }
  return JSON.stringify(value);
}

/** Takes a request object once, if the client wants that. Only what is verified may spend a jti. @throws OAuthError */
async function checkReplay(
  { jti, exp }: ParsedJwt['claims'],
  client: RegisteredClient,
  { steps, artifacts, clock }: Context,
): Promise<void> {
  if (!client.enforce_jwt_replay_prevention) return;
  const isGood = typeof jti === 'string' && jti.length > 0 && jti.length <= maxJti;
  steps.hold(hasRequiredClaims, isGood && exp !== undefined, { sent: 'no jti, or no exp' });
  const key = digestOf(`${client.id} ${String(jti)}`);
  const first = await artifacts.putOnce('request_object', key, true, Math.max(Number(exp), clock.now()) + 60);
  steps.hold(isUsedOnce, first, () => ({ sent: inText(jti) }));
}
