import { randomBytes } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { type ProtocolResponse } from '../http.js';
import {
  aBrowser,
  aRegisteredClient,
  aSecret,
  challenge,
  issuer,
  redirectUri,
  serverWith,
  verifier,
  type World,
} from '../testing/server-with.js';

/** Shown to the user, and nobody is sent anywhere. */
function expectPage(response: ProtocolResponse): void {
  expect(response.status).toBe(400);
  expect(response.headers).not.toHaveProperty('location');
  expect(response.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(response.body).toContain('id="error"');
}

/** The parameters that the client is sent, with the headers that every such answer carries. */
function redirected(response: ProtocolResponse, to = redirectUri): Record<string, string> {
  expect(response.status).toBe(303);
  expect(response.headers).toMatchObject({
    'cache-control': 'no-store',
    pragma: 'no-cache',
    'referrer-policy': 'no-referrer',
  });
  const location = String(response.headers['location']);
  expect(location.startsWith(`${to}${to.includes('?') ? '&' : '?'}`)).toBe(true);
  return Object.fromEntries(new URLSearchParams(location.slice(to.length + 1)));
}

const proceeds = (response: ProtocolResponse) =>
  response.status === 303 && String(response.headers['location']).startsWith('/interaction/');

const callback = 'https://app.example.com/cb';

describe('[T-022] the redirect URI of an authorization request', () => {
  it('[validate_port_on_loopback_interfaces] RU-32: keeps the loopback port of a web client that validates it', async () => {
    const client = { redirect_uris: ['http://127.0.0.1:8080/cb'], validate_port_on_loopback_interfaces: true };
    const { send, authorizationUrl } = await serverWith(aRegisteredClient(client));
    expectPage(await send('GET', authorizationUrl({ redirect_uri: 'http://127.0.0.1:9090/cb' })));
  });

  it('[application_type] ignores the loopback port of a native client, and that of a web client where it says so', async () => {
    const web = { redirect_uris: ['http://127.0.0.1:8080/cb'] };
    const { send, authorizationUrl, change } = await serverWith(aRegisteredClient(web));
    const ask = () => send('GET', authorizationUrl({ redirect_uri: 'http://127.0.0.1:9090/cb' }));
    expectPage(await ask());
    change({ application_type: 'native' });
    expect(proceeds(await ask())).toBe(true);
    change({ application_type: 'web', validate_port_on_loopback_interfaces: false });
    expect(proceeds(await ask())).toBe(true);
  });

  it.each([
    ['RU-77: of a client with several', [callback, `${callback}2`], 'email'],
    ['of an OpenID Connect request', [callback], 'openid'],
    ['of a client with none', [], 'email'],
  ])('may not be left out %s', async (_, redirect_uris, scope) => {
    const { send, authorizationUrl } = await serverWith(aRegisteredClient({ redirect_uris }));
    expectPage(await send('GET', authorizationUrl({ redirect_uri: '-', scope })));
  });

  it('RU-78: may be left out by a client with one, and then in the token request too', async () => {
    const { authorize, exchange } = await serverWith();
    const absent = { redirect_uri: '-', scope: 'email' };
    const [first, second] = [(await authorize(absent)).get('code')!, (await authorize(absent)).get('code')!];
    expect(await exchange(first)).toMatchObject({ error: 'invalid_grant' });
    expect(await exchange(second, { redirect_uri: '-' })).toHaveProperty('access_token');
  });

  it('RU-79: must not come twice, same or different, nor in query and form', async () => {
    const { send, post, authorizationUrl } = await serverWith();
    for (const second of [redirectUri, 'https://evil.example']) {
      const url = `${authorizationUrl()}&redirect_uri=${encodeURIComponent(second)}`;
      expectPage(await send('GET', url));
      expectPage(await post(url, authorizationUrl().split('?')[1]!));
    }
  });

  it('is the one that a code goes to, also when it is struck off while the user signs in', async () => {
    const { browser, authorizationUrl, change } = await serverWith();
    const { response, at } = await browser.visit(authorizationUrl());
    change({ redirect_uris: ['https://app.example.com/moved'] });
    expectPage(await browser.submit(at, response, browser.signIn));
  });
});

describe('an authorization request', () => {
  it.each([
    ['no client_id', { client_id: '-' }],
    ['an unknown client', { client_id: 'nobody' }],
    ['an empty client_id', { client_id: '' }],
    ['a client_id with NUL', { client_id: 'app\0' }],
  ])('is shown to the user: %s', async (_, over) => {
    const { send, authorizationUrl } = await serverWith();
    expectPage(await send('GET', authorizationUrl(over)));
  });

  it('[T-029] goes to the client when another parameter is repeated, without a repeated state', async () => {
    const { send, authorizationUrl } = await serverWith();
    for (const name of ['scope', 'nonce', 'response_type', 'prompt', 'foo']) {
      const response = await send('GET', `${authorizationUrl()}&${name}=1&${name}=`);
      expect(redirected(response)).toMatchObject({ error: 'invalid_request', state: 'st4te', iss: issuer });
    }
    const answer = redirected(await send('GET', `${authorizationUrl()}&state=other`));
    expect(answer).toMatchObject({ error: 'invalid_request' });
    expect(answer).not.toHaveProperty('state');
  });

  it('[T-029] is refused with client_id twice, or with more than a hundred parameters', async () => {
    const { send, authorizationUrl } = await serverWith();
    expectPage(await send('GET', `${authorizationUrl()}&client_id=app`));
    expectPage(await send('GET', `${authorizationUrl()}&${'a=1&'.repeat(101)}`));
  });

  it('takes brackets in names for parts of the names', async () => {
    const { send, authorizationUrl } = await serverWith();
    expectPage(await send('GET', authorizationUrl({ redirect_uri: '-' }) + `&redirect_uri[]=${redirectUri}`));
    expect(proceeds(await send('GET', `${authorizationUrl()}&scope[]=admin`))).toBe(true);
  });

  it('takes parameters without a value for absent ones', async () => {
    const { browser, authorizationUrl } = await serverWith(aRegisteredClient({ require_pkce: false }));
    const empty = { state: '', nonce: '', max_age: '', prompt: '', response_mode: '', code_challenge: '' };
    const answer = redirected(await browser.through(authorizationUrl({ ...empty, code_challenge_method: '' })));
    expect(Object.keys(answer)).toEqual(['code', 'iss']);
  });

  it.each<[string, Record<string, string>, string]>([
    ['no response type', { response_type: '-' }, 'invalid_request'],
    ['an unknown response type', { response_type: 'magic' }, 'unsupported_response_type'],
    ['a response type twice', { response_type: 'code code' }, 'unsupported_response_type'],
    ['an unknown response mode', { response_mode: 'web_message' }, 'invalid_request'],
    ['no challenge', { code_challenge: '-', code_challenge_method: '-' }, 'invalid_request'],
    ['a method without a challenge', { code_challenge: '-' }, 'invalid_request'],
    ['a plain challenge', { code_challenge: verifier, code_challenge_method: 'plain' }, 'invalid_request'],
    ['a plain challenge by default', { code_challenge_method: '-' }, 'invalid_request'],
    ['an unknown challenge method', { code_challenge_method: 's256' }, 'invalid_request'],
    ['a short challenge', { code_challenge: challenge.slice(1) }, 'invalid_request'],
    ['a padded challenge', { code_challenge: `${challenge}=` }, 'invalid_request'],
    ['a scope of another client', { scope: 'openid admin' }, 'invalid_scope'],
    ['two spaces in the scope', { scope: 'openid  email' }, 'invalid_scope'],
    ['a quote in the scope', { scope: 'openid "' }, 'invalid_scope'],
    ['a hundred and one scopes', { scope: Array.from({ length: 101 }, (_, i) => `s${i}`).join(' ') }, 'invalid_scope'],
    ['five thousand characters of scope', { scope: 'a'.repeat(5000) }, 'invalid_scope'],
    ['prompt=none with login', { prompt: 'none login' }, 'invalid_request'],
    ['an unknown prompt', { prompt: 'dance' }, 'invalid_request'],
    ['a negative max_age', { max_age: '-1' }, 'invalid_request'],
    ['a fractional max_age', { max_age: '1.5' }, 'invalid_request'],
    ['a max_age in exponents', { max_age: '1e3' }, 'invalid_request'],
    ['an absurd max_age', { max_age: '99999999999' }, 'invalid_request'],
    ['a nonce of 3000 characters', { nonce: 'n'.repeat(3000) }, 'invalid_request'],
    ['a request object', { request: 'e30.e30.' }, 'invalid_request_object'],
    ['a request URI', { request_uri: 'https://app.example.com/r' }, 'request_uri_not_supported'],
    ['a registration', { registration: '{}' }, 'registration_not_supported'],
  ])('[T-030, T-032, T-037, T-039] is refused to the client: %s', async (_, over, error) => {
    const { send, authorizationUrl } = await serverWith(aRegisteredClient({ require_pkce: true }));
    const answer = redirected(await send('GET', authorizationUrl(over)));
    expect(answer).toMatchObject({ error, state: 'st4te', iss: issuer });
    expect(answer).not.toHaveProperty('code');
  });

  it('[grant_types] [T-030] is refused to a client without the code grant', async () => {
    const { send, authorizationUrl } = await serverWith(aRegisteredClient({ grant_types: ['client_credentials'] }));
    expect(redirected(await send('GET', authorizationUrl()))).toMatchObject({ error: 'unauthorized_client' });
  });

  it('[restrict_response_types] [response_types] is refused to a client that restricts itself to others', async () => {
    const { send, authorizationUrl, change } = await serverWith(aRegisteredClient({ restrict_response_types: true }));
    expect(redirected(await send('GET', authorizationUrl()))).toMatchObject({ error: 'unauthorized_client' });
    change({ response_types: ['code'] });
    expect(proceeds(await send('GET', authorizationUrl()))).toBe(true);
  });

  it('[require_pkce] needs a code challenge where the client says so', async () => {
    const { send, authorizationUrl, change } = await serverWith(aRegisteredClient({ require_pkce: false }));
    const ask = () => send('GET', authorizationUrl({ code_challenge: '-', code_challenge_method: '-' }));
    expect(proceeds(await ask())).toBe(true);
    change({ require_pkce: true });
    expect(redirected(await ask())).toMatchObject({ error: 'invalid_request' });
  });

  it('[allowed_code_challenge_methods] may use plain PKCE where the client may', async () => {
    const { authorize, exchange } = await serverWith(
      aRegisteredClient({ allowed_code_challenge_methods: ['S256', 'plain'] }),
    );
    const code = (await authorize({ code_challenge: verifier, code_challenge_method: '-' })).get('code')!;
    expect(await exchange(code)).toHaveProperty('access_token');
  });

  it('[T-039] with 4 kB of scope is answered within 50 ms', async () => {
    const { send, authorizationUrl } = await serverWith();
    await send('GET', authorizationUrl());
    const start = performance.now();
    await send('GET', authorizationUrl({ scope: 'a '.repeat(2048) }));
    await send('GET', authorizationUrl({ scope: Array.from({ length: 100 }, (_, i) => `scope-${i}`).join(' ') }));
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it('[T-027] returns any state unchanged and keeps the registered query', async () => {
    const registered = 'https://app.example.com/cb?b=%20&a=1';
    const { browser, authorizationUrl } = await serverWith(aRegisteredClient({ redirect_uris: [registered] }));
    const awkward = ['\r\nLocation: https://evil.example', '#&=?%00"\'<>', 'é漢🦊', ' + ', 'a'.repeat(2048)];
    const random = Array.from({ length: 20 }, () => randomBytes(64).toString('latin1'));
    for (const state of [...awkward, ...random]) {
      const response = await browser.through(authorizationUrl({ redirect_uri: registered, state }));
      expect(redirected(response, registered)['state']).toBe(state);
      expect(response.headers['location']).toMatch(/^[\x21-\x7e]+$/);
    }
  });

  it('is answered with one redirect when the user is signed in and has consented', async () => {
    const { browser, authorize, authorizationUrl } = await serverWith();
    await authorize();
    expect(redirected(await browser.open(authorizationUrl()))).toHaveProperty('code');
  });

  it('[T-035] answers a POST with 303 to the same pages as a GET', async () => {
    const { post, browser, authorizationUrl } = await serverWith();
    const response = await post('/authorize', authorizationUrl().split('?')[1]!);
    expect(proceeds(response)).toBe(true);
    const refused = await post('/authorize', authorizationUrl({ scope: 'admin' }).split('?')[1]!);
    expect(redirected(refused)).toMatchObject({ error: 'invalid_scope', iss: issuer });
    browser.keep(response);
    const answer = await browser.through(String(response.headers['location']));
    expect(redirected(answer)).toHaveProperty('code');
  });

  it('finds the session of a browser that sends no cookie with a foreign form', async () => {
    const { post, browser, authorize, authorizationUrl } = await serverWith();
    const silent = authorizationUrl({ prompt: 'none' }).split('?')[1]!;
    const answerTo = async (posted: ProtocolResponse) =>
      redirected((await browser.visit(String(browser.keep(posted).headers['location']))).response);
    expect(await answerTo(await post('/authorize', silent))).toMatchObject({
      error: 'login_required',
      state: 'st4te',
      iss: issuer,
    });
    await authorize();
    // SameSite=Lax: the cookies are not sent with the form, but with the redirect that follows.
    expect(await answerTo(await post('/authorize', silent))).toHaveProperty('code');
  });

  it('[T-033] that is posted from another site leaves the sign-ins of other windows alone, and is its browser’s own', async () => {
    const world = await serverWith();
    const { browser, authorizationUrl, post, send } = world;
    const window = await browser.visit(authorizationUrl({ state: 'window' }));
    // Without the cookies, which are SameSite=Lax.
    const posted = browser.keep(await post('/authorize', authorizationUrl({ state: 'posted' }).split('?')[1]!));
    const answer = await browser.visit(String(posted.headers['location']));
    expect(answer.response.body).toContain('id="password"');
    expectPage(await send('GET', answer.at));
    expectPage(await aBrowser(send, post).open(answer.at));
    // Whoever follows the redirect is a browser that opens an address, not a form that says it were one.
    const again = await post('/authorize', authorizationUrl({ state: 'form' }).split('?')[1]!);
    expectPage(await post(String(again.headers['location']), browser.signIn));
    const signedIn = redirected(await browser.submit(window.at, window.response, browser.signIn));
    expect(signedIn).toMatchObject({ state: 'window', code: expect.any(String) });
    expect(redirected(await browser.open(answer.at))).toMatchObject({ state: 'posted', code: expect.any(String) });
  });

  it('[T-045] must be a form when it is posted', async () => {
    const { send, authorizationUrl } = await serverWith();
    const body = authorizationUrl().split('?')[1]!;
    expectPage(await send('POST', '/authorize', { body, headers: { 'content-type': 'text/plain' } }));
    expectPage(await send('POST', authorizationUrl(), { headers: { 'content-type': 'application/json' } }));
  });

  it.each(['PUT', 'DELETE', 'PATCH', 'HEAD', 'TRACE', 'PROPFIND', 'get'])('[T-013] is no %s', async (method) => {
    const { send, authorizationUrl } = await serverWith();
    const response = await send(method, authorizationUrl(), { headers: { 'x-http-method-override': 'GET' } });
    expect(response).toMatchObject({ status: 405, headers: { allow: 'GET, POST, OPTIONS' } });
    expect(response.headers).not.toHaveProperty('location');
  });

  it('[T-012] is readable by no other origin', async () => {
    const { send, authorizationUrl } = await serverWith(
      aRegisteredClient({ allowed_origins: ['https://app.example.com'] }),
    );
    for (const method of ['GET', 'OPTIONS']) {
      const response = await send(method, authorizationUrl(), { headers: { origin: 'https://app.example.com' } });
      expect(Object.keys(response.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });
});

describe('prompt and max_age', () => {
  type Want = 'code' | 'sign-in' | 'accounts' | 'consent' | 'login_required' | 'consent_required';

  /** What a request leads to for a browser in a given state. */
  async function outcome(world: World, over: Record<string, string>): Promise<string> {
    const { response } = await world.browser.visit(world.authorizationUrl(over));
    if (response.body.includes('id="accounts"')) return 'accounts';
    if (response.status === 200) return response.body.includes('id="password"') ? 'sign-in' : 'consent';
    const answer = redirected(response);
    return answer['error'] ?? (answer['code'] ? 'code' : 'nothing');
  }

  it.each<[Record<string, string>, Want, Want, Want]>([
    [{}, 'sign-in', 'consent', 'code'],
    [{ prompt: 'none' }, 'login_required', 'consent_required', 'code'],
    [{ prompt: 'login' }, 'sign-in', 'sign-in', 'sign-in'],
    [{ prompt: 'select_account' }, 'sign-in', 'accounts', 'accounts'],
    [{ prompt: 'consent' }, 'sign-in', 'consent', 'consent'],
    [{ prompt: 'login consent' }, 'sign-in', 'sign-in', 'sign-in'],
    [{ display: 'popup' }, 'sign-in', 'consent', 'code'],
    [{ display: 'hologram' }, 'sign-in', 'consent', 'code'],
    [{ max_age: '0' }, 'sign-in', 'sign-in', 'sign-in'],
    [{ max_age: '100' }, 'sign-in', 'sign-in', 'sign-in'],
    [{ max_age: '101' }, 'sign-in', 'consent', 'code'],
    [{ max_age: '100', prompt: 'none' }, 'login_required', 'login_required', 'login_required'],
    [{ scope: 'openid email' }, 'sign-in', 'consent', 'consent'],
    [{ scope: 'openid email', prompt: 'none' }, 'login_required', 'consent_required', 'consent_required'],
  ])('[T-037] %j: a stranger, one who is signed in, one who has consented too', async (over, ...wanted) => {
    const world = await serverWith(aRegisteredClient({ first_party: false }));
    const seen = [await outcome(world, over)];
    const { response, at } = await world.browser.visit(world.authorizationUrl());
    await world.browser.submit(at, response, world.browser.signIn);
    world.clock.advance(100);
    seen.push(await outcome(world, over));
    const page = await world.browser.visit(world.authorizationUrl());
    await world.browser.submit(page.at, page.response, { action: 'allow' });
    seen.push(await outcome(world, over));
    expect(seen).toEqual(wanted);
  });

  it('sign in once more and are then satisfied', async () => {
    const { authorize, browser, authorizationUrl } = await serverWith();
    await authorize();
    for (const over of [{ prompt: 'login' }, { max_age: '0' }] as Record<string, string>[]) {
      expect(redirected(await browser.through(authorizationUrl(over)))).toHaveProperty('code');
    }
  });

  it('do not keep a first party from going without consent, but prompt=consent does', async () => {
    const world = await serverWith(aRegisteredClient({ first_party: true }));
    const { response, at } = await world.browser.visit(world.authorizationUrl());
    expect(redirected(await world.browser.submit(at, response, world.browser.signIn))).toHaveProperty('code');
    expect(await outcome(world, { scope: 'openid email' })).toBe('code');
    expect(await outcome(world, { prompt: 'consent' })).toBe('consent');
  });

  it('[T-051] see no session of a disabled account, nor one that is twelve hours old', async () => {
    const world = await serverWith();
    await world.authorize();
    world.clock.advance(12 * 3600 - 1);
    expect(await outcome(world, {})).toBe('code');
    world.clock.advance(1);
    expect(await outcome(world, {})).toBe('sign-in');
    await world.authorize();
    world.accounts.add({ ...world.alice, enabled: false }, 'correct horse');
    expect(await outcome(world, { prompt: 'none' })).toBe('login_required');
  });
});

describe('[T-037] an id_token_hint', () => {
  async function withTokens() {
    const other = aRegisteredClient({ client_id: 'other', redirect_uris: [redirectUri] }, [aSecret('other-secret')]);
    const world = await serverWith(aRegisteredClient({ first_party: true }), other);
    const tokens = await world.tokens();
    world.accounts.add({ ...world.alice, sub: 'b0b', username: 'bob' }, 'correct horse');
    const signIn = async (username: string, over: Record<string, string> = {}) => {
      const { response, at } = await world.browser.visit(world.authorizationUrl({ prompt: 'login', ...over }));
      return world.browser.submit(at, response, { ...world.browser.signIn, username });
    };
    return { ...world, tokens, signIn };
  }

  it('lets the user pass whom it names, and nobody else without a sign-in, also when it has expired', async () => {
    const { browser, authorizationUrl, tokens, signIn, clock } = await withTokens();
    clock.advance(7200);
    const hinted = authorizationUrl({ id_token_hint: tokens.id_token });
    const silent = authorizationUrl({ id_token_hint: tokens.id_token, prompt: 'none' });
    expect(redirected(await browser.open(silent))).toHaveProperty('code');
    await signIn('bob');
    expect(redirected(await browser.open(silent))).toMatchObject({ error: 'login_required', state: 'st4te' });
    expect((await browser.visit(hinted)).response.body).toContain('id="password"');
  });

  it('is answered with login_required when somebody else signs in, whose session does not begin', async () => {
    const { browser, authorizationUrl, tokens, signIn } = await withTokens();
    const hint = { id_token_hint: tokens.id_token };
    expect(redirected(await signIn('bob', hint))).toMatchObject({
      error: 'login_required',
      state: 'st4te',
      iss: issuer,
    });
    expect(redirected(await browser.open(authorizationUrl({ ...hint, prompt: 'none' })))).toHaveProperty('code');
    expect(redirected(await signIn('alice', hint))).toHaveProperty('code');
  });

  it.each<[string, (world: Awaited<ReturnType<typeof withTokens>>) => string | Promise<string>]>([
    ['no JWT', () => 'x'],
    ['an access token', ({ tokens }) => tokens.access_token],
    ['another signature', ({ tokens }) => `${tokens.id_token.slice(0, -20)}${'A'.repeat(20)}`],
    [
      'no signature',
      ({ tokens }) => `${Buffer.from('{"alg":"none"}').toString('base64url')}.${tokens.id_token.split('.')[1]}.`,
    ],
    [
      'an ID token of another client',
      async ({ browser, authorizationUrl, post }) => {
        const answer = redirected(await browser.through(authorizationUrl({ client_id: 'other' })));
        const form = { grant_type: 'authorization_code', redirect_uri: redirectUri, code_verifier: verifier };
        const basic = `Basic ${Buffer.from('other:other-secret').toString('base64')}`;
        const response = await post('/token', { ...form, code: answer['code']! }, { authorization: basic });
        return (JSON.parse(response.body) as { id_token: string }).id_token;
      },
    ],
  ])('that is %s is refused', async (_, hint) => {
    const world = await withTokens();
    const url = world.authorizationUrl({ id_token_hint: await hint(world) });
    expect(redirected(await world.send('GET', url))).toMatchObject({ error: 'invalid_request', state: 'st4te' });
  });

  it('parks so many requests from one address for people who sign in, and no more until a minute is over', async () => {
    const { send, authorizationUrl, clock, artifacts, browser } = await serverWith();
    const parked = vi.spyOn(artifacts, 'put');
    const from = (peer: string) => send('GET', authorizationUrl(), { peer });
    const answers = await Promise.all(Array.from({ length: 1010 }, () => from('198.51.100.1')));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1000);
    const refused = answers.find(({ status }) => status !== 303)!;
    expect(refused.status).toBe(429);
    expect(refused.headers).toMatchObject({ 'retry-after': '60' });
    expect(refused.headers).not.toHaveProperty('location');
    expect(parked.mock.calls.filter(([kind]) => kind === 'interaction')).toHaveLength(1000);

    // Others sign in meanwhile, and so does whoever is behind the address a minute later.
    expect((await from('198.51.100.2')).status).toBe(303);
    expect((await browser.through(authorizationUrl())).headers['location']).toContain('code=');
    clock.advance(60);
    expect((await from('198.51.100.1')).status).toBe(303);
  });
});
