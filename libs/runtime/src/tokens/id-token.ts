import { createHash, createSecretKey } from 'node:crypto';
import { isSymmetricAlg, oidcCore } from '@clientele/client-schema';
import { type Context, type Services } from '../context.js';
import { type RegisteredClient } from '../registered-client.js';
import { sidOf } from '../session.js';
import { type ProtocolRule } from '../steps.js';
import { type ParsedJwt, isNumericDate, parseJwt, verifiesWith } from './jwt.js';
import { encryptedTo } from './encrypted.js';
import { hmacSecrets, responseSigner } from './response-signer.js';
import { signed } from './signed.js';

/** Access tokens have another, so that none passes for an ID token. */
const idTokenType = 'JWT';

const idTokenCanBeSigned: ProtocolRule = {
  id: 'id-token-can-be-signed',
  spec: oidcCore('2'),
  error: 'temporarily_unavailable',
  description: 'the server cannot sign this ID token right now',
  sentence: 'No active key of the server, and no secret of the client, fits the client’s id_token_signed_response_alg.',
};

const idTokenCanBeEncrypted: ProtocolRule = {
  ...idTokenCanBeSigned,
  id: 'id-token-can-be-encrypted',
  description: 'the server cannot encrypt this ID token right now',
  sentence: 'No key of the client fits its id_token_encrypted_response_alg.',
};

export interface IdTokenOrder {
  readonly client: RegisteredClient;
  readonly sub: string;
  /** Seconds since 1970, of the sign-in. */
  readonly auth_time: number;
  /** Whether the authorization request asked how long ago that was. */
  readonly asks_auth_time?: boolean;
  readonly nonce?: string;
  readonly amr: readonly string[];
  readonly acr?: string;
  /** The id of the session; absent: there is none. */
  readonly session?: string | undefined;
  readonly access_token?: string;
  /** The code that comes with it. */
  readonly code?: string;
  /** Of the request, where the token comes from the authorization endpoint. */
  readonly state?: string;
  /** What the token tells besides. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/**
 * An ID token, OpenID Connect Core §2, with a digest of what comes with it: at_hash (§3.1.3.6), c_hash (§3.3.2.11), and
 * s_hash of the state (FAPI 1.0 Part 2 §5.1).
 */
export async function issueIdToken(
  { client, sub, auth_time, asks_auth_time, nonce, amr, acr, session, access_token, code, state, claims }: IdTokenOrder,
  context: Context,
): Promise<string> {
  const { clock, addresses, subjects, steps } = context;
  const alg = client.id_token_signed_response_alg;
  const signer = await responseSigner(alg, client, client.signing_pair, context);
  const key = steps.need(idTokenCanBeSigned, signer, { registered: alg });
  const iat = clock.now();
  const token = await signed(steps, idTokenCanBeSigned, key, alg, idTokenType, {
    ...claims,
    iss: addresses.issuer,
    sub: await subjects.of(client, sub),
    // Whom it is for is whoever asked, by the name they have for themselves.
    aud: client.did ?? client.client_id,
    exp: iat + client.id_token_ttl,
    iat,
    ...(tellsAuthTime(client, asks_auth_time) && { auth_time }),
    ...(nonce !== undefined && { nonce }),
    ...(acr !== undefined && { acr }),
    ...(amr.length > 0 && { amr }),
    ...(session !== undefined && tellsSession(client) && { sid: sidOf(session, client) }),
    // An unsigned token vouches for no other.
    ...(alg !== 'none' && {
      ...(access_token !== undefined && { at_hash: halfHash(access_token, alg) }),
      ...(code !== undefined && { c_hash: halfHash(code, alg) }),
      ...(state !== undefined && { s_hash: halfHash(state, alg) }),
    }),
  });
  const { id_token_encrypted_response_alg: keyAlg, id_token_encrypted_response_enc: enc } = client;
  if (keyAlg === undefined) return token;
  const encryption = { alg: keyAlg, enc, keys: client.id_token_encryption_keys };
  return encryptedTo(client, encryption, token, idTokenCanBeEncrypted, context);
}

/** What an ID token tells that a client shows again. */
export interface IdTokenHint {
  /** The user, as the client knows them. */
  readonly sub: string;
  /** The session, as the client knows it; undefined: it does not say. */
  readonly sid: string | undefined;
}

/**
 * What an ID token of this server told a client, be it expired; undefined: it is none, or another client's. For
 * `id_token_hint`, OpenID Connect Core §3.1.2.1. An unsigned one is nobody's.
 */
export async function readIdToken(
  token: string,
  client: RegisteredClient,
  { keyRing, clock, addresses }: Pick<Services, 'keyRing' | 'clock' | 'addresses'>,
): Promise<IdTokenHint | undefined> {
  const jwt = parseIdToken(token);
  if (!jwt || !(await isSignedFor(client, token, jwt.header['kid'], { keyRing, clock }))) return undefined;
  const { iss, aud, sub, sid, exp } = jwt.claims;
  const isOurs = iss === addresses.issuer && aud === (client.did ?? client.client_id) && isNumericDate(exp);
  return isOurs && typeof sub === 'string' ? { sub, sid: typeof sid === 'string' ? sid : undefined } : undefined;
}

/** Whom an ID token says that it is for; nothing of it has been checked. Undefined: it is none, or does not say. */
export function audienceOfIdToken(token: string): string | undefined {
  const aud = parseIdToken(token)?.claims['aud'];
  return typeof aud === 'string' && aud !== '' ? aud : undefined;
}

function parseIdToken(token: string): ParsedJwt | undefined {
  const jwt = parseJwt(token);
  return jwt?.header['typ'] === idTokenType ? jwt : undefined;
}

/** Whether a key of the server has signed it, or a secret of the client where that is how its ID tokens are signed. */
async function isSignedFor(
  client: RegisteredClient,
  token: string,
  kid: unknown,
  { keyRing, clock }: Pick<Services, 'keyRing' | 'clock'>,
): Promise<boolean> {
  if (typeof kid === 'string') {
    const key = await keyRing.publicKey(kid);
    // A key that signs for one client alone tells no other client anything, wherever it is kept.
    const concerns = key?.client_id === null || key?.client_id === client.client_id;
    return key !== undefined && concerns && verifiesWith(token, key.key, key.algs);
  }
  const alg = client.id_token_signed_response_alg;
  if (!isSymmetricAlg(alg)) return false;
  for (const { key } of hmacSecrets(client, clock.now())) {
    if (await verifiesWith(token, createSecretKey(key!), [alg])) return true;
  }
  return false;
}

/** Front-Channel Logout §3, Back-Channel Logout §2.1: the client is told of a session what it says it needs. */
function tellsSession(client: RegisteredClient): boolean {
  return client.frontchannel_logout_session_required || client.backchannel_logout_session_required;
}

/** OpenID Connect Core §2: where a maximum age applies, and wherever the client wants it. */
function tellsAuthTime({ require_auth_time, default_max_age }: RegisteredClient, asked = false): boolean {
  return asked || require_auth_time || default_max_age !== undefined;
}

/** The left half of the digest that the algorithm uses, OpenID Connect Core §3.1.3.6. */
function halfHash(value: string, alg: string): string {
  // Ed25519 signs with SHA-512, RFC 8032 §5.1.
  const bits = alg === 'EdDSA' || alg === 'Ed25519' ? '512' : alg.slice(2);
  const digest = createHash(`sha${bits}`).update(value).digest();
  return digest.subarray(0, digest.length / 2).toString('base64url');
}
