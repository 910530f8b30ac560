import { type Client } from '@clientele/client-schema';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { type ProtocolResponse } from '../http.js';
import { type World, aRegisteredClient, formToken, issuer, serverWith } from '../testing/server-with.js';
import { signJwt } from '../tokens/jwt.js';

const signedOut = 'https://app.example.com/signed-out';
const sessionCookie = '__Host-clientele_session';

function logoutUrl(parameters: Record<string, string> = {}): string {
  const query = new URLSearchParams(parameters).toString();
  return query === '' ? '/logout' : `/logout?${query}`;
}

/** A world in which alice is signed in at a client with an address to go to afterwards. */
async function signedIn(document: Partial<Client> = {}) {
  const world = await serverWith(aRegisteredClient({ post_logout_redirect_uris: [signedOut], ...document }));
  const { id_token } = await world.tokens();
  const open = (parameters: Record<string, string> = {}) => world.browser.open(logoutUrl(parameters));
  const answer = (page: ProtocolResponse, action = 'sign-out') => world.browser.submit('/logout', page, { action });
  return { ...world, id_token, open, answer };
}

/** Whether the browser still has a session that counts. */
async function isSignedIn({ browser, authorizationUrl }: Pick<World, 'browser' | 'authorizationUrl'>) {
  const { headers } = await browser.open(authorizationUrl({ prompt: 'none' }));
  return new URL(String(headers['location'])).searchParams.has('code');
}

describe('the logout endpoint', () => {
  it('asks, ends the session with its cookie, and says so', async () => {
    const world = await signedIn();
    const cookie = world.browser.cookies.get(sessionCookie)!;
    const question = await world.open();
    expect(question.body).toContain('id="sign-out"');
    expect(question.body).toContain('alice');
    const page = await world.answer(question);
    expect(page.body).toContain('id="signed-out"');
    expect(page.headers['set-cookie']).toMatch(new RegExp(`^${sessionCookie}=; .*Max-Age=0`));
    // The server has forgotten it too.
    world.browser.cookies.set(sessionCookie, cookie);
    expect(await isSignedIn(world)).toBe(false);
  });

  it('[post_logout_redirect_uris] are where the browser goes, with the state as it was sent', async () => {
    const world = await signedIn();
    const question = await world.open({
      id_token_hint: world.id_token,
      post_logout_redirect_uri: signedOut,
      state: 'a b&c',
    });
    const answer = await world.answer(question);
    expect(answer.status).toBe(303);
    expect(answer.headers['location']).toBe(`${signedOut}?state=a+b%26c`);
    expect(await isSignedIn(world)).toBe(false);
  });

  it('[post_logout_redirect_uris] are known by the client_id too, and keep their query', async () => {
    const address = `${signedOut}?from=op`;
    const world = await signedIn({ post_logout_redirect_uris: [address] });
    const question = await world.open({ client_id: 'app', post_logout_redirect_uri: address, state: 'x' });
    expect((await world.answer(question)).headers['location']).toBe(`${address}&state=x`);
  });

  it('[skip_logout_consent] does without the question when the ID token is of the browser’s session', async () => {
    const world = await signedIn({ skip_logout_consent: true });
    const parameters = { id_token_hint: world.id_token, post_logout_redirect_uri: signedOut };
    const answer = await world.open(parameters);
    expect(answer.headers['location']).toBe(signedOut);
    expect(await isSignedIn(world)).toBe(false);
    // Without a session there is nothing to ask about.
    expect((await world.open(parameters)).headers['location']).toBe(signedOut);
  });

  it('[skip_logout_consent] is no reason to end what the client shows nothing of', async () => {
    const world = await signedIn({ skip_logout_consent: true });
    const ofBob = { id_token_hint: world.id_token, logout_hint: 'bob' };
    const unproven: Record<string, string>[] = [{ client_id: 'app' }, {}, ofBob];
    for (const parameters of unproven) {
      expect((await world.open(parameters)).body).toContain('id="sign-out"');
    }
    expect(await isSignedIn(world)).toBe(true);
    expect((await world.open({ id_token_hint: world.id_token, logout_hint: 'alice' })).body).toContain('signed-out');
  });

  it('leaves the session to a user who stays', async () => {
    const world = await signedIn();
    const parameters = { id_token_hint: world.id_token, post_logout_redirect_uri: signedOut };
    const page = await world.answer(await world.open(parameters), 'stay');
    expect(page.body).toContain('id="still-signed-in"');
    expect(await isSignedIn(world)).toBe(true);
  });

  it('takes a form from another site, which comes without cookies', async () => {
    const world = await signedIn();
    const sent = await world.post('/logout', { id_token_hint: world.id_token, post_logout_redirect_uri: signedOut });
    expect(sent.status).toBe(303);
    expect(sent.headers['set-cookie']).toBeUndefined();
    const question = await world.browser.open(String(sent.headers['location']));
    expect(question.body).toContain('id="sign-out"');
    expect((await world.answer(question)).headers['location']).toBe(signedOut);
    expect(await isSignedIn(world)).toBe(false);
  });

  it('takes an ID token that has expired', async () => {
    const world = await signedIn({ skip_logout_consent: true });
    world.clock.advance(7200);
    expect((await world.open({ id_token_hint: world.id_token })).body).toContain('id="signed-out"');
  });

  it('ends the tokens of the session, and leaves those for offline access', async () => {
    const world = await signedIn({ allow_token_introspection: true });
    const during = await world.tokens();
    const offline = await world.tokens({ scope: 'openid offline_access', prompt: 'consent' });
    await world.answer(await world.open());
    expect(await world.introspect(during.access_token)).toEqual({ active: false });
    expect(await world.refresh(during.refresh_token)).toMatchObject({ error: 'invalid_grant' });
    expect(await world.refresh(offline.refresh_token)).toMatchObject({ token_type: 'Bearer' });
  });

  it('speaks the language of the request, of the client, or of the browser', async () => {
    const world = await signedIn({ default_ui_locale: 'de' });
    expect((await world.open({ client_id: 'app' })).body).toContain('Abmelden?');
    expect((await world.open({ client_id: 'app', ui_locales: 'en' })).body).toContain('Sign out?');
    const headers = { ...world.browser.cookieHeader(), 'accept-language': 'de-AT,en;q=0.5' };
    expect((await world.send('GET', '/logout', { headers })).body).toContain('Abmelden?');
  });

  it('asks again where somebody else has signed in meanwhile', async () => {
    const world = await signedIn();
    const question = await world.open();
    world.accounts.add({ ...world.alice, sub: 'b0b', username: 'bob' }, 'correct horse');
    const { response, at } = await world.browser.visit(world.authorizationUrl({ prompt: 'login' }));
    await world.browser.submit(at, response, { ...world.browser.signIn, username: 'bob' });
    const again = await world.answer(question);
    expect(again.body).toContain('bob');
    expect(again.body).toContain('id="sign-out"');
    expect(await isSignedIn(world)).toBe(true);
  });

  it('is found in the metadata', async () => {
    const { send } = await serverWith();
    const metadata = JSON.parse((await send('GET', '/.well-known/openid-configuration')).body) as object;
    expect(metadata).toMatchObject({ end_session_endpoint: `${issuer}/logout` });
  });
});

describe('[T-095] the address after a logout', () => {
  it.each([
    'https://evil.example/',
    `${signedOut}/`,
    `${signedOut}?x=1`,
    `${signedOut}#x`,
    'https://app.example.com/callback',
    'https://APP.example.com/signed-out',
    'javascript:alert(1)',
    'data:text/html,x',
    '//evil.example',
    'https://app.example.com@evil.example/signed-out',
  ])('is not %s, which is not registered', async (post_logout_redirect_uri) => {
    const world = await signedIn({ skip_logout_consent: true });
    const page = await world.open({ id_token_hint: world.id_token, post_logout_redirect_uri });
    expect(page.status).toBe(400);
    expect(page.headers['location']).toBeUndefined();
    expect(page.body).toContain('id="error"');
    expect(await isSignedIn(world)).toBe(true);
  });

  it('is none without a client who has registered it', async () => {
    const world = await signedIn();
    const page = await world.answer(await world.open({ post_logout_redirect_uri: signedOut }));
    expect(page.status).toBe(200);
    expect(page.body).toContain('id="signed-out"');
    const script = await world.open({ post_logout_redirect_uri: 'javascript:alert(1)' });
    expect(script.status).toBe(400);
  });

  it('is none where a parameter is repeated, or the state is longer than what is carried', async () => {
    const world = await signedIn({ skip_logout_consent: true });
    const good = logoutUrl({ id_token_hint: world.id_token, post_logout_redirect_uri: signedOut });
    for (const more of ['state=a&state=b', 'post_logout_redirect_uri=https://evil.example', 'id_token_hint=x']) {
      const page = await world.browser.open(`${good}&${more}`);
      expect(page.status).toBe(400);
      expect(await world.receiptOf(page)).toMatchObject({ rule: 'parameter-is-not-repeated' });
    }
    expect((await world.browser.open(`${good}&state=${'s'.repeat(2049)}`)).status).toBe(400);
    expect(await isSignedIn(world)).toBe(true);
    expect((await world.browser.open(`${good}&state=${'s'.repeat(2048)}`)).status).toBe(303);
  });

  it('is none that was struck off while the user thought', async () => {
    const world = await signedIn();
    const question = await world.open({ client_id: 'app', post_logout_redirect_uri: signedOut });
    world.change({ post_logout_redirect_uris: [] });
    expect((await world.answer(question)).status).toBe(400);
  });
});

describe('[T-096] a forced logout', () => {
  it('is not done by a link or an image of another site', async () => {
    const world = await signedIn({ skip_logout_consent: true });
    const links: Record<string, string>[] = [
      {},
      { client_id: 'app' },
      { client_id: 'app', post_logout_redirect_uri: signedOut },
    ];
    for (const parameters of links) {
      expect((await world.open(parameters)).body).toContain('id="sign-out"');
    }
    expect(await isSignedIn(world)).toBe(true);
  });

  it('is not done with the ID token of another user', async () => {
    const world = await signedIn({ skip_logout_consent: true });
    world.accounts.add({ ...world.alice, sub: 'b0b', username: 'bob' }, 'correct horse');
    const { response, at } = await world.browser.visit(world.authorizationUrl({ prompt: 'login' }));
    await world.browser.submit(at, response, { ...world.browser.signIn, username: 'bob' });
    expect((await world.open({ id_token_hint: world.id_token })).body).toContain('id="sign-out"');
    expect(await isSignedIn(world)).toBe(true);
  });

  it('is not done with an ID token that was forged, or for another client', async () => {
    const world = await signedIn({ skip_logout_consent: true });
    const [header, claims, signature] = world.id_token.split('.') as [string, string, string];
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url');
    const forged = [`${header}.${claims}.${signature.slice(4)}AAAA`, `${none}.${claims}.`, `${none}.${claims}.AA`, 'x'];
    for (const id_token_hint of [...forged, (await world.tokens()).access_token]) {
      const page = await world.open({ id_token_hint });
      expect(page.status).toBe(400);
      expect(page.body).toContain('id="error"');
    }
    world.clients.put(aRegisteredClient({ client_id: 'other', skip_logout_consent: true }));
    const another = await world.open({ id_token_hint: world.id_token, client_id: 'other' });
    expect(another.status).toBe(400);
    expect(await world.receiptOf(another)).toMatchObject({ rule: 'client-is-the-audience-of-the-hint' });
    expect(await isSignedIn(world)).toBe(true);
  });

  it('is not done with what a key of the server has signed as something else', async () => {
    const world = await signedIn({ skip_logout_consent: true });
    const key = (await world.keys.list()).find(({ algs }) => algs.includes('ES256'))!;
    const claims = decodeJwt(world.id_token);
    const hint = (over: object, typ = 'JWT') => signJwt(key, 'ES256', typ, { ...claims, ...over });
    const others = [
      await hint({ iss: 'https://elsewhere.example' }),
      await hint({ aud: ['app'] }),
      await hint({ exp: undefined }),
      await hint({ exp: 1e15 }),
      await hint({ sub: undefined }),
      await hint({}, 'at+jwt'),
      await hint({}, 'logout+jwt'),
    ];
    for (const id_token_hint of others)
      expect((await world.open({ id_token_hint, client_id: 'app' })).status).toBe(400);
    expect(await isSignedIn(world)).toBe(true);
    expect((await world.open({ id_token_hint: await hint({}) })).body).toContain('id="signed-out"');
  });

  it('is not done by a form that was not shown to this browser, or was sent before', async () => {
    const world = await signedIn();
    const question = await world.open();
    const form = { form_token: formToken(question), action: 'sign-out' };
    expect((await world.post('/logout', form)).status).toBe(400);
    expect((await world.post('/logout', { ...form, form_token: 'x' }, world.browser.cookieHeader())).status).toBe(400);
    expect(await isSignedIn(world)).toBe(true);
    const next = await world.open();
    await world.answer(next);
    expect((await world.answer(next)).status).toBe(400);
  });
});
