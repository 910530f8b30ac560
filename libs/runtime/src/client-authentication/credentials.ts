import { rfc } from '@clientele/client-schema';
import { type Parameters, type PeerCertificate, type ProtocolRequest, header } from '../http.js';
import { type ProtocolRule, type Steps } from '../steps.js';
import { parseJwt } from '../tokens/jwt.js';

interface BasicCredentials {
  readonly method: 'client_secret_basic';
  readonly client_id: string;
  readonly secret: string;
  /** The secret before form-decoding. */
  readonly raw: string;
}

interface PostCredentials {
  readonly method: 'client_secret_post';
  readonly client_id: string;
  readonly secret: string;
  readonly raw?: undefined;
}

/** A secret, as it was sent. */
export type SecretCredentials = BasicCredentials | PostCredentials;

/** What a request offers as proof of the client's identity, before anything is believed. */
export type Credentials =
  | { readonly method: 'none'; readonly client_id: string }
  | SecretCredentials
  | {
      readonly method: 'client_secret_jwt' | 'private_key_jwt';
      readonly client_id: string | undefined;
      readonly assertion: string;
    }
  | ByCertificate<'tls_client_auth'>
  | ByCertificate<'self_signed_tls_client_auth'>;

interface ByCertificate<M> {
  readonly method: M;
  readonly client_id: string;
  readonly certificate: PeerCertificate;
}

const oneMethod: ProtocolRule = {
  id: 'one-authentication-method',
  spec: rfc(6749, '2.3'),
  error: 'invalid_request',
  description: 'use one client authentication method per request',
  sentence: 'The request authenticates the client in more than one way.',
};

const basicIsWellFormed: ProtocolRule = {
  id: 'basic-credentials-are-well-formed',
  spec: rfc(6749, '2.3.1'),
  error: 'invalid_client',
  description: 'client authentication failed',
  sentence: 'The Authorization header is not HTTP Basic with a form-encoded client id and secret.',
};

const schemeIsBasic: ProtocolRule = {
  id: 'authorization-scheme-is-basic',
  spec: rfc(6749, '2.3.1'),
  error: 'invalid_request',
  description: 'the Authorization header must use the Basic scheme here',
  sentence: 'The Authorization header of the request does not use the Basic scheme.',
};

const clientIsNamed: ProtocolRule = {
  id: 'client-is-named',
  spec: rfc(6749, '2.3'),
  error: 'invalid_client',
  description: 'client authentication failed',
  sentence: 'The request names no client: neither a client_id nor credentials are in it.',
};

const assertionTypeIsJwt: ProtocolRule = {
  id: 'client-assertion-type-is-jwt-bearer',
  spec: rfc(7523, '2.2'),
  error: 'invalid_client',
  description: 'client authentication failed',
  sentence: 'The client_assertion_type is not the one of JWT client authentication.',
};

const oneClient: ProtocolRule = {
  id: 'client-id-agrees-with-credentials',
  spec: rfc(6749, '3.2.1'),
  error: 'invalid_client',
  description: 'client authentication failed',
  sentence: 'The client_id parameter names another client than the credentials.',
};

/** Schemes that may be told. Where none was sent, the first word is the secret itself. RFC 9110 §16.4.1. */
const namedScheme = /^(?:Bearer|Digest|DPoP|HOBA|Mutual|Negotiate|OAuth|Token)(?= )/i;

const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Finds the credentials in a request to an endpoint that authenticates clients. */
export function presentedCredentials(request: ProtocolRequest, form: Parameters, steps: Steps): Credentials {
  const authorization = request.headers['authorization'];
  const client_id = form.get('client_id');
  steps.client_id = client_id ?? null;
  const offered = [
    authorization !== undefined && 'the Authorization header',
    form.has('client_secret') && 'client_secret',
    form.has('client_assertion') && 'client_assertion',
  ].filter((name) => name !== false);
  steps.hold(oneMethod, offered.length <= 1, () => ({ sent: offered.join(' and ') }));

  if (authorization !== undefined) return basicCredentials(header(request, 'authorization'), client_id, steps);
  const assertion = form.get('client_assertion');
  if (assertion !== undefined) {
    const type = form.get('client_assertion_type') ?? '';
    steps.hold(assertionTypeIsJwt, type === jwtBearer, { sent: type, registered: jwtBearer, compare: 'text' });
    return { method: isSymmetric(assertion) ? 'client_secret_jwt' : 'private_key_jwt', client_id, assertion };
  }
  const named = steps.need(clientIsNamed, client_id || undefined);
  const secret = form.get('client_secret');
  return secret === undefined
    ? { method: 'none', client_id: named }
    : { method: 'client_secret_post', client_id: named, secret };
}

/** The two methods with assertions differ by the algorithm alone, OpenID Connect Core §9. */
function isSymmetric(assertion: string): boolean {
  const alg = parseJwt(assertion)?.header['alg'];
  return typeof alg === 'string' && alg.startsWith('HS');
}

function basicCredentials(value: string | undefined, client_id: string | undefined, steps: Steps): Credentials {
  const present = steps.need(basicIsWellFormed, value, { sent: 'several Authorization headers' });
  const encoded = steps.need(schemeIsBasic, /^basic(?: +(.*))?$/i.exec(present) ?? undefined, () => ({
    sent: namedScheme.exec(present)?.[0].concat(' …') ?? 'no scheme that is known',
  }));
  const decoded = steps.need(basicIsWellFormed, decodeBasic(encoded[1]?.trim() ?? ''));
  steps.client_id = decoded.client_id;
  steps.hold(oneClient, client_id === undefined || client_id === decoded.client_id, () => ({
    sent: client_id ?? null,
    registered: decoded.client_id,
    compare: 'text',
  }));
  return decoded;
}

/** RFC 6749 §2.3.1: both halves are form-encoded before they are joined; `raw` is the secret as it came. */
function decodeBasic(encoded: string): BasicCredentials | undefined {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(encoded)) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (colon < 1 || /[\x00-\x1f\x7f]/.test(text)) return undefined;
  const raw = text.slice(colon + 1);
  const client_id = formDecoded(text.slice(0, colon));
  if (client_id === undefined || raw === '') return undefined;
  // A secret that was not encoded may be no valid encoding; it is then compared as it came, and does not fit.
  return { method: 'client_secret_basic', client_id, secret: formDecoded(raw) ?? raw, raw };
}

function formDecoded(text: string): string | undefined {
  if (!/[%+]/.test(text)) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
