import { type CryptoKey, SignJWT, decodeJwt, exportJWK, generateKeyPair, jwtVerify, createLocalJWKSet } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Client, standardResources } from '@clientele/client-schema';
import { completeRecord } from '@clientele/client-schema/resource';
import { AuthenticatorMembers } from '@clientele/client-schema/resources/authenticators';
import { AuthenticatorFilterMembers } from '@clientele/client-schema/resources/authenticator-filters';
import { type ProtocolResponse } from '../http.js';
import { type World, aBrowser, aRegisteredClient, issuer, redirectUri, serverWith } from '../testing/server-with.js';

const [password] = standardResources.authenticators;
const staff = completeRecord(AuthenticatorMembers, {
  id: 'staff',
  name: 'Staff account',
  kind: 'oidc',
  issuer: 'https://op.example',
  client_id: 'clientele',
  acr: 'urn:example:loa:2',
  username_claim: 'preferred_username',
});

const aClient = (settings: Partial<Client> = {}) => aRegisteredClient({ first_party: true, ...settings });

/** A server whose accounts may also sign in at another provider. */
async function withStaff(settings: Partial<Client> = {}, over: Partial<typeof staff> = {}) {
  const world = await serverWith(aClient(settings));
  world.settings.records.authenticators = [
    { ...password!, acr: 'urn:example:loa:1' },
    { ...staff, ...over },
  ];
  world.settings.records.identity_providers = [{ id: 'local', name: 'Local', authenticators: ['password', 'staff'] }];
  world.changes.emit({ kind: 'server' });
  return world;
}

function answerOf(response: ProtocolResponse): Record<string, string> | undefined {
  const location = String(response.headers['location'] ?? '');
  return location.startsWith(redirectUri) ? Object.fromEntries(new URL(location).searchParams) : undefined;
}

const asksForPassword = ({ body }: ProtocolResponse) => body.includes('id="password"');
const offersStaff = ({ body }: ProtocolResponse) => body.includes('Staff account</a>');

/** Follows the link to the provider, and gives the address there. */
async function leave(world: World, over: Record<string, string> = {}): Promise<URL> {
  const { response, at } = await world.browser.visit(world.authorizationUrl(over));
  expect(offersStaff(response)).toBe(true);
  const away = await world.browser.open(`${at}&with=staff`);
  expect(away.status, away.body).toBe(303);
  return new URL(String(away.headers['location']));
}

interface Provider {
  /** Changes what the ID token says. */
  claims: Record<string, unknown>;
  readonly metadata: Record<string, unknown>;
  readonly requests: URLSearchParams[];
  /** What the user comes back with. */
  comesBack(address: URL): string;
}

/** Plays an OpenID Provider at op.example. */
async function provide(world: World, key: CryptoKey, jwk: object): Promise<Provider> {
  const nonces = new Map<string, string>();
  const provider: Provider = {
    claims: { sub: 'u1', preferred_username: 'Alice', amr: ['hwk'] },
    metadata: {
      issuer: 'https://op.example',
      authorization_endpoint: 'https://op.example/authorize',
      token_endpoint: 'https://op.example/token',
      jwks_uri: 'https://op.example/jwks',
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256'],
      token_endpoint_auth_signing_alg_values_supported: ['ES256'],
    },
    requests: [],
    comesBack(address) {
      const { state, nonce } = Object.fromEntries(address.searchParams) as { state: string; nonce: string };
      nonces.set('c0de', nonce);
      return `/sign-in/callback/staff?${new URLSearchParams({ code: 'c0de', state, iss: 'https://op.example' }).toString()}`;
    },
  };
  const json = (body: object) => ({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  world.fetcher.hosts.set('op.example', async (url, { body }) => {
    if (url.pathname === '/.well-known/openid-configuration') return json(provider.metadata);
    if (url.pathname === '/jwks') return json({ keys: [jwk] });
    provider.requests.push(new URLSearchParams(body));
    const id_token = await new SignJWT({ nonce: nonces.get('c0de'), ...provider.claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'op' })
      .setIssuer('https://op.example')
      .setAudience('clientele')
      .setIssuedAt()
      .setExpirationTime('5 minutes')
      .sign(key);
    return json({ access_token: 'at', token_type: 'bearer', id_token });
  });
  return provider;
}

describe('authenticators', () => {
  let keys: Awaited<ReturnType<typeof generateKeyPair>>;
  let jwk: object;

  beforeAll(async () => {
    keys = await generateKeyPair('ES256');
    jwk = { ...(await exportJWK(keys.publicKey)), kid: 'op', alg: 'ES256', use: 'sig' };
  });

  it('[identity_provider_id] are those of the client’s identity provider, else of the server’s', async () => {
    const world = await withStaff({ identity_provider_id: 'staff-only' });
    world.settings.records.identity_providers = [
      ...world.settings.records.identity_providers,
      { id: 'staff-only', name: 'Staff', authenticators: ['staff'] },
    ];
    world.changes.emit({ kind: 'server' });
    const page = async () => (await world.browser.visit(world.authorizationUrl())).response;
    expect([asksForPassword(await page()), offersStaff(await page())]).toEqual([false, true]);
    world.change({ identity_provider_id: null });
    expect([asksForPassword(await page()), offersStaff(await page())]).toEqual([true, true]);
    world.settings.change({ identity_provider_id: 'staff-only' });
    world.changes.emit({ kind: 'server' });
    expect([asksForPassword(await page()), offersStaff(await page())]).toEqual([false, true]);
  });

  it('[identity_provider_id] sign a user in at another OpenID Provider, with nothing but keys and PKCE', async () => {
    const world = await withStaff();
    const provider = await provide(world, keys.privateKey, jwk);
    const address = await leave(world, { login_hint: 'alice', ui_locales: 'de' });
    expect(address.origin + address.pathname).toBe('https://op.example/authorize');
    expect(Object.fromEntries(address.searchParams)).toMatchObject({
      client_id: 'clientele',
      redirect_uri: `${issuer}/sign-in/callback/staff`,
      response_type: 'code',
      scope: 'openid profile email',
      code_challenge_method: 'S256',
      login_hint: 'alice',
      ui_locales: 'de',
    });
    const { code } = answerOf(await world.browser.open(provider.comesBack(address)))!;
    const { id_token } = await world.exchange(code!);
    expect(decodeJwt(id_token)).toMatchObject({ sub: 'a11ce', acr: 'urn:example:loa:2', amr: ['hwk'] });

    const [request] = provider.requests;
    expect(request!.get('code_verifier')).toMatch(/^[\w-]{43,}$/);
    const published = createLocalJWKSet(JSON.parse((await world.send('GET', '/jwks')).body) as { keys: [] });
    const { payload } = await jwtVerify(request!.get('client_assertion')!, published, {
      audience: 'https://op.example',
      currentDate: new Date(world.clock.now() * 1000),
    });
    expect(payload).toMatchObject({ iss: 'clientele', sub: 'clientele' });
  });

  it.each<[string, Record<string, unknown>, Partial<typeof staff>]>([
    ['a user that has no account', { preferred_username: 'mallory' }, {}],
    ['a user without the claim', { preferred_username: undefined }, {}],
    ['an address that nobody has verified', { email: 'alice' }, { username_claim: 'email' }],
    ['another nonce', { nonce: 'other' }, {}],
    ['another issuer', { iss: 'https://evil.example' }, {}],
  ])('refuse %s, and ask again', async (_, claims, over) => {
    const world = await withStaff({}, over);
    const provider = await provide(world, keys.privateKey, jwk);
    Object.assign(provider.claims, claims);
    const back = provider.comesBack(await leave(world));
    if (claims['iss']) {
      const other = await generateKeyPair('ES256');
      world.fetcher.hosts.clear();
      await provide(world, other.privateKey, jwk);
    }
    const response = await world.browser.open(back);
    expect(response.status).toBe(400);
    expect(response.body).toContain('id="fault"');
    expect(offersStaff(response)).toBe(true);
    expect(world.audit.events.at(-1)).toMatchObject({ type: 'sign_in_failed', detail: { authenticator: 'staff' } });
  });

  it('take a verified address for the name of the account', async () => {
    const world = await withStaff({}, { username_claim: 'email' });
    world.accounts.add({ ...world.alice, username: 'alice@example.com' }, 'correct horse');
    const provider = await provide(world, keys.privateKey, jwk);
    Object.assign(provider.claims, { email: 'alice@example.com', email_verified: true });
    expect(answerOf(await world.browser.open(provider.comesBack(await leave(world))))).toHaveProperty('code');
  });

  it('take no name of the provider for another that only looks like it', async () => {
    const bySub = await withStaff({}, { username_claim: 'sub' });
    const provider = await provide(bySub, keys.privateKey, jwk);
    provider.claims = { sub: 'Alice' };
    expect((await bySub.browser.open(provider.comesBack(await leave(bySub)))).status).toBe(400);
    provider.claims = { sub: 'alice' };
    expect(answerOf(await bySub.browser.open(provider.comesBack(await leave(bySub))))).toHaveProperty('code');

    // U+212A, the Kelvin sign: its small letter is a plain k.
    const world = await withStaff();
    world.accounts.add({ ...world.alice, username: 'kate' }, 'correct horse');
    const other = await provide(world, keys.privateKey, jwk);
    other.claims = { sub: 'u1', preferred_username: '\u212Aate' };
    expect((await world.browser.open(other.comesBack(await leave(world)))).status).toBe(400);
    other.claims = { sub: 'u1', preferred_username: 'KATE' };
    expect(answerOf(await world.browser.open(other.comesBack(await leave(world))))).toHaveProperty('code');
  });

  it('[T-002] let nobody with a role in, unless the provider is trusted with roles', async () => {
    const world = await withStaff();
    world.accounts.add({ ...world.alice, roles: ['admin'] }, 'correct horse');
    const provider = await provide(world, keys.privateKey, jwk);
    const refused = await world.browser.open(provider.comesBack(await leave(world)));
    expect([refused.status, offersStaff(refused)]).toEqual([400, true]);
    expect(world.audit.events.at(-1)).toMatchObject({ type: 'sign_in_failed', detail: { authenticator: 'staff' } });

    const trusting = await withStaff({}, { vouches_for_roles: true });
    trusting.accounts.add({ ...trusting.alice, roles: ['admin'] }, 'correct horse');
    const trusted = await provide(trusting, keys.privateKey, jwk);
    expect(answerOf(await trusting.browser.open(trusted.comesBack(await leave(trusting))))).toHaveProperty('code');
  });

  it('[T-002] end the sign-in of an account that is given a role, if the provider is not trusted with roles', async () => {
    const world = await withStaff();
    const provider = await provide(world, keys.privateKey, jwk);
    expect(answerOf(await world.browser.open(provider.comesBack(await leave(world))))).toHaveProperty('code');
    expect(answerOf(await world.browser.open(world.authorizationUrl()))).toHaveProperty('code');
    world.accounts.add({ ...world.alice, roles: ['viewer'] }, 'correct horse');
    expect(asksForPassword((await world.browser.visit(world.authorizationUrl())).response)).toBe(true);
  });

  it('[T-035] answer at an address of their own: a code of another provider goes nowhere', async () => {
    const world = await withStaff();
    const provider = await provide(world, keys.privateKey, jwk);
    const back = provider.comesBack(await leave(world));
    const mixedUp = await world.browser.open(back.replace('/callback/staff', '/callback/password'));
    expect([mixedUp.status, mixedUp.body.includes('id="error"')]).toEqual([400, true]);
    expect(provider.requests).toEqual([]);
  });

  it.each<[string, Record<string, unknown>]>([
    ['no URL', { authorization_endpoint: 'not a url' }],
    ['no endpoint', { authorization_endpoint: undefined }],
    ['a script', { authorization_endpoint: 'javascript:alert(1)' }],
    ['a number', { authorization_endpoint: 7 }],
    ['no token endpoint', { token_endpoint: undefined }],
    ['no keys', { jwks_uri: undefined }],
    ['no list of algorithms', { token_endpoint_auth_signing_alg_values_supported: 7 }],
    ['another issuer', { issuer: 'https://evil.example' }],
  ])('ask again when the metadata of the provider has %s', async (_, over) => {
    const world = await withStaff();
    const provider = await provide(world, keys.privateKey, jwk);
    Object.assign(provider.metadata, over);
    const { at } = await world.browser.visit(world.authorizationUrl());
    const unusable = await world.browser.open(`${at}&with=staff`);
    expect([unusable.status, asksForPassword(unusable)]).toEqual([400, true]);
    expect(world.problems).toEqual([]);
  });

  it('tell on of the methods of a provider those that are words', async () => {
    const world = await withStaff();
    const provider = await provide(world, keys.privateKey, jwk);
    provider.claims['amr'] = ['hwk', 'two words', 'nul\0', 7, '', 'x'.repeat(65), 'pin'];
    const { code } = answerOf(await world.browser.open(provider.comesBack(await leave(world))))!;
    expect(decodeJwt((await world.exchange(code!)).id_token)).toMatchObject({ amr: ['hwk', 'pin'] });
  });

  it('keep so many users of one address away, and no more', async () => {
    const world = await withStaff();
    await provide(world, keys.privateKey, jwk);
    const { at } = await world.browser.visit(world.authorizationUrl());
    const leaving = Array.from({ length: 1010 }, () => world.browser.open(`${at}&with=staff`));
    const answers = (await Promise.all(leaving)).map(({ status }) => status);
    // The request that waits for the user counts as well.
    expect(answers.filter((status) => status === 303)).toHaveLength(999);
    expect(answers.filter((status) => status === 429)).toHaveLength(11);
    world.clock.advance(60);
    expect((await world.browser.open(`${at}&with=staff`)).status).toBe(303);
  });

  it('[T-033] are answered once, and to the browser that left: a stranger neither comes in nor uses the answer up', async () => {
    const world = await withStaff();
    const provider = await provide(world, keys.privateKey, jwk);
    const back = provider.comesBack(await leave(world));
    const nobody = await world.send('GET', back);
    const mallory = aBrowser(world.send, world.post);
    await mallory.visit(world.authorizationUrl());
    for (const stranger of [nobody, await mallory.open(back)]) {
      expect(stranger.status).toBe(400);
      expect(stranger.body).toContain('id="error"');
    }
    expect(provider.requests).toEqual([]);
    expect(answerOf(await world.browser.open(back))).toHaveProperty('code');
    expect((await world.browser.open(back)).status).toBe(400);
    expect((await world.browser.open('/sign-in/callback/staff?code=x&state=y')).status).toBe(400);
  });

  it('are answered once, also of many times at once', async () => {
    const world = await withStaff();
    const provider = await provide(world, keys.privateKey, jwk);
    const back = provider.comesBack(await leave(world));
    const answers = await Promise.all([1, 2, 3, 4].map(() => world.browser.open(back)));
    expect(answers.filter((answer) => answerOf(answer) !== undefined)).toHaveLength(1);
    expect(provider.requests).toHaveLength(1);
  });

  it('let a user who wants another account choose one there, whomever the application expects', async () => {
    const world = await withStaff();
    await provide(world, keys.privateKey, jwk);
    await world.authorize();
    const over = { prompt: 'select_account', login_hint: 'alice' };
    const { response, at } = await world.browser.visit(world.authorizationUrl(over));
    const chosen = await world.browser.submit(at, response, { action: 'another' });
    const form = await world.browser.visit(String(chosen.headers['location']));
    expect(form.response.body).toMatch(/id="username"\s+name="username"\s+value=""/);
    const away = await world.browser.open(`${form.at}&with=staff`);
    const { searchParams } = new URL(String(away.headers['location']));
    expect([searchParams.get('prompt'), searchParams.get('login_hint')]).toEqual(['select_account', null]);
    const plain = (await leave(world, { prompt: 'login', login_hint: 'alice' })).searchParams;
    expect([plain.get('prompt'), plain.get('login_hint')]).toEqual([null, 'alice']);
  });

  it('ask again when the provider tells of an error, or cannot be reached', async () => {
    const world = await withStaff();
    const provider = await provide(world, keys.privateKey, jwk);
    const state = (await leave(world)).searchParams.get('state')!;
    const denied = await world.browser.open(`/sign-in/callback/staff?error=access_denied&state=${state}`);
    expect([denied.status, offersStaff(denied)]).toEqual([400, true]);
    expect(provider.requests).toEqual([]);
    world.fetcher.hosts.clear();
    world.clock.advance(3600);
    const { at } = await world.browser.visit(world.authorizationUrl());
    const unreachable = await world.browser.open(`${at}&with=staff`);
    expect([unreachable.status, asksForPassword(unreachable)]).toEqual([400, true]);
    expect(world.problems).toEqual([]);
  });

  it('have a user who must sign in anew do so there', async () => {
    const world = await withStaff({ force_authentication: true });
    const provider = await provide(world, keys.privateKey, jwk);
    const stale = await leave(world);
    expect(stale.searchParams.get('max_age')).toBe('0');
    provider.claims['auth_time'] = Math.floor(Date.now() / 1000) - 600;
    expect((await world.browser.open(provider.comesBack(stale))).status).toBe(400);
    const fresh = await leave(world);
    provider.claims['auth_time'] = Math.floor(Date.now() / 1000);
    expect(answerOf(await world.browser.open(provider.comesBack(fresh)))).toHaveProperty('code');
  });

  it('[allowed_authenticators] are limited to those that the client takes, on the page and behind it', async () => {
    const world = await withStaff({ allowed_authenticators: ['staff'] });
    const { response, at } = await world.browser.visit(world.authorizationUrl());
    expect([asksForPassword(response), offersStaff(response)]).toEqual([false, true]);
    const other = await withStaff();
    const page = await other.browser.visit(other.authorizationUrl());
    other.change({ allowed_authenticators: ['staff'] });
    const refused = await other.browser.submit(page.at, page.response, other.browser.signIn);
    expect(refused.status).toBe(400);
    expect(refused.body).toContain('id="error"');
    world.change({ allowed_authenticators: ['password'] });
    expect((await world.browser.open(`${at}&with=staff`)).status).toBe(400);
  });

  it('[allowed_authenticators] do not take a session of another, nor an acr that only another has', async () => {
    const world = await withStaff();
    await world.authorize();
    expect(answerOf(await world.browser.open(world.authorizationUrl()))).toHaveProperty('code');
    world.change({ allowed_authenticators: ['staff'] });
    const silent = await world.browser.open(world.authorizationUrl({ prompt: 'none' }));
    expect(answerOf(silent)).toMatchObject({ error: 'login_required' });
    world.change({ allowed_authenticators: ['password'] });
    const over = { acr_values: 'urn:example:loa:2' };
    const unmet = await world.browser.open(world.authorizationUrl(over));
    expect(answerOf(unmet)).toMatchObject({ error: 'unmet_authentication_requirements' });
    const silently = await world.browser.open(world.authorizationUrl({ ...over, prompt: 'none' }));
    expect(answerOf(silently)).toMatchObject({ error: 'login_required' });
  });

  it('[authenticator_filters] are hidden from requests that come from elsewhere', async () => {
    const world = await withStaff({ authenticator_filters: ['office'] });
    const office = completeRecord(AuthenticatorFilterMembers, {
      id: 'office',
      name: 'Office',
      authenticators: ['password'],
      networks: ['198.51.100.0/24', '2001:db8::/32'],
    });
    world.settings.records.authenticator_filters = [office];
    world.changes.emit({ kind: 'server' });
    const { at } = await world.browser.visit(world.authorizationUrl());
    const seenFrom = async (peer: string) => {
      const response = await world.send('GET', at, { peer, headers: world.browser.cookieHeader() });
      return [asksForPassword(response), offersStaff(response)];
    };
    expect(await seenFrom('203.0.113.7')).toEqual([false, true]);
    expect(await seenFrom('198.51.100.9')).toEqual([true, true]);
    expect(await seenFrom('2001:db8::1')).toEqual([true, true]);
    world.change({ authenticator_filters: ['office'], allowed_authenticators: ['password'] });
    expect(answerOf(await world.browser.open(at))).toMatchObject({ error: 'access_denied' });
  });

  it('[default_acr_values] prefer what has the class, and take a session that has it', async () => {
    const world = await withStaff({ default_acr_values: ['urn:example:loa:2'] });
    const provider = await provide(world, keys.privateKey, jwk);
    const page = async (over: Record<string, string> = {}) =>
      (await world.browser.visit(world.authorizationUrl(over))).response;
    expect([asksForPassword(await page()), offersStaff(await page())]).toEqual([false, true]);
    const asked = await page({ acr_values: 'urn:example:loa:1' });
    expect([asksForPassword(asked), offersStaff(asked)]).toEqual([true, false]);
    await world.authorize({ acr_values: 'urn:example:loa:1' });
    expect(offersStaff(await page())).toBe(true);
    expect(answerOf(await world.browser.open(provider.comesBack(await leave(world))))).toHaveProperty('code');
    expect(answerOf(await world.browser.open(world.authorizationUrl()))).toHaveProperty('code');
  });

  it('[default_acr_values] are a wish: what nobody has is not waited for', async () => {
    const world = await withStaff({ default_acr_values: ['urn:example:loa:9'] });
    expect((await world.authorize()).has('code')).toBe(true);
    expect(answerOf(await world.browser.open(world.authorizationUrl()))).toHaveProperty('code');
    expect((await world.authorize({ acr_values: 'urn:example:loa:9 urn:example:loa:1' })).has('code')).toBe(true);
  });

  it('tell their classes in the metadata, and in ID tokens', async () => {
    const world = await withStaff();
    const metadata = JSON.parse((await world.send('GET', '/.well-known/openid-configuration')).body) as object;
    expect(metadata).toMatchObject({ acr_values_supported: ['urn:example:loa:1', 'urn:example:loa:2'] });
    expect(decodeJwt((await world.tokens()).id_token)).toMatchObject({ acr: 'urn:example:loa:1' });
  });
});
