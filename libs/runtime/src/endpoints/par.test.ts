import { type Client, type Settings } from '@clientele/client-schema';
import { describe, expect, it, vi } from 'vitest';
import { type ProtocolResponse } from '../http.js';
import { aBrowser, aRegisteredClient, challenge, redirectUri, secret, serverWith } from '../testing/server-with.js';

const asking = {
  response_type: 'code',
  redirect_uri: redirectUri,
  scope: 'openid',
  state: 'st4te',
  code_challenge: challenge,
  code_challenge_method: 'S256',
};

/** A server, and a client that pushes its requests. */
async function pushing(document: Partial<Client> = {}, settings: Partial<Settings> = {}) {
  const world = await serverWith(
    aRegisteredClient(document),
    aRegisteredClient({ client_id: 'other', redirect_uris: [redirectUri] }),
  );
  world.settings.change(settings);
  const push = (over: Record<string, string> = {}) => world.asClient('/par', { ...asking, ...over });
  const addressOf = (request_uri: string, over: Record<string, string> = {}) =>
    `/authorize?${new URLSearchParams({ client_id: 'app', request_uri, ...over }).toString()}`;
  /** Pushes a request that must be good, and gives its request_uri. */
  const pushed = async (over: Record<string, string> = {}): Promise<string> => {
    const response = await push(over);
    expect(response.status).toBe(201);
    return (JSON.parse(response.body) as { request_uri: string }).request_uri;
  };
  const set = (change: Partial<Settings>) => {
    world.settings.change(change);
    world.changes.emit({ kind: 'server' });
  };
  return { ...world, push, pushed, addressOf, set };
}

function errorOf(response: ProtocolResponse): { status: number; error: unknown } {
  return { status: response.status, error: (JSON.parse(response.body) as { error: unknown }).error };
}

/** What the client hears by the browser. */
function told(response: ProtocolResponse): Record<string, string> {
  expect(response.status).toBe(303);
  return Object.fromEntries(new URL(String(response.headers['location'])).searchParams);
}

function expectPage(response: ProtocolResponse, error: string): void {
  expect(response.status).toBe(400);
  expect(response.headers).not.toHaveProperty('location');
  expect(response.body).toContain('id="error"');
  expect(response.body).toContain(error);
}

const proceeds = (response: ProtocolResponse) =>
  response.status === 303 && String(response.headers['location']).startsWith('/interaction/');

describe('the pushed authorization request endpoint', () => {
  it('[pushed_authorization_request_ttl] keeps a request for as long as it says', async () => {
    const { push, pushed, send, addressOf, clock, change } = await pushing();
    const answer = await push();
    expect(answer).toMatchObject({ status: 201, headers: { 'cache-control': 'no-store' } });
    expect(JSON.parse(answer.body)).toEqual({
      request_uri: expect.stringMatching(/^urn:ietf:params:oauth:request_uri:[\w-]{43}$/),
      expires_in: 60,
    });
    change({ pushed_authorization_request_ttl: 5 });
    const request_uri = await pushed();
    clock.advance(4);
    expect(proceeds(await send('GET', addressOf(request_uri)))).toBe(true);
    clock.advance(1);
    expectPage(await send('GET', addressOf(request_uri)), 'invalid_request_uri');
  });

  it('has the browser carry a reference, and all that was pushed counts', async () => {
    const { pushed, browser, addressOf, exchange } = await pushing();
    const request_uri = await pushed({ nonce: 'n0nce' });
    const answer = told(await browser.through(addressOf(request_uri)));
    expect(answer).toMatchObject({ state: 'st4te' });
    const tokens = await exchange(answer['code']!);
    const claims = JSON.parse(Buffer.from(tokens.id_token.split('.')[1]!, 'base64url').toString()) as object;
    expect(claims).toMatchObject({ nonce: 'n0nce' });
  });

  it('does not listen to what the browser says beside the reference', async () => {
    const { pushed, browser, addressOf } = await pushing();
    const beside = { state: 'other', redirect_uri: 'https://evil.example', response_type: 'token', scope: 'nothing' };
    expect(told(await browser.through(addressOf(await pushed(), beside)))).toMatchObject({ state: 'st4te' });
  });

  it('[T-039] has details checked when they are pushed, and no others issued', async () => {
    const details = { allow_authorization_details: true, authorization_details_types: ['accounts'] };
    const world = await pushing({ ...details, bypass_consent: true });
    const type = { type: 'accounts', description: null, active: true };
    world.settings.records.authorization_detail_types = [
      { ...type, schema: { properties: { actions: { items: { enum: ['list', 'read'] } } } } },
    ];
    world.changes.emit({ kind: 'server' });
    const asked = (...actions: string[]) => ({
      authorization_details: JSON.stringify([{ type: 'accounts', actions }]),
    });
    expect(errorOf(await world.push(asked('pay')))).toEqual({ status: 400, error: 'invalid_authorization_details' });
    const address = world.addressOf(await world.pushed(asked('list')), asked('list', 'read'));
    const { code } = told(await world.browser.through(address));
    expect((await world.exchange(code!))['authorization_details']).toEqual([{ type: 'accounts', actions: ['list'] }]);
  });

  it('is explained by its reference, and not spent by that', async () => {
    const { server, pushed, browser, addressOf } = await pushing();
    const request_uri = await pushed();
    const imagined = { endpoint: '/authorize', client_id: 'app', address: '203.0.113.9' } as const;
    const explain = () => server.explain({ ...imagined, parameters: new URLSearchParams({ request_uri }).toString() });
    expect(await explain()).toMatchObject({ decision: 'asks_user' });
    expect(told(await browser.through(addressOf(request_uri)))).toHaveProperty('code');
    const after = await explain();
    expect(after).toMatchObject({ decision: 'refused', error: 'invalid_request_uri' });
    expect(after!.steps.at(-1)).toMatchObject({ rule: 'request-is-not-completed', holds: false });
  });

  it('keeps so many requests of one address without authentication, and no more until a minute is over', async () => {
    const { push, send, post, artifacts, clock } = await pushing({ token_endpoint_auth_method: 'none' });
    const put = vi.spyOn(artifacts, 'put');
    const answers = await Promise.all(Array.from({ length: 310 }, () => push()));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(300);
    const refused = answers.find(({ status }) => status !== 201);
    expect(refused).toMatchObject({ status: 429, headers: { 'retry-after': '60' } });
    expect(put.mock.calls.filter(([kind]) => kind === 'pushed_request')).toHaveLength(300);

    // Clients that authenticate and other addresses go on meanwhile, and so does this one a minute later.
    const authorization = `Basic ${Buffer.from(`other:${secret}`).toString('base64')}`;
    expect((await post('/par', asking, { authorization })).status).toBe(201);
    const body = new URLSearchParams({ ...asking, client_id: 'app' }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await send('POST', '/par', { body, headers, peer: '198.51.100.2' })).status).toBe(201);
    clock.advance(60);
    expect((await push()).status).toBe(201);
  });

  it('keeps nothing that the authorization endpoint does not read', async () => {
    const { push, artifacts } = await pushing();
    const put = vi.spyOn(artifacts, 'put');
    expect((await push({ nonce: 'n0nce', ballast: 'x'.repeat(60_000), display: 'page' })).status).toBe(201);
    const [, , stored] = put.mock.calls.find(([kind]) => kind === 'pushed_request')!;
    const { parameters } = stored as { parameters: [string, string][] };
    expect(Object.fromEntries(parameters)).toEqual({ ...asking, client_id: 'app', nonce: 'n0nce' });
  });

  it('[T-078] authenticates the client as the token endpoint does', async () => {
    const { post, send, push } = await pushing();
    expect(errorOf(await post('/par', { client_id: 'app', ...asking }))).toEqual({
      status: 401,
      error: 'invalid_client',
    });
    const wrong = { client_id: 'app', client_secret: 'wrong', ...asking };
    expect(errorOf(await post('/par', wrong))).toEqual({ status: 401, error: 'invalid_client' });
    expect(errorOf(await push({ client_id: 'other' }))).toEqual({ status: 401, error: 'invalid_client' });
    expect(await send('GET', '/par')).toMatchObject({ status: 405, headers: { allow: 'POST, OPTIONS' } });
  });

  it('takes requests of public clients, which prove nothing', async () => {
    const { post } = await pushing({ token_endpoint_auth_method: 'none', confidential: false });
    expect((await post('/par', { client_id: 'app', ...asking })).status).toBe(201);
  });

  it.each<[string, Record<string, string>, string, string]>([
    [
      'a request_uri',
      { request_uri: 'urn:ietf:params:oauth:request_uri:x' },
      'invalid_request',
      'request-uri-is-not-pushed',
    ],
    [
      'an unregistered redirect URI',
      { redirect_uri: 'https://evil.example/cb' },
      'invalid_request',
      'redirect-uri-is-registered',
    ],
    ['an unknown response type', { response_type: 'dance' }, 'unsupported_response_type', 'response-type-is-supported'],
    ['an unknown scope', { scope: 'nothing' }, 'invalid_scope', 'scope-is-allowed'],
    ['a malformed challenge', { code_challenge: 'x' }, 'invalid_request', 'code-challenge-is-well-formed'],
    ['an unknown prompt', { prompt: 'dance' }, 'invalid_request', 'prompt-is-known'],
  ])('[T-078, T-028] refuses %s at once, and says why in a receipt', async (_, over, error, rule) => {
    const { push, receiptOf } = await pushing();
    const response = await push(over);
    expect(errorOf(response)).toEqual({ status: 400, error });
    expect(response.headers).not.toHaveProperty('location');
    expect(await receiptOf(response)).toMatchObject({ endpoint: '/par', client_id: 'app', rule });
  });

  it('[T-077] has a request_uri for the client that pushed, and for no other', async () => {
    const { pushed, send, addressOf } = await pushing();
    const request_uri = await pushed();
    const guesses = [
      addressOf(request_uri, { client_id: 'other' }),
      addressOf(`${request_uri.slice(0, -1)}${request_uri.endsWith('A') ? 'B' : 'A'}`),
      addressOf('urn:ietf:params:oauth:request_uri:'),
      `${addressOf(request_uri)}&request_uri=${encodeURIComponent(request_uri)}`,
    ];
    for (const address of guesses) {
      const response = await send('GET', address);
      expectPage(response, response.body.includes('repeated') ? 'invalid_request' : 'invalid_request_uri');
    }
    expect(proceeds(await send('GET', addressOf(request_uri)))).toBe(true);
  });

  it('[T-077] can be looked at until it is answered, and then no more', async () => {
    const { pushed, browser, send, addressOf } = await pushing();
    const request_uri = await pushed();
    expect(proceeds(await send('GET', addressOf(request_uri)))).toBe(true);
    expect(told(await browser.through(addressOf(request_uri)))).toHaveProperty('code');
    expectPage(await send('GET', addressOf(request_uri)), 'invalid_request_uri');
    const denied = await pushed({ prompt: 'consent' });
    expect(told(await browser.through(addressOf(denied), 'deny'))).toMatchObject({ error: 'access_denied' });
    expectPage(await send('GET', addressOf(denied)), 'invalid_request_uri');
  });

  it('[T-077, T-041] gives one code, however many windows are open', async () => {
    const world = await pushing({ first_party: true });
    const address = world.addressOf(await world.pushed());
    const windows = Array.from({ length: 10 }, () => aBrowser(world.send, world.post));
    const pages = await Promise.all(windows.map((window) => window.visit(address)));
    // All are open beyond the end of the request_uri: the users may think.
    world.clock.advance(600);
    const answers = await Promise.all(
      windows.map(async (window, index) => {
        const { at, response } = pages[index]!;
        const signedIn = await window.submit(at, response, window.signIn);
        const location = String(signedIn.headers['location']);
        return location.startsWith('/') ? (await window.visit(location)).response : signedIn;
      }),
    );
    const codes = answers.filter(({ headers }) => String(headers['location']).includes('code='));
    expect(codes).toHaveLength(1);
    for (const answer of answers) if (!codes.includes(answer)) expectPage(answer, 'invalid_request_uri');
  });

  it('[T-038] stores neither the reference nor what proved who pushed', async () => {
    const world = await pushing({ token_endpoint_auth_method: 'client_secret_post' });
    const put = new Map<string, string>();
    const original = world.artifacts.put.bind(world.artifacts);
    world.artifacts.put = async (kind, key, value, expires_at) => {
      put.set(`${kind} ${key}`, JSON.stringify(value));
      await original(kind, key, value, expires_at);
    };
    const client_secret = 'J4pTz0cQvYtX1s8mWbRkLhN2dGfEaUo3iVx5yZq7PwA';
    const response = await world.post('/par', { client_id: 'app', client_secret, ...asking });
    const { request_uri } = JSON.parse(response.body) as { request_uri: string };
    const stored = [...put].flat().join(' ');
    expect(stored).toContain('st4te');
    expect(stored).not.toContain(client_secret);
    expect(stored).not.toContain(request_uri.split(':').at(-1));
  });

  it('checks a request again when the browser comes: the client may have changed', async () => {
    const { pushed, send, addressOf, change } = await pushing();
    const request_uri = await pushed();
    change({ redirect_uris: ['https://app.example.com/new'] });
    expectPage(await send('GET', addressOf(request_uri)), 'redirect_uri');
  });

  it('is in the metadata, as the settings are', async () => {
    const { send, set } = await pushing();
    const metadata = async () =>
      JSON.parse((await send('GET', '/.well-known/openid-configuration')).body) as Record<string, unknown>;
    expect(await metadata()).toMatchObject({
      pushed_authorization_request_endpoint: 'https://as.example/par',
      require_pushed_authorization_requests: false,
    });
    set({ par_status: 'required' });
    expect(await metadata()).toMatchObject({ require_pushed_authorization_requests: true });
    set({ par_status: 'disabled' });
    expect(await metadata()).not.toHaveProperty('pushed_authorization_request_endpoint');
  });
});

describe('[T-078] a request that must be pushed', () => {
  it.each<[Settings['par_status'], boolean, direct: string | null, pushed: number]>([
    ['enabled', false, null, 201],
    ['enabled', true, 'request-is-pushed', 201],
    ['required', false, 'request-is-pushed', 201],
    ['required', true, 'request-is-pushed', 201],
    ['disabled', false, null, 400],
    ['disabled', true, 'request-may-be-pushed', 400],
  ])('server %s, client %s', async (par_status, required, rule, status) => {
    const world = await pushing({ require_pushed_authorization_requests: required }, { par_status });
    const direct = await world.send('GET', world.authorizationUrl());
    if (rule === null) expect(proceeds(direct)).toBe(true);
    else {
      expect(told(direct)).toMatchObject({ error: 'invalid_request', state: 'st4te' });
      expect(await world.receiptOf(direct)).toMatchObject({ rule });
    }
    const pushed = await world.push();
    expect(pushed.status).toBe(status);
    if (status !== 201) return;
    const { request_uri } = JSON.parse(pushed.body) as { request_uri: string };
    expect(proceeds(await world.send('GET', world.addressOf(request_uri)))).toBe(true);
  });

  it('[require_pushed_authorization_requests] is refused by the browser alone', async () => {
    const { send, authorizationUrl, addressOf, pushed } = await pushing({
      require_pushed_authorization_requests: true,
    });
    expect(told(await send('GET', authorizationUrl()))).toMatchObject({ error: 'invalid_request' });
    expect(proceeds(await send('GET', addressOf(await pushed())))).toBe(true);
  });

  it('ends with the server’s taking them', async () => {
    const { pushed, send, addressOf, set } = await pushing({ require_pushed_authorization_requests: true });
    const request_uri = await pushed();
    set({ par_status: 'disabled' });
    expectPage(await send('GET', addressOf(request_uri)), 'invalid_request');
  });

  it('ends with the server’s taking them for a client that need not push, too', async () => {
    const { pushed, send, addressOf, set } = await pushing();
    const request_uri = await pushed();
    set({ par_status: 'disabled' });
    expectPage(await send('GET', addressOf(request_uri)), 'invalid_request');
  });
});

describe('[T-028] a redirect URI that nobody has registered', () => {
  const client = { require_pushed_authorization_requests: true, allow_unregistered_redirect_uris: true };
  const permitted = { allow_per_request_redirect_uris: true };
  const elsewhere = 'https://tenant-7.example.net/callback';

  it('[allow_unregistered_redirect_uris] is taken from a client that authenticates', async () => {
    const { push, pushed, browser, addressOf, exchange, change } = await pushing(client, permitted);
    const response = await browser.through(addressOf(await pushed({ redirect_uri: elsewhere })));
    expect(String(response.headers['location'])).toContain(`${elsewhere}?code=`);
    const { code } = told(response);
    expect(await exchange(code!, { redirect_uri: elsewhere })).toHaveProperty('access_token');
    change({ allow_unregistered_redirect_uris: false });
    expect(errorOf(await push({ redirect_uri: elsewhere }))).toEqual({ status: 400, error: 'invalid_request' });
  });

  it('is an https address all the same, and never comes by the browser', async () => {
    const { push, send, authorizationUrl, receiptOf, change } = await pushing(client, permitted);
    for (const redirect_uri of [
      'http://tenant.example.net/cb',
      'com.example.app:/cb',
      'javascript:alert(1)',
      `${elsewhere}#fragment`,
      'https://user:pw@tenant.example.net/cb',
      'https://*.example.net/cb',
      '/cb',
    ]) {
      const response = await push({ redirect_uri });
      expect(errorOf(response)).toEqual({ status: 400, error: 'invalid_request' });
      expect(await receiptOf(response)).toMatchObject({ rule: 'redirect-uri-is-an-address' });
    }
    expectPage(await send('GET', authorizationUrl({ redirect_uri: elsewhere })), 'invalid_request');
    // Nor where the client may also send its requests by the browser.
    change({ require_pushed_authorization_requests: false });
    const direct = await send('GET', authorizationUrl({ redirect_uri: elsewhere }));
    expectPage(direct, 'redirect_uri');
    expect(await receiptOf(direct)).toMatchObject({ rule: 'redirect-uri-is-registered' });
  });

  it('is forgotten when the client may no longer say it', async () => {
    const { pushed, browser, addressOf, change } = await pushing(client, permitted);
    const { at } = await browser.visit(addressOf(await pushed({ redirect_uri: elsewhere })));
    change({ allow_unregistered_redirect_uris: false });
    expectPage(await browser.open(at), 'invalid_request');
  });

  it('is taken from nobody who need not authenticate, and nowhere once the server takes none', async () => {
    const { push, change, set } = await pushing(client, permitted);
    expect((await push({ redirect_uri: elsewhere })).status).toBe(201);
    change({ ...client, additional_token_endpoint_auth_methods: ['none'] });
    expect((await push({ redirect_uri: elsewhere })).status).toBe(400);
    change(client);
    set({ allow_per_request_redirect_uris: false });
    expect((await push({ redirect_uri: elsewhere })).status).toBe(400);
  });
});
