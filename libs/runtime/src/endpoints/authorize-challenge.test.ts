import { type KeyObject, generateKeyPairSync } from 'node:crypto';
import { type Client, type PublicJwk } from '@clientele/client-schema';
import { SignJWT, decodeJwt } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { type ProtocolResponse } from '../http.js';
import { KeyHolder } from '../testing/dpop.js';
import {
  type World,
  aBrowser,
  aRegisteredClient,
  challenge,
  issuer,
  redirectUri,
  secret,
  serverWith,
  verifier,
} from '../testing/server-with.js';

type Form = Record<string, string>;

const app: Partial<Client> = {
  allow_redirectless_authentication: true,
  redirectless_allow_without_attestation: true,
  allow_cookieless_authentication_api: true,
  bypass_consent: true,
  restrict_common_scopes: true,
  restricted_common_scopes: ['openid', 'profile'],
};
const asked: Form = { scope: 'openid', code_challenge: challenge, code_challenge_method: 'S256' };
const alice: Form = { username: 'alice', password: 'correct horse' };

const bodyOf = (response: ProtocolResponse) => JSON.parse(response.body) as Record<string, string>;
const told = (response: ProtocolResponse) => ({ status: response.status, ...bodyOf(response) });

describe('authorization challenge endpoint', () => {
  let world: World;
  let ask: (form: Form, headers?: Form) => Promise<ProtocolResponse>;

  async function start(document: Partial<Client> = {}, ...others: readonly ReturnType<typeof aRegisteredClient>[]) {
    world = await serverWith(aRegisteredClient({ ...app, ...document }), ...others);
    ask = (form, headers = {}) => world.post('/authorize-challenge', form, { authorization: world.basic, ...headers });
  }
  beforeEach(() => start());

  it('asks for what is missing, and gives a code that is exchanged like any other', async () => {
    const first = await ask({ ...asked, login_hint: 'alice' });
    expect(told(first)).toMatchObject({
      status: 400,
      error: 'insufficient_authorization',
      auth_session: expect.any(String),
      expires_in: 1800,
      step: 'password',
      parameters: ['username', 'password'],
      login_hint: 'alice',
    });
    expect(first.headers).toMatchObject({ 'cache-control': 'no-store' });
    const { auth_session } = bodyOf(first) as { auth_session: string };
    const wrong = await ask({ auth_session, ...alice, password: 'wrong' });
    expect(told(wrong)).toMatchObject({ status: 400, error: 'insufficient_authorization', fault: 'wrong_credentials' });
    const done = await ask({ auth_session, ...alice });
    expect(Object.keys(bodyOf(done))).toEqual(['authorization_code']);
    const { authorization_code } = bodyOf(done) as { authorization_code: string };
    const tokens = await world.exchange(authorization_code, { redirect_uri: '-' });
    expect(decodeJwt(tokens.id_token)).toMatchObject({ sub: 'a11ce', amr: ['pwd'] });
    expect(told(await ask({ auth_session, ...alice }))).toMatchObject({ status: 400, error: 'invalid_session' });
  });

  it('takes everything at once, and the redirect URI that the code then needs', async () => {
    const { authorization_code } = bodyOf(await ask({ ...asked, ...alice, redirect_uri: redirectUri }));
    expect(await world.exchange(authorization_code!, { redirect_uri: '-' })).toMatchObject({ error: 'invalid_grant' });
    expect(await world.exchange(authorization_code!)).toMatchObject({ token_type: 'Bearer' });
  });

  it('is found by discovery, with the response mode', async () => {
    const metadata = bodyOf(await world.send('GET', '/.well-known/oauth-authorization-server'));
    expect(metadata).toMatchObject({ authorization_challenge_endpoint: `${issuer}/authorize-challenge` });
    expect(metadata['response_modes_supported']).toContain('redirectless');
  });

  it('[allow_redirectless_authentication] refuses other clients with unauthorized_client, on both ways', async () => {
    world.change({ allow_redirectless_authentication: false });
    expect(told(await ask(asked))).toMatchObject({ status: 400, error: 'unauthorized_client' });
    const plain = await world.send('GET', world.authorizationUrl({ response_mode: 'redirectless' }));
    expect(told(plain)).toMatchObject({ status: 400, error: 'unauthorized_client' });
    const pushed = await world.asClient('/par', { ...asked, response_type: 'code', response_mode: 'redirectless' });
    expect(told(pushed)).toMatchObject({ status: 400, error: 'unauthorized_client' });
    world.change({ allow_redirectless_authentication: true, first_party: false });
    expect(told(await ask(asked))).toMatchObject({ status: 400, error: 'unauthorized_client' });
  });

  it.each<[string, Form, string]>([
    ['a scope that is not listed', { scope: 'openid email' }, 'invalid_scope'],
    ['another response type', { response_type: 'none' }, 'invalid_request'],
    ['a redirect URI that is not registered', { redirect_uri: 'https://elsewhere.example' }, 'invalid_request'],
    ['no pages and nobody signed in', { prompt: 'none' }, 'login_required'],
    [
      'a class that nobody reaches',
      { claims: '{"id_token":{"acr":{"essential":true,"value":"x"}}}' },
      'unmet_authentication_requirements',
    ],
    ['a hint that is none', { id_token_hint: 'x.y.z' }, 'invalid_request'],
    ['a session that it did not give', { auth_session: 'somebody-elses' }, 'invalid_session'],
  ])('refuses %s', async (_, form, error) => {
    const answer = await ask({ ...asked, ...form });
    expect(told(answer)).toMatchObject({ status: 400, error });
    expect((await world.receiptOf(answer)).client_id).toBe('app');
  });

  it('never asks for consent, and refuses rather than pass over a client that must ask', async () => {
    expect(bodyOf(await ask({ ...asked, ...alice, prompt: 'consent' }))).toHaveProperty('authorization_code');
    world.change({ bypass_consent: false });
    expect(told(await ask({ ...asked, ...alice }))).toMatchObject({ status: 400, error: 'consent_required' });
  });

  it('holds accounts to what the sign-in page holds them to', async () => {
    world.change({ required_authentication_claims: ['birthdate'] });
    expect(told(await ask({ ...asked, ...alice }))).toMatchObject({ error: 'access_denied' });
    world.accounts.add({ ...world.alice, sub: 'b0b', username: 'bob', enabled: false }, 'swordfish');
    world.change({ required_authentication_claims: [] });
    const bob = await ask({ ...asked, username: 'bob', password: 'swordfish' });
    expect(bodyOf(bob)).toMatchObject({ fault: 'wrong_credentials' });
    world.change({ require_pkce: true });
    expect(told(await ask({ scope: 'openid', ...alice }))).toMatchObject({ error: 'invalid_request' });
  });

  it('counts wrong passwords together with the sign-in page', async () => {
    for (let tries = 0; tries < 100; tries++) await ask({ ...asked, ...alice, password: 'wrong' });
    const refused = await ask({ ...asked, ...alice });
    expect(refused).toMatchObject({ status: 429, headers: { 'retry-after': expect.any(String) } });
    const { response, at } = await world.browser.visit(world.authorizationUrl());
    expect((await world.browser.submit(at, response, world.browser.signIn)).status).toBe(429);
  });

  it('belongs to the client that began it, and ends', async () => {
    await start({}, aRegisteredClient({ ...app, client_id: 'other' }));
    const { auth_session } = bodyOf(await ask(asked)) as { auth_session: string };
    const authorization = `Basic ${Buffer.from(`other:${secret}`).toString('base64')}`;
    expect(told(await ask({ auth_session, ...alice }, { authorization }))).toMatchObject({ error: 'invalid_session' });
    world.clock.advance(1801);
    expect(told(await ask({ auth_session, ...alice }))).toMatchObject({ error: 'invalid_session' });
    expect(told(await world.post('/authorize-challenge', { ...asked, client_id: 'app' }))).toMatchObject({
      status: 401,
      error: 'invalid_client',
    });
  });

  it('goes on to no redirect URI that was struck off meanwhile', async () => {
    const { auth_session } = bodyOf(await ask({ ...asked, redirect_uri: redirectUri })) as { auth_session: string };
    world.change({ redirect_uris: ['https://app.example.com/other'] });
    expect(told(await ask({ auth_session, ...alice }))).toMatchObject({ status: 400, error: 'invalid_request' });
    world.change({ redirect_uris: [redirectUri] });
    expect(bodyOf(await ask({ auth_session, ...alice }))).toHaveProperty('authorization_code');
  });

  it('takes a pushed request once, where requests must be pushed too', async () => {
    world.change({ require_pushed_authorization_requests: true });
    expect(told(await ask({ ...asked, ...alice }))).toMatchObject({ error: 'invalid_request' });
    const pushed = await world.asClient('/par', { ...asked, response_type: 'code', redirect_uri: redirectUri });
    const { request_uri } = bodyOf(pushed) as { request_uri: string };
    const { authorization_code } = bodyOf(await ask({ request_uri, ...alice }));
    expect(await world.exchange(authorization_code!)).toHaveProperty('access_token');
    expect(told(await ask({ request_uri, ...alice }))).toMatchObject({ error: 'invalid_request_uri' });
  });

  it('sends to the browser whoever cannot sign in here, with the request', async () => {
    const { records } = world.settings;
    records.authenticators = records.authenticators.map((one) => ({ ...one, kind: 'oidc' }));
    const answer = await ask({ ...asked, redirect_uri: redirectUri, state: 'x' });
    expect(told(answer)).toMatchObject({ status: 400, error: 'redirect_to_web', expires_in: 60 });
    const withPassword = await ask({ ...asked, ...alice, redirect_uri: redirectUri });
    expect(told(withPassword)).toMatchObject({ status: 400, error: 'redirect_to_web', expires_in: 60 });
    const { request_uri } = bodyOf(answer) as { request_uri: string };
    const page = await world.browser.visit(
      `/authorize?${new URLSearchParams({ client_id: 'app', request_uri }).toString()}`,
    );
    expect(page.response).toMatchObject({ status: 200, body: expect.stringContaining('class="provider"') });
    expect(bodyOf(await ask(asked))).not.toHaveProperty('request_uri');
  });

  describe('with cookies', () => {
    it('[allow_cookieless_authentication_api] wants the cookie of the first answer, unless the client keeps none', async () => {
      const cookieless = await ask(asked);
      expect(cookieless.headers).not.toHaveProperty('set-cookie');
      world.change({ allow_cookieless_authentication_api: false });
      const browser = aBrowser(world.send, world.post);
      const { auth_session } = bodyOf(browser.keep(await ask(asked))) as { auth_session: string };
      expect(told(await ask({ auth_session, ...alice }))).toMatchObject({ status: 400, error: 'invalid_request' });
      const other = { cookie: `__Host-clientele_browser=${'x'.repeat(43)}` };
      expect(told(await ask({ auth_session, ...alice }, other))).toMatchObject({ error: 'invalid_session' });
      const done = browser.keep(await ask({ auth_session, ...alice }, browser.cookieHeader()));
      expect(bodyOf(done)).toHaveProperty('authorization_code');
      // The session is that of the browser: the next request needs nothing, unless it asks for more.
      expect(bodyOf(await ask(asked, browser.cookieHeader()))).toHaveProperty('authorization_code');
      world.clock.advance(60);
      expect(bodyOf(await ask({ ...asked, max_age: '59' }, browser.cookieHeader()))).toHaveProperty('auth_session');
      expect(bodyOf(await ask({ ...asked, prompt: 'login' }, browser.cookieHeader()))).toHaveProperty('auth_session');
    });

    it.each<[string, Form]>([
      ['origin', { origin: 'https://evil.example' }],
      ['origin', { origin: 'null' }],
      ['sec-fetch-site', { 'sec-fetch-site': 'cross-site' }],
    ])('[T-033] sets none for a page in a browser, which sends %s, and signs nobody in', async (_, page) => {
      await start({ token_endpoint_auth_method: 'client_secret_post' });
      const form = { ...asked, ...alice, client_id: 'app', client_secret: secret };
      const pages = { response_mode: 'redirectless', response_type: 'code' };
      expect(bodyOf(await world.post('/authorize-challenge', form, page))).toHaveProperty('authorization_code');
      world.change({ allow_cookieless_authentication_api: false });
      for (const refused of [
        await world.post('/authorize-challenge', form, page),
        await world.post('/authorize', { ...form, ...pages }, page),
      ]) {
        expect(told(refused)).toMatchObject({ status: 400, error: 'invalid_request' });
        expect(refused.headers).not.toHaveProperty('set-cookie');
        expect(await world.receiptOf(refused)).toMatchObject({ rule: 'sign-in-api-cookies-are-not-for-pages' });
      }
      expect((await world.post('/authorize-challenge', form)).headers).toHaveProperty('set-cookie');
    });

    it('needs none where the server says so for all', async () => {
      world.change({ allow_cookieless_authentication_api: false });
      world.settings.change({ cookieless_user_authorization_api: true });
      world.changes.emit({ kind: 'server' });
      const { auth_session } = bodyOf(await ask(asked)) as { auth_session: string };
      expect(bodyOf(await ask({ auth_session, ...alice }))).toHaveProperty('authorization_code');
    });
  });

  describe('with DPoP', () => {
    const address = `${issuer}/authorize-challenge`;
    const nonceOf = (response: ProtocolResponse) => response.headers['dpop-nonce'] as string;

    it('[redirectless_use_legacy_dpop] wants the nonce of the server in proofs, unless the client is old', async () => {
      const holder = new KeyHolder(() => world.clock.now());
      const refused = await ask(asked, { dpop: await holder.proof('POST', address) });
      expect(told(refused)).toMatchObject({ status: 400, error: 'use_dpop_nonce' });
      const claims = { nonce: nonceOf(refused) };
      const proof = await holder.proof('POST', address, undefined, { claims });
      expect(bodyOf(await ask(asked, { dpop: proof }))).toHaveProperty('auth_session');
      world.change({ redirectless_use_legacy_dpop: true });
      expect(bodyOf(await ask(asked, { dpop: await holder.proof('POST', address) }))).toHaveProperty('auth_session');
    });

    it('binds the sign-in and its code to the key', async () => {
      world.change({ redirectless_use_legacy_dpop: true, dpop_bound_access_tokens: true });
      const holder = new KeyHolder(() => world.clock.now());
      const thief = new KeyHolder(() => world.clock.now());
      expect(told(await ask(asked))).toMatchObject({ status: 400, error: 'invalid_dpop_proof' });
      const { auth_session } = bodyOf(await ask(asked, { dpop: await holder.proof('POST', address) })) as Form;
      const stolen = await ask({ auth_session: auth_session!, ...alice }, { dpop: await thief.proof('POST', address) });
      expect(told(stolen)).toMatchObject({ error: 'invalid_session' });
      const done = await ask({ auth_session: auth_session!, ...alice }, { dpop: await holder.proof('POST', address) });
      const form = {
        grant_type: 'authorization_code',
        code: bodyOf(done)['authorization_code']!,
        code_verifier: verifier,
      };
      const exchange = async (who: KeyHolder) =>
        told(
          await world.post('/token', form, {
            authorization: world.basic,
            dpop: await who.proof('POST', `${issuer}/token`),
          }),
        );
      expect(await exchange(thief)).toMatchObject({ error: 'invalid_grant' });
      expect(await exchange(holder)).toMatchObject({ status: 200, token_type: 'DPoP' });
    });
  });

  describe('with attestation', () => {
    const attester = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const instance = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const publicJwk = ({ publicKey }: { publicKey: KeyObject }) => publicKey.export({ format: 'jwk' }) as PublicJwk;
    const document: Partial<Client> = {
      redirectless_allow_without_attestation: false,
      client_attester_issuer: 'https://attester.example',
      client_attester_jwks_uri: 'https://attester.example/jwks',
    };
    let made = 0;

    beforeEach(async () => {
      await start(document);
      world.fetcher.documents.set('https://attester.example/jwks', { keys: [publicJwk(attester)] });
    });

    interface Parts {
      attestation?: Record<string, unknown>;
      proof?: Record<string, unknown>;
      attester?: KeyObject;
      instance?: KeyObject;
      typ?: string;
    }
    const signed = (typ: string, claims: Record<string, unknown>, key: KeyObject) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'ES256', typ }).sign(key);
    async function attested(parts: Parts = {}): Promise<Form> {
      const now = world.clock.now();
      const claims = { iss: 'https://attester.example', sub: 'app', exp: now + 60, cnf: { jwk: publicJwk(instance) } };
      const proof = { iss: 'app', aud: issuer, iat: now, jti: `proof ${++made}`, ...parts.proof };
      return {
        'oauth-client-attestation': await signed(
          parts.typ ?? 'oauth-client-attestation+jwt',
          { ...claims, ...parts.attestation },
          parts.attester ?? attester.privateKey,
        ),
        'oauth-client-attestation-pop': await signed(
          'oauth-client-attestation-pop+jwt',
          proof,
          parts.instance ?? instance.privateKey,
        ),
      };
    }

    it('[redirectless_allow_without_attestation] needs one, unless the client may do without', async () => {
      expect(told(await ask(asked))).toMatchObject({ status: 401, error: 'invalid_client' });
      expect(bodyOf(await ask({ ...asked, ...alice }, await attested()))).toHaveProperty('authorization_code');
      world.change({ ...document, redirectless_allow_without_attestation: true });
      expect(bodyOf(await ask({ ...asked, ...alice }))).toHaveProperty('authorization_code');
    });

    it('opens the API to a public client', async () => {
      await start({ ...document, token_endpoint_auth_method: 'none', confidential: false });
      world.fetcher.documents.set('https://attester.example/jwks', { keys: [publicJwk(attester)] });
      const form = { ...asked, ...alice, client_id: 'app' };
      expect(told(await world.asClient('/authorize-challenge', form))).toMatchObject({ status: 401 });
      const done = await world.post('/authorize-challenge', form, await attested());
      expect(bodyOf(done)).toHaveProperty('authorization_code');
    });

    it('[client_attester_issuer] [client_attester_jwks_uri] refuses for whom another attester vouches, or another key', async () => {
      const { issuer: other, key } = { issuer: 'https://x.example', key: instance.privateKey };
      for (const parts of [{ attestation: { iss: other } }, { attester: key }]) {
        expect(told(await ask(asked, await attested(parts)))).toMatchObject({
          status: 401,
          error: 'invalid_client_attestation',
        });
      }
      world.change({ ...document, client_attester_issuer: other });
      const answer = await ask(asked, await attested({ attestation: { iss: other } }));
      expect(bodyOf(answer)).toHaveProperty('auth_session');
      expect(world.fetcher.asked).toContain('https://attester.example/jwks');
    });

    it.each<[string, () => Parts, string]>([
      ['another client', () => ({ attestation: { sub: 'other' } }), 'attestation-is-of-the-client'],
      ['one that has expired', () => ({ attestation: { exp: world.clock.now() - 11 } }), 'attestation-is-current'],
      ['one from the future', () => ({ attestation: { iat: world.clock.now() + 60 } }), 'attestation-is-current'],
      ['a JWT of another type', () => ({ typ: 'at+jwt' }), 'attestation-is-a-jwt'],
      ['one without a key', () => ({ attestation: { cnf: {} } }), 'attestation-has-a-key'],
      [
        'a private key',
        () => ({ attestation: { cnf: { jwk: instance.privateKey.export({ format: 'jwk' }) } } }),
        'attestation-has-a-key',
      ],
      ['a proof of another key', () => ({ instance: attester.privateKey }), 'attestation-proof-verifies'],
      ['a proof for another server', () => ({ proof: { aud: 'https://x.example' } }), 'attestation-proof-is-for-us'],
      ['an old proof', () => ({ proof: { iat: world.clock.now() - 301 } }), 'attestation-proof-is-recent'],
      ['a proof without a jti', () => ({ proof: { jti: '' } }), 'attestation-proof-is-used-once'],
    ])('refuses %s', async (_, parts, rule) => {
      const answer = await ask(asked, await attested(parts()));
      expect(told(answer)).toMatchObject({ status: 401, error: 'invalid_client_attestation' });
      expect(await world.receiptOf(answer)).toMatchObject({ rule });
    });

    it('is good for the request that brings the nonce for DPoP too', async () => {
      world.change({ dpop_bound_access_tokens: true });
      const holder = new KeyHolder(() => world.clock.now());
      const address = `${issuer}/authorize-challenge`;
      const headers = await attested();
      const refused = await ask(asked, { ...headers, dpop: await holder.proof('POST', address) });
      expect(told(refused)).toMatchObject({ status: 400, error: 'use_dpop_nonce' });
      const claims = { nonce: refused.headers['dpop-nonce'] as string };
      const proof = await holder.proof('POST', address, undefined, { claims });
      expect(bodyOf(await ask(asked, { ...headers, dpop: proof }))).toHaveProperty('auth_session');
    });

    it('takes a proof once, and goes on with the same instance alone', async () => {
      const headers = await attested();
      const { auth_session } = bodyOf(await ask(asked, headers)) as { auth_session: string };
      expect(told(await ask(asked, headers))).toMatchObject({ error: 'invalid_client_attestation' });
      const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const ofOther = await attested({ attestation: { cnf: { jwk: publicJwk(other) } }, instance: other.privateKey });
      expect(told(await ask({ auth_session, ...alice }, ofOther))).toMatchObject({ error: 'invalid_session' });
      expect(bodyOf(await ask({ auth_session, ...alice }, await attested()))).toHaveProperty('authorization_code');
    });
  });

  describe('as response mode of the authorization endpoint', () => {
    const address = (over: Form = {}) => world.authorizationUrl({ response_mode: 'redirectless', ...over });
    const own = () => ({ authorization: world.basic });

    it('answers with the step, and then with what was asked for, as JSON', async () => {
      const first = await world.send('GET', address({ redirect_uri: '-' }), { headers: own() });
      expect(told(first)).toMatchObject({ status: 200, step: 'password', parameters: ['username', 'password'] });
      const form = {
        client_id: 'app',
        response_mode: 'redirectless',
        auth_session: bodyOf(first)['auth_session']!,
        ...alice,
      };
      const done = await world.post('/authorize', form, own());
      expect(told(done)).toMatchObject({ status: 200, state: 'st4te', iss: issuer, code: expect.any(String) });
      expect(await world.exchange(bodyOf(done)['code']!, { redirect_uri: '-' })).toHaveProperty('id_token');
    });

    it('tells refusals as JSON with their own status, and sends nobody anywhere', async () => {
      expect(told(await world.send('GET', address()))).toMatchObject({ status: 401, error: 'invalid_client' });
      const scope = await world.send('GET', address({ scope: 'email' }), { headers: own() });
      expect(told(scope)).toMatchObject({ status: 400, error: 'invalid_scope' });
      const silent = await world.send('GET', address({ prompt: 'none' }), { headers: own() });
      expect(told(silent)).toMatchObject({ status: 400, error: 'login_required' });
    });

    it('is said in the form of a POST, and otherwise refused as an application can read it', async () => {
      const form = { ...asked, client_id: 'app', response_type: 'code' };
      const answer = await world.post('/authorize?response_mode=redirectless', form, own());
      expect(told(answer)).toMatchObject({ status: 400, error: 'invalid_request' });
      const first = await world.post('/authorize', { ...form, response_mode: 'redirectless' }, own());
      expect(told(first)).toMatchObject({ status: 200, step: 'password' });
    });

    it('takes no secrets in an address', async () => {
      const answer = await world.send('GET', address(alice), { headers: own() });
      expect(told(answer)).toMatchObject({ status: 400, error: 'invalid_request' });
    });

    it('shows no answer to a browser that a pushed request sent here', async () => {
      const pushed = await world.asClient('/par', { ...asked, response_type: 'code', response_mode: 'redirectless' });
      const { request_uri } = bodyOf(pushed) as { request_uri: string };
      const inBrowser = `/authorize?${new URLSearchParams({ client_id: 'app', request_uri }).toString()}`;
      expect(await world.send('GET', inBrowser)).toMatchObject({
        status: 400,
        body: expect.stringContaining('id="error"'),
      });
      const direct = await world.send('GET', `${inBrowser}&response_mode=redirectless`, { headers: own() });
      expect(told(direct)).toMatchObject({ status: 200, step: 'password' });
    });

    it('is explained as if the client were authenticated', async () => {
      const explained = (parameters: Form) =>
        world.server.explain({
          endpoint: '/authorize',
          client_id: 'app',
          parameters: new URLSearchParams({
            response_mode: 'redirectless',
            response_type: 'code',
            ...parameters,
          }).toString(),
          address: '203.0.113.7',
        });
      expect(await explained(asked)).toMatchObject({ decision: 'asks_user', error: null });
      expect(await explained({ ...asked, scope: 'email' })).toMatchObject({
        decision: 'refused',
        error: 'invalid_scope',
      });
    });
  });
});
