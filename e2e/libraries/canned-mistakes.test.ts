import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type AdminApi, type Client, type Json } from '../admin-api.js';
import { type Browser } from '../browser.js';
import { type ClientKeys, clientKeys } from '../client-keys.js';
import { dialects } from '../database.js';
import { alice, signsUp } from '../people.js';
import { Server, basic } from '../server.js';
import './patience.js';

const redirectUri = 'https://app.example.com/callback';
const credentials = { grant_type: 'client_credentials' };
type Form = Record<string, string>;

/** A developer of client applications, who gets everything right until told otherwise. */
class Developer {
  /** Everything that nobody else may ever read: secrets, codes, tokens, verifiers. */
  readonly confidential = new Set<string>([alice.password]);
  readonly #admin: AdminApi;
  readonly #browser: Browser;

  constructor(readonly server: Server) {
    this.#admin = server.admin();
    this.#browser = server.browser();
  }

  /** A value that must not turn up anywhere. */
  keep(value: string): string {
    this.confidential.add(value);
    return value;
  }

  async registers(document: Json = {}): Promise<Client> {
    const client = await this.#admin.creates({
      grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
      redirect_uris: [redirectUri],
      allow_token_introspection: true,
      ...document,
    });
    if (client.client_secret) this.keep(client.client_secret);
    return client;
  }

  changes(client: Client, patch: Json): Promise<Json> {
    return this.#admin.changes(client.client_id, patch);
  }

  /** Replaces the secret of a client that retains none. */
  async rotates(client: Client): Promise<void> {
    const { client_secret } = await this.#admin.does('POST', `/clients/${client.client_id}/secrets`);
    this.keep(String(client_secret));
  }

  /** The address of an authorization request. A parameter whose value is empty is left out. */
  authorizationUrl(client: Client, over: Form = {}): URL {
    const request: Form = {
      client_id: client.client_id,
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: 'openid',
      state: 'st4te',
      code_challenge: createHash('sha256').update(this.#verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...over,
    };
    const url = new URL('/authorize', this.server.address);
    for (const [name, value] of Object.entries(request)) if (value) url.searchParams.set(name, value);
    return url;
  }

  readonly #verifier = this.keep(randomBytes(32).toString('base64url'));

  asksForCode(client: Client, over: Form = {}): Promise<Response> {
    return fetch(this.authorizationUrl(client, over), { redirect: 'manual' });
  }

  async obtainsCode(client: Client): Promise<string> {
    const callback = await this.#browser.signsInAt(this.authorizationUrl(client), alice);
    return this.keep(callback.searchParams.get('code')!);
  }

  /** Posts to the token endpoint, with the client's secret in the header. */
  posts(client: Client, form: Form, secret = client.client_secret): Promise<Response> {
    return this.server.post('/token', form, { authorization: basic(client.client_id, this.keep(secret)) });
  }

  redeems(client: Client, code: string, over: Form = {}): Promise<Response> {
    const request: Form = {
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      code_verifier: this.#verifier,
      ...over,
    };
    for (const [name, value] of Object.entries(request)) if (!value) delete request[name];
    return this.posts(client, request);
  }

  async obtainsRefreshToken(client: Client): Promise<string> {
    const response = await this.redeems(client, await this.obtainsCode(client));
    const tokens = (await response.json()) as { access_token: string; id_token: string; refresh_token: string };
    this.keep(tokens.access_token);
    this.keep(tokens.id_token);
    return this.keep(tokens.refresh_token);
  }

  refreshes(client: Client, refresh_token: string): Promise<Response> {
    return this.posts(client, { grant_type: 'refresh_token', refresh_token });
  }

  /** Resolves when a refresh token has expired. */
  async outlives(client: Client, refresh_token: string): Promise<void> {
    const authorization = basic(client.client_id, client.client_secret);
    const expires = async () => {
      const response = await this.server.post('/introspect', { token: refresh_token }, { authorization });
      if (((await response.json()) as { active: boolean }).active) throw new Error('the token is still active');
    };
    await vi.waitFor(expires, { timeout: 10_000 });
  }

  /** Authenticates by an assertion, right in everything but what the test changes. */
  async asserts(claims: Json = {}, header: Json = {}, keys = this.keys): Promise<Response> {
    this.#signer ??= this.registers({ token_endpoint_auth_method: 'private_key_jwt', jwks: this.keys.jwks });
    const { client_id } = await this.#signer;
    const now = Math.floor(Date.now() / 1000);
    const right = {
      iss: client_id,
      sub: client_id,
      aud: this.server.issuer,
      iat: now,
      exp: now + 60,
      jti: randomUUID(),
    };
    const client_assertion = await new SignJWT({ ...right, ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: keys.kid, ...header })
      .sign(keys.privateKey);
    return this.server.post('/token', {
      ...credentials,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: this.keep(client_assertion),
    });
  }

  #signer: Promise<Client> | undefined;
  keys!: ClientKeys;
}

interface Expected {
  readonly status: number;
  readonly error: string;
  readonly rule: string;
  /** What the receipt says beyond the rule. */
  readonly receipt?: Json;
}

const seconds = () => Math.floor(Date.now() / 1000);
const invalidClient = (rule: string, receipt?: Json) => ({ status: 401, error: 'invalid_client', rule, receipt });
const invalidGrant = (rule: string, receipt?: Json) => ({ status: 400, error: 'invalid_grant', rule, receipt });
/** Shown to the user, as the address to send the browser back to is not to be trusted. */
const onThePage = (sent: string, words: string) => ({
  status: 400,
  error: 'invalid_request',
  rule: 'redirect-uri-is-registered',
  receipt: { sent, registered: [redirectUri], difference: expect.objectContaining({ words, registered: redirectUri }) },
});
/** Told to the client at its redirect URI. */
const atTheClient = (error: string, rule: string, receipt?: Json) => ({ status: 303, error, rule, receipt });

const mistakes: readonly [string, (developer: Developer) => Promise<Response>, Expected][] = [
  ...(
    [
      ['a trailing slash', `${redirectUri}/`, 'a trailing slash'],
      ['http for https', redirectUri.replace('https', 'http'), 'http instead of https'],
      ['a port', 'https://app.example.com:8443/callback', 'port 8443 instead of no port'],
      ['the wrong case', 'https://app.example.com/Callback', 'upper and lower case differ'],
      ['another host', 'https://app.example.org/callback', 'host app.example.org instead of app.example.com'],
      ['a query', `${redirectUri}?next=1`, 'another query'],
    ] as const
  ).map(([what, sent, words]): (typeof mistakes)[number] => [
    `a redirect URI with ${what}`,
    async (developer) => developer.asksForCode(await developer.registers(), { redirect_uri: sent }),
    onThePage(sent, words),
  ]),
  [
    'an authorization request without PKCE',
    async (developer) =>
      developer.asksForCode(await developer.registers({ require_pkce: true }), {
        code_challenge: '',
        code_challenge_method: '',
      }),
    atTheClient('invalid_request', 'code-challenge-is-sent'),
  ],
  [
    'a response type that does not exist',
    async (developer) => developer.asksForCode(await developer.registers(), { response_type: 'cookie' }),
    atTheClient('unsupported_response_type', 'response-type-is-supported', { sent: 'cookie' }),
  ],
  [
    'a scope that the client may not ask a user for',
    async (developer) =>
      developer.asksForCode(await developer.registers({ scope: 'openid' }), { scope: 'openid email' }),
    atTheClient('invalid_scope', 'scope-is-allowed', { sent: 'email', suggestion: { scope: 'openid email' } }),
  ],
  [
    'a client_id with a typo',
    (developer) =>
      developer.posts({ client_id: 'nobody', client_secret: randomBytes(32).toString('base64url') }, credentials),
    invalidClient('client-is-known', { sent: 'nobody' }),
  ],
  [
    'a wrong secret',
    async (developer) => developer.posts(await developer.registers(), credentials, 'a secret that nobody has'),
    invalidClient('client-secret-matches', { sent: null }),
  ],
  [
    'a secret that was not form-encoded',
    async (developer) =>
      developer.posts(await developer.registers({ client_secret: 'p+lus %41nd more: ok' }), credentials),
    invalidClient('client-secret-is-form-encoded'),
  ],
  [
    'a secret that was retired',
    async (developer) => {
      const client = await developer.registers();
      await developer.rotates(client);
      return developer.posts(client, credentials);
    },
    invalidClient('client-secret-is-current'),
  ],
  [
    'the secret in the form instead of the header',
    async (developer) => {
      const { client_id, client_secret } = await developer.registers();
      return developer.server.post('/token', { ...credentials, client_id, client_secret });
    },
    invalidClient('authentication-method-is-registered', {
      sent: 'client_secret_post',
      registered: ['client_secret_basic'],
      suggestion: { additional_token_endpoint_auth_methods: ['client_secret_post'] },
    }),
  ],
  [
    'no authentication at all',
    async (developer) => {
      const { client_id } = await developer.registers();
      return developer.server.post('/token', { ...credentials, client_id });
    },
    invalidClient('authentication-method-is-registered', { sent: 'none' }),
  ],
  [
    'the secret in the header and in the form',
    async (developer) => {
      const client = await developer.registers();
      return developer.posts(client, { ...credentials, client_secret: client.client_secret });
    },
    { status: 400, error: 'invalid_request', rule: 'one-authentication-method' },
  ],
  [
    'a client that was disabled',
    async (developer) => developer.posts(await developer.registers({ enabled: false }), credentials),
    invalidClient('client-is-enabled', { suggestion: { enabled: true } }),
  ],
  [
    'a grant that the client may not use',
    async (developer) =>
      developer.posts(await developer.registers({ grant_types: ['authorization_code'] }), credentials),
    {
      status: 400,
      error: 'unauthorized_client',
      rule: 'grant-type-is-allowed',
      receipt: { sent: 'client_credentials', registered: ['authorization_code'] },
    },
  ],
  [
    'a grant that the server does not know',
    async (developer) => developer.posts(await developer.registers(), { grant_type: 'password' }),
    { status: 400, error: 'unsupported_grant_type', rule: 'grant-type-is-supported', receipt: { sent: 'password' } },
  ],
  [
    'no grant_type',
    async (developer) => developer.posts(await developer.registers(), { scope: 'openid' }),
    { status: 400, error: 'invalid_request', rule: 'parameter-is-present' },
  ],
  [
    'a JSON body',
    async (developer) => {
      const { client_id, client_secret } = await developer.registers();
      return fetch(`${developer.server.address}/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: basic(client_id, client_secret) },
        body: JSON.stringify(credentials),
      });
    },
    { status: 400, error: 'invalid_request', rule: 'body-is-a-form' },
  ],
  [
    'a scope that the machine may not ask for',
    async (developer) => developer.posts(await developer.registers(), { ...credentials, scope: 'admin' }),
    { status: 400, error: 'invalid_scope', rule: 'scope-is-allowed', receipt: { sent: 'admin' } },
  ],
  [
    'a code that was replayed',
    async (developer) => {
      const client = await developer.registers();
      const code = await developer.obtainsCode(client);
      const { access_token } = (await (await developer.redeems(client, code)).json()) as { access_token: string };
      developer.keep(access_token);
      return developer.redeems(client, code);
    },
    invalidGrant('code-is-used-once'),
  ],
  [
    'a code that nobody issued',
    async (developer) => developer.redeems(await developer.registers(), developer.keep('c0de-that-nobody-issued')),
    invalidGrant('code-is-known'),
  ],
  [
    'the code of another client',
    async (developer) =>
      developer.redeems(await developer.registers(), await developer.obtainsCode(await developer.registers())),
    invalidGrant('code-was-issued-to-this-client'),
  ],
  [
    'a code_verifier that does not match',
    async (developer) => {
      const client = await developer.registers();
      const code_verifier = developer.keep(randomBytes(32).toString('base64url'));
      return developer.redeems(client, await developer.obtainsCode(client), { code_verifier });
    },
    invalidGrant('code-verifier-matches'),
  ],
  [
    'no code_verifier',
    async (developer) => {
      const client = await developer.registers();
      return developer.redeems(client, await developer.obtainsCode(client), { code_verifier: '' });
    },
    invalidGrant('code-verifier-is-present'),
  ],
  [
    'another redirect URI at the token endpoint',
    async (developer) => {
      const client = await developer.registers();
      return developer.redeems(client, await developer.obtainsCode(client), { redirect_uri: `${redirectUri}/` });
    },
    invalidGrant('redirect-uri-is-the-same', {
      sent: `${redirectUri}/`,
      registered: [redirectUri],
      difference: expect.objectContaining({ words: 'a trailing slash' }),
    }),
  ],
  [
    'a refresh token that expired',
    async (developer) => {
      const client = await developer.registers({ refresh_token_ttl: 1 });
      const token = await developer.obtainsRefreshToken(client);
      await developer.outlives(client, token);
      return developer.refreshes(client, token);
    },
    invalidGrant('refresh-token-is-not-expired'),
  ],
  [
    'a refresh token that was spent',
    async (developer) => {
      const client = await developer.registers({ refresh_token_rolling_grace_period: 0 });
      const token = await developer.obtainsRefreshToken(client);
      const { refresh_token } = (await (await developer.refreshes(client, token)).json()) as { refresh_token: string };
      developer.keep(refresh_token);
      return developer.refreshes(client, token);
    },
    invalidGrant('refresh-token-is-used-once'),
  ],
  [
    'an assertion for another audience',
    (developer) => developer.asserts({ aud: `${developer.server.issuer}/token` }),
    invalidClient('assertion-audience-is-the-issuer', { sent: expect.stringMatching(/\/token$/) }),
  ],
  [
    'an assertion signed by a clock that is slow',
    (developer) => developer.asserts({ iat: seconds() - 120, exp: seconds() - 60 }),
    invalidClient('assertion-is-not-expired', { sent: expect.stringMatching(/^6\d seconds ago$/) }),
  ],
  [
    'an assertion signed by a clock that is fast',
    (developer) => developer.asserts({ iat: seconds() + 120, exp: seconds() + 180 }),
    invalidClient('assertion-is-not-from-the-future', { sent: expect.stringMatching(/^1[12]\d seconds ahead$/) }),
  ],
  [
    'an assertion that lives for an hour',
    (developer) => developer.asserts({ exp: seconds() + 3600 }),
    invalidClient('assertion-expires-soon'),
  ],
  [
    'an assertion with an unknown kid',
    (developer) => developer.asserts({}, { kid: 'next-year' }),
    invalidClient('assertion-key-is-registered', { sent: 'next-year', registered: ['ES256-key'] }),
  ],
  [
    'an assertion signed with another key',
    async (developer) => developer.asserts({}, {}, await clientKeys('ES256')),
    invalidClient('assertion-signature-verifies'),
  ],
];

describe.each(dialects)('a mistake of a client developer, on %s', (dialect) => {
  let server: Server;
  let developer: Developer;

  beforeAll(async () => {
    server = await Server.start({ dialect, environment: { LOG_LEVEL: 'trace' } });
    await signsUp(server);
    developer = new Developer(server);
    developer.keys = await clientKeys('ES256');
  });
  afterAll(() => server.close());

  /** The receipt of a refusal, which is written after the refusal was answered. */
  async function receiptOf(response: Response): Promise<Json> {
    const admin = server.admin('clients:read');
    const code = response.headers.get('x-receipt');
    return vi.waitFor(() => admin.does('GET', `/receipts/${code}`), { timeout: 5_000 });
  }

  it('is none as long as the developer gets everything right', async () => {
    const client = await developer.registers();
    const refreshed = await developer.refreshes(client, await developer.obtainsRefreshToken(client));
    const asserted = await developer.asserts();
    expect([refreshed.status, asserted.status]).toEqual([200, 200]);
  });

  it.each(mistakes)('has the standard answer and a receipt that explains it: %s', async (_, make, expected) => {
    const response = await make(developer);
    expect(response.status).toBe(expected.status);
    expect(await errorOf(response)).toBe(expected.error);
    const { error, rule, receipt = {} } = expected;
    const told = await receiptOf(response);
    expect(told).toMatchObject({ error, rule, ...receipt });
    if (told.suggestion === null) return;
    const path = `/clients/${String(told.client_id)}?dry_run=true`;
    expect(await server.admin().call('PATCH', path, told.suggestion)).toMatchObject({ status: 200 });
  });

  it('is explained to those only who may read clients', async () => {
    const refused = await developer.posts(await developer.registers(), credentials, 'a secret that nobody has');
    const { code } = await receiptOf(refused);
    expect((await server.admin('settings:read').call('GET', `/receipts/${String(code)}`)).status).toBe(403);
    expect((await fetch(`${server.adminAddress}/receipts/${String(code)}`)).status).toBe(401);
  });

  it('[T-108] leaves no secret, code or token in receipts, database and log', async () => {
    const admin = server.admin('clients:read');
    const receipts: Json[] = [];
    for (let query: string | undefined = 'limit=200'; query !== undefined;) {
      const page = (await admin.does('GET', `/receipts?${query}`)) as { items: Json[]; next: string | null };
      receipts.push(...page.items);
      query = page.next === null ? undefined : `limit=200&after=${page.next}`;
    }
    expect(receipts.length).toBeGreaterThanOrEqual(mistakes.length);
    const places = {
      receipts: JSON.stringify(receipts),
      database: await server.database.contents(),
      log: server.log(),
    };
    expect(Object.values(places).map((text) => text.length > 1000)).toEqual([true, true, true]);
    const found = Object.entries(places).flatMap(([place, text]) =>
      [...developer.confidential].filter((value) => text.includes(value)).map((value) => `${value} in the ${place}`),
    );
    expect(found).toEqual([]);
  });
});

/** The error code, wherever this kind of answer has it. */
async function errorOf(response: Response): Promise<string | null> {
  const location = response.headers.get('location');
  if (location) return new URL(location).searchParams.get('error');
  const body = await response.text();
  if (response.headers.get('content-type')?.includes('json')) return (JSON.parse(body) as { error: string }).error;
  return /<div id="error"[^>]*>\s*<p><code>(\w+)<\/code>/.exec(body)?.[1] ?? null;
}
