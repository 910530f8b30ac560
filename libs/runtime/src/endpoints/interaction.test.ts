import { standardResources } from '@clientele/client-schema';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type ProtocolResponse } from '../http.js';
import {
  aBrowser,
  aRegisteredClient,
  formToken,
  issuer,
  redirectUri,
  serverWith,
  type World,
} from '../testing/server-with.js';

const asking = { first_party: false } as const;

function expectErrorPage(response: ProtocolResponse): void {
  expect(response.status).toBe(400);
  expect(response.headers).not.toHaveProperty('location');
  expect(response.body).toContain('id="error"');
}

function answerOf(response: ProtocolResponse): Record<string, string> {
  expect(response.status).toBe(303);
  const url = new URL(String(response.headers['location']));
  expect(`${url.origin}${url.pathname}`).toBe(redirectUri);
  return Object.fromEntries(url.searchParams);
}

/** Opens the sign-in page; gives the way to try a name and a password there, from an address. */
async function guessing({ browser, send, authorizationUrl }: World) {
  const { response, at } = await browser.visit(authorizationUrl({ prompt: 'login' }));
  const form_token = formToken(response);
  const headers = { 'content-type': 'application/x-www-form-urlencoded', ...browser.cookieHeader() };
  return (username: string, password: string, peer?: string) =>
    send('POST', at, {
      body: new URLSearchParams({ action: 'sign-in', username, password, form_token }).toString(),
      headers,
      ...(peer !== undefined && { peer }),
    });
}

/** Brings the world's browser to the consent page. */
async function toConsent({ browser, authorizationUrl }: World, over: Record<string, string> = {}) {
  const first = await browser.visit(authorizationUrl(over));
  if (!first.response.body.includes('id="password"')) return first;
  const signedIn = await browser.submit(first.at, first.response, browser.signIn);
  return browser.visit(String(signedIn.headers['location']));
}

describe('signing in', () => {
  it('[T-033] is for the browser that began it', async () => {
    const world = await serverWith(aRegisteredClient(asking));
    const attacker = await world.browser.visit(world.authorizationUrl());
    const victim = aBrowser(world.send, world.post);
    expectErrorPage(await victim.open(attacker.at));
    expectErrorPage(await victim.submit(attacker.at, attacker.response, victim.signIn));
    // A browser with an interaction of its own is no better off.
    await victim.visit(world.authorizationUrl());
    expectErrorPage(await victim.submit(attacker.at, attacker.response, victim.signIn));
    expect((await world.browser.submit(attacker.at, attacker.response, world.browser.signIn)).status).toBe(303);
  });

  it('[T-033] gives the session a new id, and ends the one before', async () => {
    const { browser, send, authorizationUrl } = await serverWith();
    const session = '__Host-clientele_session';
    browser.cookies.set(session, 'planted');
    await browser.through(authorizationUrl());
    const first = browser.cookies.get(session)!;
    expect(first).toMatch(/^[\w-]{43}$/);
    await browser.through(authorizationUrl({ prompt: 'login' }));
    expect(browser.cookies.get(session)).not.toBe(first);
    for (const stale of [first, 'planted']) {
      const response = await send('GET', authorizationUrl({ prompt: 'none' }), {
        headers: { cookie: `${session}=${stale}` },
      });
      expect(answerOf(response)).toMatchObject({ error: 'login_required' });
    }
  });

  it('[T-019] sets cookies that no script, no other host and no plain http can read or plant', async () => {
    const { browser, send, authorizationUrl } = await serverWith();
    const started = await send('GET', authorizationUrl());
    const { response, at } = await browser.visit(authorizationUrl());
    const signedIn = await browser.submit(at, response, browser.signIn);
    for (const { headers } of [started, signedIn]) {
      expect(headers['set-cookie']).toMatch(
        /^__Host-clientele_\w+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
      );
    }
  });

  it('goes on with another try after wrong credentials, and keeps the name', async () => {
    const { browser, authorizationUrl } = await serverWith();
    const { response, at } = await browser.visit(authorizationUrl({ login_hint: 'al"ice' }));
    expect(response.body).toContain('value="al&#34;ice"');
    for (const wrong of [{ password: 'wrong' }, { username: 'nobody' }, { password: '' }, { username: 'a\0' }]) {
      const again = await browser.submit(at, response, { ...browser.signIn, ...wrong });
      expect(again.status).toBe(400);
      expect(again.body).toContain('id="fault"');
      expect(again.body).not.toContain('correct horse');
      expect(again.headers).not.toHaveProperty('location');
    }
    expect(answerOf(await browser.submit(at, response, browser.signIn))).toHaveProperty('code');
  });

  it('[T-052] says the same of an unknown name, a wrong password and a disabled account', async () => {
    const { browser, authorizationUrl, accounts, alice } = await serverWith();
    accounts.add({ ...alice, sub: 'm', username: 'mallory', enabled: false }, 'correct horse');
    const { response, at } = await browser.visit(authorizationUrl());
    const told = await Promise.all(
      [{ username: 'nobody' }, { password: 'wrong' }, { username: 'mallory' }].map(async (wrong) => {
        const { body } = await browser.submit(at, response, { ...browser.signIn, ...wrong });
        return body.replace(/value="(?:alice|nobody|mallory)"/, '');
      }),
    );
    expect(new Set(told).size).toBe(1);
  });

  it('refuses a form that it did not show, or not to this browser last', async () => {
    const world = await serverWith(aRegisteredClient(asking));
    const { browser, authorizationUrl } = world;
    const { response, at } = await browser.visit(authorizationUrl());
    const other = await browser.visit(authorizationUrl());
    for (const form_token of ['', 'x', formToken(other.response)]) {
      expectErrorPage(await browser.submit(at, response, { ...browser.signIn, form_token }));
    }
    const twice = `form_token=${formToken(response)}&form_token=${formToken(response)}&action=allow`;
    expectErrorPage(await world.post(at, twice, browser.cookieHeader()));
    await browser.submit(at, response, browser.signIn);
    expectErrorPage(await browser.submit(at, response, browser.signIn));
  });

  it('[T-114] is slowed down after a hundred failures, for one name from one address', async () => {
    const world = await serverWith();
    const { accounts, alice, clock } = world;
    accounts.add({ ...alice, sub: 'b0b', username: 'bob' }, 'correct horse');
    const attempt = await guessing(world);
    const spellings = ['alice', 'Alice', 'ALICE', 'aLiCe'];
    for (let i = 0; i < 100; i++) expect((await attempt(spellings[i % 4]!, 'wrong')).status).toBe(400);
    const refused = await attempt('alice', 'correct horse');
    expect(refused).toMatchObject({ status: 429, headers: { 'retry-after': '60' } });
    expect(refused.body).toContain('id="fault"');
    expect((await attempt('alice', 'wrong', '198.51.100.9')).status).toBe(400);
    expect((await attempt('bob', 'wrong')).status).toBe(400);
    clock.advance(60);
    expect((await attempt('alice', 'correct horse')).status).toBe(303);
  });

  it('[T-114] judges no more passwords than may be wrong, also of those that are sent at once', async () => {
    const world = await serverWith();
    const attempt = await guessing(world);
    const authenticate = vi.spyOn(world.accounts, 'authenticate');
    const guesses = [...Array.from({ length: 300 }, (_, i) => `guess ${i}`), 'correct horse'];
    const answers = await Promise.all(guesses.map((guess) => attempt('alice', guess)));
    expect(answers.map(({ status }) => status)).toEqual([...Array(100).fill(400), ...Array(201).fill(429)]);
    expect(authenticate).toHaveBeenCalledTimes(100);
  });

  it('counts neither a right password as a failure nor one that could not be judged', async () => {
    const world = await serverWith();
    const attempt = await guessing(world);
    for (let i = 0; i < 99; i++) await attempt('alice', 'wrong');
    const down = vi.spyOn(world.accounts, 'authenticate').mockRejectedValueOnce(new Error('the store is down'));
    expect((await attempt('alice', 'correct horse')).status).toBe(503);
    down.mockRestore();
    expect((await attempt('alice', 'correct horse')).status).toBe(303);
    const again = await guessing(world);
    expect((await again('alice', 'wrong')).status).toBe(400);
    expect((await again('alice', 'correct horse')).status).toBe(429);
  });

  it('expires after half an hour', async () => {
    const { browser, authorizationUrl, clock } = await serverWith();
    const { response, at } = await browser.visit(authorizationUrl());
    clock.advance(1800);
    expectErrorPage(await browser.submit(at, response, browser.signIn));
  });

  it('[T-051] ends when the client is disabled or registered anew', async () => {
    const { browser, authorizationUrl, change, clients, changes } = await serverWith();
    const { response, at } = await browser.visit(authorizationUrl());
    change({ enabled: false });
    expectErrorPage(await browser.submit(at, response, browser.signIn));
    clients.put(aRegisteredClient());
    changes.emit({ kind: 'client', client_id: 'app' });
    expectErrorPage(await browser.submit(at, response, browser.signIn));
  });
});

describe('consenting', () => {
  let world: World;
  beforeEach(async () => {
    world = await serverWith(aRegisteredClient(asking));
  });

  it('answers the client with a code, the state and the issuer', async () => {
    const { response, at } = await toConsent(world);
    const answer = await world.browser.submit(at, response, { action: 'allow' });
    expect(Object.keys(answerOf(answer))).toEqual(['code', 'state', 'iss']);
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  });

  it.each(['deny', 'Allow', ''])('tells the client access_denied after %j', async (action) => {
    const { response, at } = await toConsent(world);
    const answer = answerOf(await world.browser.submit(at, response, { action }));
    expect(answer).toMatchObject({ error: 'access_denied', state: 'st4te', iss: issuer });
    expect(answer).not.toHaveProperty('code');
    expect((await toConsent(world)).response.body).toContain('id="allow"');
  });

  it('[T-034] grants what was shown, whatever the form says', async () => {
    const { response, at } = await toConsent(world, { scope: 'openid' });
    const tampered = {
      action: 'allow',
      scope: 'openid email',
      client_id: 'other',
      redirect_uri: 'https://evil.example',
    };
    const { code } = answerOf(await world.browser.submit(at, response, tampered));
    expect(await world.exchange(code!)).toMatchObject({ scope: 'openid' });
  });

  it('[T-034] is asked once: the same answer again is refused', async () => {
    const { response, at } = await toConsent(world);
    answerOf(await world.browser.submit(at, response, { action: 'allow' }));
    expectErrorPage(await world.browser.submit(at, response, { action: 'allow' }));
    expectErrorPage(await world.browser.open(at));
  });

  it('[T-034, T-041] gives one code for many answers at once', async () => {
    const { response, at } = await toConsent(world);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => world.browser.submit(at, response, { action: 'allow' })),
    );
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
  });

  it('[T-034] cannot be answered on the sign-in page, so prompt=login is no formality', async () => {
    await world.authorize();
    const { response, at } = await world.browser.visit(world.authorizationUrl({ prompt: 'login' }));
    expect(response.body).toContain('id="password"');
    expectErrorPage(await world.browser.submit(at, response, { action: 'allow' }));
  });

  it('[T-034] counts for the user who was asked, and nobody else', async () => {
    world.accounts.add({ ...world.alice, sub: 'b0b', username: 'bob' }, 'battery staple');
    const asked = await toConsent(world, { state: 'asked' });
    const other = await world.browser.visit(world.authorizationUrl({ prompt: 'login' }));
    await world.browser.submit(other.at, other.response, {
      action: 'sign-in',
      username: 'bob',
      password: 'battery staple',
    });
    expectErrorPage(await world.browser.submit(asked.at, asked.response, { action: 'allow' }));
  });

  it('returns to the sign-in page when the session has ended meanwhile', async () => {
    const { response, at } = await toConsent(world);
    world.browser.cookies.delete('__Host-clientele_session');
    expectErrorPage(await world.browser.submit(at, response, { action: 'allow' }));
    expect((await world.browser.open(at)).body).toContain('id="password"');
  });

  it('is remembered for these scopes and fewer, for this client and user', async () => {
    await world.authorize({ scope: 'openid email' });
    expect(answerOf(await world.browser.open(world.authorizationUrl({ scope: 'email' })))).toHaveProperty('code');
    const more = await world.browser.visit(world.authorizationUrl({ scope: 'openid email profile' }));
    expect(more.response.body).toContain('id="allow"');
  });

  it('leaves out scopes that the user has no role for, on the page and ever after', async () => {
    const admin = {
      name: 'admin',
      description: 'Rule',
      kind: 'common',
      dynamic: false,
      claims: [],
      audience: null,
      roles: ['admin'],
    } as const;
    world.settings.records.scopes = [...standardResources.scopes, admin];
    world.changes.emit({ kind: 'server' });
    const simple = await toConsent(world, { scope: 'openid admin' });
    expect(simple.response.body).not.toContain('Rule');
    const { code } = answerOf(await world.browser.submit(simple.at, simple.response, { action: 'allow' }));
    expect(await world.exchange(code!)).toMatchObject({ scope: 'openid' });

    world.accounts.add({ ...world.alice, roles: ['admin'] }, 'correct horse');
    const ruler = await toConsent(world, { scope: 'openid admin' });
    expect(ruler.response.body).toContain('Rule');
    const granted = answerOf(await world.browser.submit(ruler.at, ruler.response, { action: 'allow' }));
    const tokens = await world.exchange(granted['code']!);
    expect(tokens).toMatchObject({ scope: 'openid admin' });
    expect(await world.server.verifyAccessToken(tokens.access_token)).toMatchObject({ scope: ['openid', 'admin'] });

    // Who is an administrator no longer has no use for what was granted then.
    world.accounts.add({ ...world.alice, roles: ['viewer'] }, 'correct horse');
    expect(await world.server.verifyAccessToken(tokens.access_token)).toMatchObject({ scope: ['openid'] });
    expect(await world.refresh(tokens.refresh_token)).toMatchObject({ scope: 'openid' });
  });
});

describe('a sign-in that was finished in another window', () => {
  it('does not come back to life', async () => {
    const world = await serverWith();
    const { response, at } = await world.browser.visit(world.authorizationUrl());
    const answers = await Promise.all([
      world.browser.submit(at, response, world.browser.signIn),
      world.browser.submit(at, response, world.browser.signIn),
    ]);
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect((await world.browser.submit(at, response, world.browser.signIn)).status).toBe(400);
  });
});

describe('the pages', () => {
  const payloads = [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onfocus=alert(1) autofocus='",
    '</title><svg/onload=alert(1)>',
    '<!-- --!><a href=javascript:alert(1)>',
    '{{constructor.constructor("alert(1)")()}}',
    '&lt;script&gt;',
    '\u2028<iframe srcdoc=x>',
    '`${alert(1)}`',
    '<style>*{background:url(//evil.example)}</style>',
  ];

  /** What a browser would make of the text: no element that we did not write. */
  function expectInert(body: string): void {
    const tags = [...body.matchAll(/<\/?([a-zA-Z!][\w-]*)/g)].map(([, name]) => name!.toLowerCase());
    const ours =
      'a bdi body button code div footer form h1 head header html img input label li link main meta p strong title ul';
    expect([...new Set(tags)].filter((name) => name !== '!doctype' && !ours.split(' ').includes(name))).toEqual([]);
    for (const [tag] of body.replaceAll(/"[^"]*"/g, '""').matchAll(/<[^>]*>/g)) {
      expect(tag).not.toMatch(/'|\s(?:on\w+|style|srcdoc)\s*=/i);
    }
    expect(body).not.toMatch(/(?:href|src)="(?!https:|\/|mailto:|data:image|data:,")/);
  }

  function expectSecured(response: ProtocolResponse): void {
    expect(response.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      pragma: 'no-cache',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    const policy = String(response.headers['content-security-policy']);
    for (const directive of [
      "default-src 'self'",
      "script-src 'none'",
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ]) {
      expect(policy.split('; ')).toContain(directive);
    }
    expect(policy).not.toMatch(/unsafe|\*|\n/);
  }

  it.each(payloads)('[T-017, T-031] show what a client or a request says as text: %s', async (payload) => {
    const world = await serverWith(
      aRegisteredClient({
        ...asking,
        client_name: payload,
        description: payload,
        contacts: [payload],
        client_uri: payload,
        policy_uri: payload,
        tos_uri: payload,
        logo_uri: payload,
      }),
    );
    world.settings.records.scopes = standardResources.scopes.map((scope) => ({ ...scope, description: payload }));
    world.accounts.add({ ...world.alice, username: payload }, 'correct horse');
    const pages = [
      await world.send('GET', world.authorizationUrl({ redirect_uri: payload })),
      await world.send('GET', world.authorizationUrl({ client_id: payload, ui_locales: payload })),
      await world.send('GET', `/interaction/${encodeURIComponent(payload)}`),
    ];
    const over = { login_hint: payload, state: payload, nonce: payload, ui_locales: payload };
    const first = await world.browser.visit(world.authorizationUrl(over));
    pages.push(
      first.response,
      await world.browser.submit(first.at, first.response, { action: 'sign-in', username: payload }),
    );
    const signIn = { ...world.browser.signIn, username: payload };
    const signedIn = await world.browser.submit(first.at, first.response, signIn);
    pages.push(await world.browser.open(String(signedIn.headers['location'])));
    expect(pages.at(-1)!.body).toContain('id="allow"');
    for (const page of pages) {
      expectInert(page.body);
      expectSecured(page);
    }
  });

  it.each(['javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'data:text/html,x', ' javascript:x', 'vbscript:x'])(
    '[T-017] link to web pages alone, also for a client that came by a back door: %s',
    async (uri) => {
      const client = { client_uri: uri, policy_uri: uri, tos_uri: uri, logo_uri: uri };
      const { browser, authorizationUrl } = await serverWith(aRegisteredClient(client));
      const { response } = await browser.visit(authorizationUrl());
      expect(response.body).not.toContain('id="client-policy"');
      expect(response.body).not.toContain('id="client-logo"');
    },
  );

  it('[client_name] [description] [logo_uri] [client_uri] [policy_uri] [tos_uri] [contacts] show whose pages they are, with ids for automation', async () => {
    const world = await serverWith(
      aRegisteredClient({
        ...asking,
        client_name: 'Shop of Anna',
        description: 'Sells tea',
        contacts: ['anna@example.com'],
        client_uri: 'https://app.example.com/',
        logo_uri: 'https://app.example.com/logo.png',
        policy_uri: 'https://app.example.com/policy',
        tos_uri: 'https://app.example.com/terms',
      }),
    );
    const signIn = await world.browser.visit(world.authorizationUrl());
    const consent = await toConsent(world);
    for (const { body } of [signIn.response, consent.response]) {
      expect(body).toContain('<img id="client-logo" src="https://app.example.com/logo.png"');
      expect(body).toContain('referrerpolicy="no-referrer"');
      expect(body).toContain('<a id="client-policy" href="https://app.example.com/policy" rel="noopener noreferrer">');
      expect(body).toContain('<a id="client-tos" href="https://app.example.com/terms"');
      expect(body).toContain('<a id="client-uri" href="https://app.example.com/"');
      expect(body).toContain('<a id="client-contact" href="mailto:anna@example.com"');
      expect(body).toContain('Shop of Anna');
      expect(body).toContain('app.example.com');
    }
    for (const id of ['username', 'password', 'sign-in']) expect(signIn.response.body).toContain(`id="${id}"`);
    expect(consent.response.body).toContain('Sells tea');
    for (const id of ['allow', 'deny']) expect(consent.response.body).toContain(`id="${id}"`);
  });

  it.each([
    [redirectUri, 'https://app.example.com'],
    ['http://127.0.0.1:8080/cb', 'http://127.0.0.1:8080'],
    ['http://[::1]:8080/cb', 'http:'],
    ['com.example.app:/cb', 'com.example.app:'],
    ['https://a;sandbox;.example/cb', 'https:'],
  ])('let their forms end at %s', async (uri, source) => {
    const { browser, authorizationUrl } = await serverWith(
      aRegisteredClient({ redirect_uris: [uri], application_type: 'native' }),
    );
    const { response } = await browser.visit(authorizationUrl({ redirect_uri: uri }));
    expect(String(response.headers['content-security-policy']).split('; ')).toContain(`form-action 'self' ${source}`);
  });

  it.each([
    ['de', 'de', 'Anmelden'],
    ['fr-CA de-AT en', 'de', 'Anmelden'],
    ['DE', 'de', 'Anmelden'],
    ['constructor __proto__', 'en', 'Sign in'],
    ['', 'en', 'Sign in'],
  ])('speak the first language of ui_locales that they know: %j', async (ui_locales, tag, text) => {
    const world = await serverWith();
    const { response } = await world.browser.visit(world.authorizationUrl({ ui_locales }));
    expect(response.body).toContain(`<html lang="${tag}">`);
    expect(response.body).toContain(text);
    const refused = await world.send(
      'GET',
      world.authorizationUrl({ ui_locales, redirect_uri: 'https://evil.example' }),
    );
    expect(refused.body).toContain(`<html lang="${tag}">`);
  });

  it('tell of a refusal in the language that the request named', async () => {
    const world = await serverWith();
    const { response, at } = await world.browser.visit(world.authorizationUrl({ ui_locales: 'de-AT en' }));
    const refusals = [
      await world.browser.submit(at, response, { form_token: 'x' }),
      await world.browser.submit(at, response, { action: 'allow' }),
      await world.send('POST', at, { headers: world.browser.cookieHeader() }),
      await world.post('/authorize', { client_id: 'nobody', ui_locales: 'de' }),
    ];
    await world.browser.submit(at, response, world.browser.signIn);
    refusals.push(await world.browser.submit(at, response, world.browser.signIn), await world.browser.open(at));
    for (const refusal of refusals) {
      expectErrorPage(refusal);
      expect(refusal.body).toContain('<html lang="de">');
    }
  });

  it('have a style sheet that may be kept', async () => {
    const { send } = await serverWith();
    const response = await send('GET', '/assets/pages.css');
    expect(response).toMatchObject({ status: 200, headers: { 'content-type': 'text/css; charset=utf-8' } });
    expect(response.body).not.toMatch(/url\(|@import/);
  });

  it('[T-013] are reached by GET and POST alone', async () => {
    const { send } = await serverWith();
    for (const method of ['HEAD', 'PUT', 'DELETE']) {
      expect(await send(method, '/interaction/x')).toMatchObject({
        status: 405,
        headers: { allow: 'GET, POST, OPTIONS' },
      });
    }
  });
});
