/**
 * The limit server: the least that can be done for each answer. It parses the form, compares the digest of the client's
 * secret in constant time, signs or stores, and answers; no framework, no settings, no rules, no headers beyond the
 * needed ones. How far Clientele is from it is what all the rest costs.
 *
 * Environment: PORT, DATABASE_URL, BENCH_CLIENTS (JSON: OAuth clients with their secrets), BENCH_ADMIN_TOKEN,
 * BENCH_DOCUMENTS (a file with one client document per line, for the admin routes).
 */
import { createHash, generateKeyPairSync, randomBytes, randomUUID, sign, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { openState } from './limit-state.mjs';

const { PORT, DATABASE_URL, BENCH_CLIENTS, BENCH_ADMIN_TOKEN, BENCH_DOCUMENTS } = process.env;
const issuer = `http://127.0.0.1:${PORT}`;
const lifetime = 300;
const audience = 'https://api.example.com';

const state = await openState(DATABASE_URL ?? '');
const clients = new Map(
  Object.values(JSON.parse(BENCH_CLIENTS ?? '{}')).map(({ client_id, client_secret, format }) => [
    client_id,
    { client_id, format, secret: sha256(client_secret) },
  ]),
);
const adminToken = sha256(BENCH_ADMIN_TOKEN ?? '');
for (const line of BENCH_DOCUMENTS ? readFileSync(BENCH_DOCUMENTS, 'utf8').trimEnd().split('\n') : []) {
  const { client_id, client_name } = JSON.parse(line);
  await state.putClient(client_id, client_name.toLowerCase(), line);
}

const keys = {
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
};
const headers = Object.fromEntries(
  Object.keys(keys).map((alg) => [alg, base64url(JSON.stringify({ alg, typ: 'at+jwt', kid: alg }))]),
);

createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    answer(request, Buffer.concat(chunks).toString()).then(
      ({ status, body, headers }) => send(response, status, JSON.stringify(body), headers),
      (/** @type {unknown} */ error) => {
        console.error(error);
        send(response, 500, '{"error":"server_error"}');
      },
    );
  });
}).listen(Number(PORT), '127.0.0.1');

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {string} body
 * @returns {Promise<{ status: number, body: object, headers?: Record<string, string> }>}
 */
async function answer({ method, url = '', headers }, body) {
  if (method === 'POST') {
    const form = new URLSearchParams(body);
    const client = authenticated(headers.authorization ?? '');
    if (!client) return { status: 401, body: { error: 'invalid_client' } };
    if (url === '/par') return push(client, form);
    return url === '/token' ? token(client, form) : introspect(form.get('token') ?? '');
  }
  if (url.startsWith('/authorize?')) {
    return authorize(new URLSearchParams(url.slice('/authorize?'.length)), headers.cookie ?? '');
  }
  if (url === '/readyz') return { status: 200, body: { status: 'ok' } };
  const bearer = sha256((headers.authorization ?? '').slice('Bearer '.length));
  if (!timingSafeEqual(bearer, adminToken)) return { status: 401, body: { title: 'Unauthorized' } };
  return url === '/clients' ? listClients() : getClient(decodeURIComponent(url.slice('/clients/'.length)));
}

/** RFC 6749 §2.3.1. */
function authenticated(authorization) {
  const pair = Buffer.from(authorization.slice('Basic '.length), 'base64').toString();
  const colon = pair.indexOf(':');
  const client = clients.get(decodeURIComponent(pair.slice(0, colon)));
  const fits = client && timingSafeEqual(sha256(decodeURIComponent(pair.slice(colon + 1))), client.secret);
  return fits ? client : undefined;
}

/** RFC 9126. */
async function push({ client_id }, form) {
  const request_uri = `urn:ietf:params:oauth:request_uri:${randomToken(32)}`;
  await state.putArtifact(digest(request_uri), JSON.stringify({ ...Object.fromEntries(form), client_id }));
  return { status: 201, body: { request_uri, expires_in: 60 } };
}

/** There is no page: whoever comes without a session gets one. */
async function authorize(query, cookie) {
  const session = cookie.slice('session='.length) || randomToken(32);
  if (!cookie) await state.putArtifact(digest(session), 'alice');
  const sub = await state.getArtifact(digest(session));
  const pushed = await state.takeArtifact(digest(query.get('request_uri') ?? ''));
  const request = pushed === undefined ? {} : JSON.parse(pushed);
  if (sub === undefined || request.client_id !== query.get('client_id')) {
    return { status: 400, body: { error: 'invalid_request' } };
  }
  const code = randomToken(32);
  await state.putArtifact(digest(code), JSON.stringify({ ...request, sub }));
  const location = `${request.redirect_uri}?${new URLSearchParams({ code, state: request.state, iss: issuer }).toString()}`;
  return {
    status: 303,
    body: {},
    headers: { location, ...(!cookie && { 'set-cookie': `session=${session}; Path=/` }) },
  };
}

async function token(client, form) {
  switch (form.get('grant_type')) {
    case 'client_credentials':
      return tokens(client.client_id, client, form.get('scope') ?? '');
    case 'authorization_code': {
      const stored = await state.takeArtifact(digest(form.get('code') ?? ''));
      const request = stored === undefined ? {} : JSON.parse(stored);
      const right =
        request.client_id === client.client_id &&
        request.redirect_uri === form.get('redirect_uri') &&
        request.code_challenge === digest(form.get('code_verifier') ?? '');
      if (!right) return { status: 400, body: { error: 'invalid_grant' } };
      const handle = randomToken(16);
      const first = `${handle}.${randomToken(32)}`;
      await state.putFamily(handle, digest(first));
      return tokens(request.sub, client, request.scope, first);
    }
    default: {
      const spent = form.get('refresh_token') ?? '';
      const handle = spent.slice(0, spent.indexOf('.'));
      const next = `${handle}.${randomToken(32)}`;
      if (!(await state.rotate(digest(next), handle, digest(spent)))) {
        return { status: 400, body: { error: 'invalid_grant' } };
      }
      return tokens('alice', client, 'api', next);
    }
  }
}

async function tokens(sub, { client_id, format }, scope, refresh_token) {
  const iat = now();
  const claims = { iss: issuer, sub, aud: audience, client_id, scope, iat, exp: iat + lifetime, jti: randomUUID() };
  const access_token = format === 'opaque' ? await opaque(claims) : jwt(format, claims);
  return { status: 200, body: { access_token, token_type: 'Bearer', expires_in: lifetime, scope, refresh_token } };
}

function jwt(alg, claims) {
  const input = `${headers[alg]}.${base64url(JSON.stringify(claims))}`;
  const signature = sign('sha256', Buffer.from(input), keys[alg]);
  return `${input}.${(alg === 'ES256' ? derToRaw(signature) : signature).toString('base64url')}`;
}

async function opaque(claims) {
  const value = randomToken(32);
  await state.putToken(digest(value), JSON.stringify(claims), claims.exp);
  return value;
}

async function introspect(value) {
  const claims = await state.getToken(digest(value), now());
  return { status: 200, body: claims ? { active: true, ...JSON.parse(claims) } : { active: false } };
}

async function getClient(id) {
  const document = await state.getClient(id);
  if (document === undefined) return { status: 404, body: { title: 'Not found' } };
  const body = JSON.parse(document);
  return { status: 200, body, headers: { etag: `"${body.revision}"` } };
}

async function listClients() {
  const items = (await state.listClients(50)).map((document) => JSON.parse(document));
  return { status: 200, body: { items, next: base64url(items.at(-1)?.client_name ?? ''), total: null } };
}

function send(response, status, body, more) {
  response.writeHead(status, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'content-length': Buffer.byteLength(body),
    ...more,
  });
  response.end(body);
}

/**
 * An ECDSA signature over P-256 from DER to the r || s of JWS, RFC 7518 §3.4. Node 24 takes twice the time to make that
 * form itself.
 */
function derToRaw(der) {
  const raw = Buffer.alloc(64);
  let at = 2;
  for (const end of [32, 64]) {
    const length = der[at + 1];
    // DER puts a zero before a number whose first bit is set, and leaves out leading zeros.
    const skipped = Math.max(0, length - 32);
    der.copy(raw, end - length + skipped, at + 2 + skipped, at + 2 + length);
    at += 2 + length;
  }
  return raw;
}

function sha256(text) {
  return createHash('sha256').update(text).digest();
}

function digest(text) {
  return sha256(text).toString('base64url');
}

function randomToken(octets) {
  return randomBytes(octets).toString('base64url');
}

function base64url(text) {
  return Buffer.from(text).toString('base64url');
}

function now() {
  return Math.floor(Date.now() / 1000);
}
