import { createPrivateKey } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type Server as SecureServer, createServer } from 'node:https';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect, getCACertificates, setDefaultCACertificates } from 'node:tls';
import { aSelfSignedCertificate } from '@clientele/runtime/testing/certificates';
import { KeyHolder } from '@clientele/runtime/testing/dpop';
import { type JWTPayload, SignJWT, createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aParty, hostCertificate } from '../../scripts/conformance-parties.mjs';
import {
  account,
  acr,
  automationSecret,
  clientsFor,
  load,
  resourcePath,
  suiteConfigurations,
} from '../../scripts/conformance-setup.mjs';
import { type AdminApi, type Json } from '../admin-api.js';
import { type Browser, type Page } from '../browser.js';
import { fetchShowing } from '../fetch-showing.js';
import { Server, basic, freePorts } from '../server.js';
import './patience.js';

const command = readFileSync(join(import.meta.dirname, '../../scripts/conformance.mjs'), 'utf8');
const host = hostCertificate('localhost');
const parties = [aParty('first'), aParty('second')] as const;
const [first] = parties;
const stranger = aSelfSignedCertificate({ subject: 'CN=stranger' });
const suite = 'https://suite.example.com';
const place = `${suite}/test/a/clientele`;
const redirect_uri = `${place}/callback`;
const clients = clientsFor(place, parties);
const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const pkce = { code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256' };
const unique = () => `unique-${Math.random().toString(36).slice(2)}`;
const now = () => Math.floor(Date.now() / 1000);

type Metadata = Record<string, string> & { mtls_endpoint_aliases: Record<string, string> };
type Form = Record<string, string>;
interface Tokens extends Json {
  readonly access_token: string;
  readonly id_token: string;
  readonly refresh_token: string;
}

/** An application that the server calls: what it answers, by path, and what it was asked. */
const application: { readonly answers: Map<string, () => [type: string, body: string]>; readonly asked: string[] } = {
  answers: new Map(),
  asked: [],
};

let server: Server;
let admin: AdminApi;
let metadata: Metadata;
let mtls: string;
let listener: SecureServer;
let origin: string;

beforeAll(async () => {
  setDefaultCACertificates([...getCACertificates(), host.authority]);
  listener = createServer({ cert: host.pem, key: host.keyPem }, (request, response) => {
    void text(request).then((body) => {
      application.asked.push(`${request.url} ${body}`);
      const [type, answer] = application.answers.get(request.url!)?.() ?? ['text/plain', ''];
      response.writeHead(200, { 'content-type': type }).end(answer);
    });
  });
  await once(listener.listen(0, '127.0.0.1'), 'listening');
  const called = `localhost:${(listener.address() as AddressInfo).port}`;
  origin = `https://${called}`;
  const [mtlsPort] = await freePorts();
  mtls = `https://localhost:${mtlsPort}`;
  server = await Server.start({
    environment: {
      TLS_CERT: host.pem,
      TLS_KEY: host.keyPem,
      TLS_POLICY: 'rfc9325',
      MTLS_PORT: String(mtlsPort),
      TEST_RESOURCE_PATH: resourcePath,
      OUTBOUND_CA: host.authority,
      OUTBOUND_ALLOW: called,
    },
  });
  admin = server.admin();
  await load((method, path, body) => admin.call(method, path, body), clients);
  metadata = (await (await fetch(`${server.issuer}/.well-known/openid-configuration`)).json()) as Metadata;
});
afterAll(async () => {
  listener.close();
  await server.close();
});

/** A client of this file, made from one of the plans’ clients. */
async function aClient(like: string, over: Json = {}): Promise<string> {
  const document = clients.find(({ client_id }) => client_id === like)!;
  const client_id = `${like}-${unique()}`;
  const answer = await admin.call('PUT', `/clients/${client_id}`, { ...document, client_id, ...over });
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 201 });
  return client_id;
}

function address(client_id: string, over: Form = {}): URL {
  const parameters = { client_id, response_type: 'code', redirect_uri, scope: 'openid', state: 'st4te', ...over };
  return new URL(`${metadata.authorization_endpoint}?${new URLSearchParams(parameters).toString()}`);
}

const hasId = (page: Page, id: string) => page.html.includes(`id="${id}"`);
const answerIn = (url: URL) => new URLSearchParams(url.hash === '' ? url.search : url.hash.slice(1));

async function signsIn(page: Page, browser: Browser): Promise<Page> {
  return browser.press(page, 'sign-in', { username: account.username, password: account.password });
}

/** Signs in and allows; @returns what the client is answered */
async function answerTo(client_id: string, over: Form = {}, browser = server.browser()): Promise<URLSearchParams> {
  return answerIn(await browser.signsInAt(address(client_id, over), account));
}

async function post(
  url: string,
  form: Form,
  headers: Form = {},
  by: (url: string, init: { method: string; headers: Form; body: URLSearchParams }) => Promise<Response> = fetch,
): Promise<{ status: number; headers: Headers; body: Tokens }> {
  const answer = await by(url, { method: 'POST', headers, body: new URLSearchParams(form) });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Tokens };
}

const bySecret = (client_id: string) => ({ authorization: basic(client_id, first.secret) });

async function exchange(client_id: string, code: string, over: Form = {}): Promise<Tokens> {
  const form = { grant_type: 'authorization_code', code, redirect_uri, ...over };
  const { status, body } = await post(metadata.token_endpoint!, form, bySecret(client_id));
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
}

async function tokensOf(client_id: string, over: Form = {}, browser?: Browser): Promise<Tokens> {
  return exchange(client_id, (await answerTo(client_id, over, browser)).get('code')!);
}

const privateKey = createPrivateKey({ key: first.privateKeys.keys[0] as never, format: 'jwk' });

/** A JWT of the first client, RFC 7523 §3 and RFC 9101 §4; claims that are undefined are left out. */
function signs(claims: JWTPayload, kid = 'first-key'): Promise<string> {
  const standard = { aud: server.issuer, iat: now(), nbf: now(), exp: now() + 120, jti: unique() };
  return new SignJWT({ ...standard, ...claims }).setProtectedHeader({ alg: 'PS256', kid }).sign(privateKey);
}

async function assertion(client_id: string, claims: JWTPayload = {}, kid?: string): Promise<Form> {
  return {
    client_id,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await signs({ iss: client_id, sub: client_id, ...claims }, kid),
  };
}

describe('§1 pages', () => {
  it('stand apart from the authorization endpoint, work without scripts, and keep their ids', async () => {
    const browser = server.browser();
    const page = await browser.open(address('openid', { prompt: 'login consent' }));
    expect(page.url.pathname).toMatch(/^\/interaction\//);
    for (const id of ['username', 'password', 'sign-in']) expect(hasId(page, id), id).toBe(true);
    const consent = await signsIn(page, browser);
    expect(consent.url.pathname).toMatch(/^\/interaction\//);
    for (const id of ['allow', 'deny']) expect(hasId(consent, id), id).toBe(true);
    expect(page.html + consent.html).not.toContain('<script');
    expect((await browser.press(consent, 'allow')).url.href).toMatch(`${redirect_uri}?`);
  });

  it.each<[string, Form]>([
    ['an address that is not registered', { redirect_uri: `${place}/elsewhere` }],
    ['no address', { redirect_uri: '' }],
    ['an added query', { redirect_uri: `${redirect_uri}?a=b` }],
    ['another query', { redirect_uri: `${redirect_uri}?dummy1=lorem&dummy2=other` }],
    ['an unknown client', { client_id: 'nobody' }],
  ])('tell of %s at the authorization endpoint’s own address, with #error and 400', async (_, over) => {
    const page = await server.browser().open(address('openid', over));
    expect(page).toMatchObject({ status: 400, left: false, url: { pathname: '/authorize' } });
    expect(page.html).toMatch(/id="error"[^>]*>\s*<p><code>[a-z_]+<\/code>/);
  });

  it('show logo, policy and terms of the client with the sign-in form too', async () => {
    const logo_uri = `${origin}/logo.png`;
    const links = { policy_uri: `${origin}/policy`, tos_uri: `${origin}/terms` };
    const page = await server.browser().open(address(await aClient('openid', { logo_uri, ...links })));
    expect(hasId(page, 'sign-in')).toBe(true);
    expect(page.html).toContain(`id="client-logo" src="${logo_uri}"`);
    expect(page.html).toContain(`id="client-policy" href="${links.policy_uri}"`);
    expect(page.html).toContain(`id="client-tos" href="${links.tos_uri}"`);
  });

  it.each<Form>([{ prompt: 'login', max_age: '3600' }, { max_age: '1' }])(
    'ask the same user again for %o',
    async (over) => {
      const browser = server.browser();
      const before = decodeJwt((await tokensOf('openid', { max_age: '3600' }, browser)).id_token);
      let page = await browser.open(address('openid', over));
      while (page.left) page = await browser.open(address('openid', over));
      expect(hasId(page, 'sign-in')).toBe(true);
      const next = await signsIn(page, browser);
      const callback = next.left ? next.url : (await browser.press(next, 'allow')).url;
      const { id_token } = await exchange('openid', answerIn(callback).get('code')!);
      const after = decodeJwt(id_token);
      expect(after.sub).toBe(before.sub);
      expect(after.auth_time).toBeGreaterThanOrEqual(before.auth_time as number);
    },
  );

  it('pass on what the user denies, after a sign-in, also as a signed answer', async () => {
    const browser = server.browser();
    const consent = await signsIn(await browser.open(address('openid', { prompt: 'consent' })), browser);
    const denied = await browser.press(consent, 'deny');
    expect(Object.fromEntries(denied.url.searchParams)).toMatchObject({ error: 'access_denied', state: 'st4te' });

    const request = await signs({ ...requestOf('fapi1-jarm'), prompt: 'consent', ...jarm });
    const signed = await browser.press(await browser.open(address('fapi1-jarm', { request })), 'deny');
    const { payload } = await jwtVerify(signed.url.searchParams.get('response')!, serverKeys(), {
      issuer: server.issuer,
      audience: 'fapi1-jarm',
    });
    expect(payload).toMatchObject({ error: 'access_denied', state: 'st4te' });
  });

  it('give a refresh token for offline_access with prompt=consent, consent remembered or not', async () => {
    const browser = server.browser();
    const asked = { scope: 'openid offline_access', prompt: 'consent' };
    for (let time = 0; time < 2; time++) {
      const { refresh_token } = await tokensOf('openid', asked, browser);
      const refreshed = await post(
        metadata.token_endpoint!,
        { grant_type: 'refresh_token', refresh_token },
        bySecret('openid'),
      );
      expect(refreshed).toMatchObject({ status: 200, body: { access_token: expect.any(String) as string } });
    }
  });
});

describe('§1 sign-out', () => {
  const afterwards = `${place}/post_logout_redirect`;
  const logout = (parameters: Form = {}) => `/logout?${new URLSearchParams(parameters).toString()}`;
  const isSignedIn = async (browser: Browser) =>
    !answerIn((await browser.open(address('openid', { prompt: 'none' }))).url).has('error');

  async function signedIn() {
    const browser = server.browser();
    return { browser, id_token_hint: (await tokensOf('openid', {}, browser)).id_token };
  }

  it.each<Form>([{}, { state: 'x' }, { post_logout_redirect_uri: afterwards }])(
    'is asked about for %o',
    async (sent) => {
      const { browser } = await signedIn();
      const question = await browser.open(logout(sent));
      expect(hasId(question, 'sign-out')).toBe(true);
      expect(await isSignedIn(browser)).toBe(true);
      const done = await browser.press(question, 'sign-out');
      expect(done).toMatchObject({ left: false, status: 200 });
      expect(hasId(done, 'signed-out')).toBe(true);
      expect(await isSignedIn(browser)).toBe(false);
    },
  );

  it('returns to a registered address with the state, for a valid hint', async () => {
    const { browser, id_token_hint } = await signedIn();
    const question = await browser.open(logout({ id_token_hint, post_logout_redirect_uri: afterwards, state: 'x' }));
    const returned = question.left ? question : await browser.press(question, 'sign-out');
    expect(returned.url.href).toBe(`${afterwards}?state=x`);
    expect(await isSignedIn(browser)).toBe(false);
  });

  it('is refused with #error and 400 for another address or a hint that is not ours', async () => {
    const { browser, id_token_hint } = await signedIn();
    const [head, body, signature] = id_token_hint.split('.');
    const changed = `${head}.${body}.${signature!.startsWith('A') ? 'B' : 'A'}${signature!.slice(1)}`;
    const foreign = await signs({ ...decodeJwt(id_token_hint) });
    const post_logout_redirect_uri = afterwards;
    for (const sent of [
      { id_token_hint, post_logout_redirect_uri: `${afterwards}/other` },
      { id_token_hint, post_logout_redirect_uri: `${afterwards}?a=b` },
      { id_token_hint: changed, post_logout_redirect_uri },
      { id_token_hint: foreign, post_logout_redirect_uri },
    ] as Form[]) {
      const page = await browser.open(logout(sent));
      expect(page).toMatchObject({ status: 400, left: false });
      expect(hasId(page, 'error')).toBe(true);
    }
    expect(await isSignedIn(browser)).toBe(true);
  });

  it('reaches applications in front and at the back', async () => {
    application.answers.set('/backchannel', () => ['text/plain', '']);
    const back = await aClient('back-channel', { backchannel_logout_uri: `${origin}/backchannel` });
    const browser = server.browser();
    for (const client_id of ['front-channel', back]) await tokensOf(client_id, {}, browser);
    const done = await browser.press(await browser.open(logout()), 'sign-out');
    expect(done.html).toMatch(`<iframe class="notice" src="${place}/frontchannel_logout?iss=`);
    const told = () => application.asked.find((line) => line.startsWith('/backchannel '))?.split('logout_token=')[1];
    await expect.poll(told).toBeDefined();
    await jwtVerify(told()!, serverKeys(), { issuer: server.issuer, audience: back, typ: 'logout+jwt' });
  });
});

describe('§2 the account', () => {
  it('tells every standard claim under its scope, each of its type', async () => {
    const { access_token } = await tokensOf('openid', { scope: 'openid profile email address phone' });
    const headers = { authorization: `Bearer ${access_token}` };
    const told = (await (await fetch(metadata.userinfo_endpoint!, { headers })).json()) as Json;
    // When the account was changed last only the server knows.
    const { updated_at: _, ...claims } = account.claims;
    expect(told).toMatchObject(claims);
    expect(told).toMatchObject({ sub: expect.any(String) as string, updated_at: expect.any(Number) as number });
  });

  it('satisfies a class that the metadata name, and is named by login_hint', async () => {
    expect(metadata.acr_values_supported).toContain(acr);
    const asked = { acr_values: acr, login_hint: account.username };
    expect((await server.browser().open(address('openid', asked))).html).toContain(`value="${account.username}"`);
    expect(decodeJwt((await tokensOf('openid', asked)).id_token)).toMatchObject({ acr });
  });
});

describe('the admin API of a run', () => {
  it('opens to a secret that is given, or to one of its own, and to none that can be read in the repository', () => {
    expect(automationSecret({ BOOTSTRAP_CLIENT_SECRET: 'given' })).toBe('given');
    const drawn = [automationSecret({}), automationSecret({ BOOTSTRAP_CLIENT_SECRET: '' })];
    expect(new Set(drawn).size).toBe(2);
    for (const secret of drawn) expect(secret).toMatch(/^[\w-]{32}$/);
    expect(command).not.toMatch(/secret = ['"`]/);
  });
});

describe('§3 clients', () => {
  it('are taken as registration requests spell them, and keep every member', async () => {
    for (const { client_secret: _, ...document } of clients as Json[]) {
      expect(await admin.does('GET', `/clients/${String(document.client_id)}`)).toMatchObject(document);
    }
  });

  it('sign by HS512 with a chosen secret of 64 characters', async () => {
    const client_id = await aClient('openid', { id_token_signed_response_alg: 'HS512' });
    const { id_token } = await tokensOf(client_id);
    const { payload } = await jwtVerify(id_token, Buffer.from(first.secret), { algorithms: ['HS512'] });
    expect(payload).toMatchObject({ iss: server.issuer, aud: client_id });
  });

  it('authenticate in the form as well as in the header', async () => {
    const code = (await answerTo('openid-post')).get('code')!;
    const form = { grant_type: 'authorization_code', code, redirect_uri };
    const proof = { client_id: 'openid-post', client_secret: first.secret };
    expect((await post(metadata.token_endpoint!, { ...form, ...proof })).status).toBe(200);
  });

  it('are answered at a redirect URI that has a query', async () => {
    const other = `${redirect_uri}?dummy1=lorem&dummy2=ipsum`;
    const callback = await server.browser().signsInAt(address('openid', { redirect_uri: other }), account);
    expect(callback.href).toMatch(`${other}&`);
    const code = callback.searchParams.get('code')!;
    expect(await exchange('openid', code, { redirect_uri: other })).toHaveProperty('id_token');
  });

  it.each(['code', 'id_token', 'id_token token', 'code id_token', 'code token', 'code id_token token'])(
    'of OpenID Connect get what response_type=%s asks for',
    async (response_type) => {
      const answer = await answerTo('openid', { response_type, nonce: 'n' });
      const wanted = response_type.split(' ').map((part) => (part === 'token' ? 'access_token' : part));
      for (const name of wanted) expect(answer.get(name), name).not.toBeNull();
      const id_token = answer.get('id_token') ?? (await exchange('openid', answer.get('code')!)).id_token;
      const { payload } = await jwtVerify(id_token, serverKeys(), { issuer: server.issuer, audience: 'openid' });
      expect(payload.nonce).toBe('n');
    },
  );

  it('may send an unsigned request object by value, which goes before what stands beside it', async () => {
    const request = unsigned({ ...requestOf('openid'), response_type: 'code', state: 'inside' });
    const callback = await server
      .browser()
      .signsInAt(address('openid', { request, redirect_uri: `${place}/elsewhere` }), account);
    expect(callback.searchParams.get('state')).toBe('inside');
    expect(callback.pathname).toBe(new URL(redirect_uri).pathname);
  });

  it('are answered by a form that posts itself, and has a button', async () => {
    const browser = server.browser();
    let page = await signsIn(await browser.open(address('openid', { response_mode: 'form_post' })), browser);
    if (hasId(page, 'allow')) page = await browser.press(page, 'allow');
    expect(page.html).toContain(`<form method="post" action="${redirect_uri}">`);
    expect(hasId(page, 'continue')).toBe(true);
  });
});

describe('§3 registration', () => {
  const register = async (document: Json) => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ client_name: 'Registered', redirect_uris: [redirect_uri], ...document });
    const answer = await fetch(metadata.registration_endpoint!, { method: 'POST', headers, body });
    return { status: answer.status, body: (await answer.json()) as Json };
  };
  const managed = ({ registration_client_uri, registration_access_token }: Json, method: string) =>
    fetch(String(registration_client_uri), {
      method,
      headers: { authorization: `Bearer ${String(registration_access_token)}` },
    });

  it('is open, passes over what nobody knows, and is looked after by its token', async () => {
    const initiate_login_uri = `${place}/initiate_login`;
    const { status, body } = await register({ initiate_login_uri, unheard_of: 'x', contacts: null });
    expect(status, JSON.stringify(body)).toBe(201);
    expect(body).toMatchObject({
      client_id: expect.any(String) as string,
      client_secret: expect.any(String) as string,
    });
    expect(body.registration_client_uri).toMatch(`${metadata.registration_endpoint}/`);
    expect(body).not.toHaveProperty('unheard_of');
    expect(await (await managed(body, 'GET')).json()).toMatchObject({ initiate_login_uri });
    expect((await managed(body, 'DELETE')).status).toBe(204);
    expect((await managed(body, 'GET')).status).toBe(401);
  });

  it('allows what the Dynamic plan asks for: unsigned ID tokens, signed userinfo, references, pairwise subjects', async () => {
    const sector_identifier_uri = `${origin}/registered-sector.json`;
    const request_uri = `${origin}/registered-request.jwt`;
    application.answers.set('/registered-sector.json', () => ['application/json', JSON.stringify([redirect_uri])]);
    application.answers.set('/jwks', () => ['application/json', JSON.stringify(first.publicKeys)]);
    const { status, body } = await register({
      id_token_signed_response_alg: 'none',
      userinfo_signed_response_alg: 'RS256',
      request_uris: [request_uri],
      request_object_signing_alg: 'none',
      jwks_uri: `${origin}/jwks`,
      subject_type: 'pairwise',
      sector_identifier_uri,
    });
    expect(status, JSON.stringify(body)).toBe(201);
    const client_id = String(body.client_id);
    const request = unsigned({ ...requestOf(client_id), response_type: 'code', scope: 'openid', state: 'inside' });
    application.answers.set('/registered-request.jwt', () => ['application/oauth-authz-req+jwt', request]);
    const answer = await answerTo(client_id, { request_uri });
    expect(answer.get('state')).toBe('inside');
    const form = { grant_type: 'authorization_code', code: answer.get('code')!, redirect_uri };
    const headers = { authorization: basic(client_id, String(body.client_secret)) };
    const tokens = (await post(metadata.token_endpoint!, form, headers)).body;
    expect(tokens.id_token).toMatch(/^[^.]+\.[^.]+\.$/);
    const bearer = { authorization: `Bearer ${tokens.access_token}` };
    const userinfo = await (await fetch(metadata.userinfo_endpoint!, { headers: bearer })).text();
    const { payload } = await jwtVerify(userinfo, serverKeys(), { algorithms: ['RS256'], audience: client_id });
    expect(payload.sub).toBe(decodeJwt(tokens.id_token).sub);
  });

  it('refuses fragments and sectors that do not fit by their codes', async () => {
    application.answers.set('/empty-sector.json', () => ['application/json', '[]']);
    expect(await register({ redirect_uris: [`${redirect_uri}#fragment`] })).toMatchObject({
      status: 400,
      body: { error: 'invalid_redirect_uri' },
    });
    const pairwise = { subject_type: 'pairwise', sector_identifier_uri: `${origin}/empty-sector.json` };
    expect(await register(pairwise)).toMatchObject({ status: 400, body: { error: 'invalid_client_metadata' } });
  });
});

describe('§4 discovery', () => {
  it('is the same at both addresses, over https alone, with no member that is empty', async () => {
    const other = await fetch(`${server.issuer}/.well-known/oauth-authorization-server`);
    expect(await other.json()).toEqual(metadata);
    expect(metadata.issuer).toBe(server.issuer);
    for (const [name, value] of Object.entries(metadata)) {
      expect(value === null || (Array.isArray(value) && value.length === 0), name).toBe(false);
      if (name.endsWith('_endpoint') || name.endsWith('_uri')) expect(value).toMatch(/^https:\/\//);
    }
  });

  it('says what the plans switch modules on by', () => {
    expect(metadata).toMatchObject({
      claims_supported: expect.arrayContaining(Object.keys(account.claims)) as string[],
      scopes_supported: expect.arrayContaining(['openid', 'offline_access', 'accounts']) as string[],
      response_modes_supported: expect.arrayContaining(['query', 'fragment', 'form_post', 'jwt']) as string[],
      grant_types_supported: expect.arrayContaining(['authorization_code', 'implicit', 'refresh_token']) as string[],
      claims_parameter_supported: true,
      request_parameter_supported: true,
      request_uri_parameter_supported: true,
      require_request_uri_registration: expect.any(Boolean) as boolean,
      require_pushed_authorization_requests: expect.any(Boolean) as boolean,
      pushed_authorization_request_endpoint: `${server.issuer}/par`,
      authorization_response_iss_parameter_supported: true,
      code_challenge_methods_supported: ['S256'],
      tls_client_certificate_bound_access_tokens: true,
    });
    const offers = (name: string, ...values: string[]) =>
      expect(metadata[name], name).toEqual(expect.arrayContaining(values));
    offers('dpop_signing_alg_values_supported', 'PS256', 'ES256', 'EdDSA');
    offers(
      'token_endpoint_auth_methods_supported',
      'private_key_jwt',
      'tls_client_auth',
      'self_signed_tls_client_auth',
    );
    offers('id_token_signing_alg_values_supported', 'RS256', 'PS256', 'ES256');
    offers('authorization_signing_alg_values_supported', 'PS256', 'ES256');
  });

  it('has aliases for endpoints that there are, and none for pages', () => {
    const { mtls_endpoint_aliases: aliases } = metadata;
    expect(aliases).toMatchObject({ token_endpoint: `${mtls}/token`, userinfo_endpoint: `${mtls}/userinfo` });
    for (const [name, value] of Object.entries(aliases))
      expect(value).toBe(metadata[name]?.replace(server.issuer, mtls));
    expect(aliases).not.toHaveProperty('authorization_endpoint');
    expect(aliases).not.toHaveProperty('end_session_endpoint');
  });

  it('leads to keys with one kid each, a use, an alg that fits, and nothing private', async () => {
    const { keys } = (await (await fetch(metadata.jwks_uri!)).json()) as { keys: Json[] };
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(keys.length);
    for (const key of keys) {
      expect(key).toMatchObject({ kid: expect.any(String) as string, use: 'sig' });
      // Without one a key signs by every algorithm of its type.
      if (key.alg !== undefined) expect(key.alg).toMatch(key.kty === 'RSA' ? /^(?:RS|PS)/ : /^(?:ES|Ed)/);
      for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']) expect(key).not.toHaveProperty(secret);
    }
  });
});

describe('§3, §5, §6 financial plans', () => {
  const resource = (at: string) => `${at}${resourcePath}`;
  const holder = new KeyHolder(now);
  const thief = new KeyHolder(now);
  const mine = fetchShowing(first.certificate);

  /** The code of an authorization request that a FAPI 2.0 client pushes. */
  async function pushed(client_id: string, at: string, proof: Form, by?: Parameters<typeof post>[3], over: Form = {}) {
    const request = { response_type: 'code', redirect_uri, scope: 'openid accounts', state: 'st4te', ...pkce };
    const sent = await post(`${at}/par`, { ...proof, ...(over.request ? over : { ...request, ...over }) }, {}, by);
    expect(sent, JSON.stringify(sent.body)).toMatchObject({ status: 201 });
    expect(sent.body.expires_in).toBeLessThanOrEqual(60);
    const url = `${server.issuer}/authorize?${new URLSearchParams({ client_id, request_uri: String(sent.body.request_uri) }).toString()}`;
    return server.browser().signsInAt(url, account);
  }

  const codeForm = (callback: URL) => {
    const code = answerIn(callback).get('code')!;
    return { grant_type: 'authorization_code', code, redirect_uri, code_verifier: verifier };
  };

  it('FAPI 2.0 with DPoP: token and resource take the key of the client alone', async () => {
    const client_id = 'fapi2-dpop';
    const callback = await pushed(client_id, server.issuer, await assertion(client_id));
    expect(callback.searchParams.get('iss')).toBe(server.issuer);
    const dpop = await holder.proof('POST', metadata.token_endpoint!);
    const form = { ...codeForm(callback), ...(await assertion(client_id)) };
    const { status, body } = await post(metadata.token_endpoint!, form, { dpop });
    expect(status, JSON.stringify(body)).toBe(200);
    const at = resource(server.issuer);
    const ask = async (scheme: string, by: KeyHolder | undefined, headers: Form = {}) =>
      fetch(at, {
        headers: {
          authorization: `${scheme} ${body.access_token}`,
          ...(by && { dpop: await by.proof('GET', at, body.access_token) }),
          ...headers,
        },
      });
    const interaction = { 'x-fapi-interaction-id': 'c770aef3-6784-41f7-8e0e-ff5f97bddb3a', accept: 'application/xml' };
    for (const scheme of ['DPoP', 'dpop']) {
      const answer = await ask(scheme, holder, interaction);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('application/json');
      expect(Date.parse(answer.headers.get('date')!)).not.toBeNaN();
      expect(answer.headers.get('x-fapi-interaction-id')).toBe(interaction['x-fapi-interaction-id']);
      expect(await answer.json()).toMatchObject({ client_id });
    }
    for (const [scheme, by] of [
      ['DPoP', thief],
      ['DPoP', undefined],
      ['Bearer', undefined],
    ] as const) {
      const refused = await ask(scheme, by);
      expect(refused.status).toBe(401);
      expect(refused.headers.get('www-authenticate')).toMatch(/^DPoP .*error=/);
    }
    const inQuery = await fetch(`${at}?access_token=${body.access_token}`);
    expect(inQuery.status).toBe(400);
    await post(
      metadata.revocation_endpoint!,
      { token: body.access_token, ...(await assertion(client_id)) },
      {},
      noBody,
    );
    expect((await ask('DPoP', holder)).status).toBe(401);
  });

  it('FAPI 2.0 with certificates: a self-signed one arrives, and the resource takes it alone, at the alias', async () => {
    const client_id = 'fapi2-mtls';
    const callback = await pushed(client_id, mtls, { client_id }, mine);
    const { status, body } = await post(`${mtls}/token`, { ...codeForm(callback), client_id }, {}, mine);
    expect(status, JSON.stringify(body)).toBe(200);
    const headers = { authorization: `Bearer ${body.access_token}` };
    expect((await mine(resource(mtls), { headers })).status).toBe(200);
    for (const refused of [fetchShowing(stranger), fetch]) {
      const answer = await refused(resource(mtls), { headers });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer .*error="invalid_token"/);
    }
    // The public listener asks for none, so none arrives there.
    expect((await mine(resource(server.issuer), { headers })).status).toBe(401);
  });

  it('FAPI 2.0 Message Signing: a signed request is pushed, and a signed answer comes', async () => {
    const client_id = 'fapi2-signed';
    const request = await signs({ ...requestOf(client_id), ...jarm, ...pkce });
    const callback = await pushed(client_id, server.issuer, await assertion(client_id), undefined, { request });
    const expected = { issuer: server.issuer, audience: client_id };
    const { payload } = await jwtVerify(callback.searchParams.get('response')!, serverKeys(), expected);
    const dpop = await holder.proof('POST', metadata.token_endpoint!);
    const form = { ...codeForm(callback), code: String(payload.code), ...(await assertion(client_id)) };
    expect((await post(metadata.token_endpoint!, form, { dpop })).status).toBe(200);
  });

  it.each(['fapi1', 'fapi1-mtls'])(
    'FAPI 1.0 Advanced: %s has a signed request by value answered',
    async (client_id) => {
      const request = await signs({ ...requestOf(client_id), response_type: 'code id_token' });
      const url = address(client_id, { request, response_type: 'code id_token', scope: 'openid accounts' });
      const callback = await server.browser().signsInAt(url, account);
      const id_token = answerIn(callback).get('id_token')!;
      const { payload } = await jwtVerify(id_token, serverKeys(), { issuer: server.issuer, algorithms: ['PS256'] });
      expect(payload).toMatchObject({
        nonce: 'n',
        c_hash: expect.any(String) as string,
        s_hash: expect.any(String) as string,
      });
      const { code_verifier: _, ...form } = codeForm(callback);
      const proof = client_id === 'fapi1' ? await assertion(client_id) : { client_id };
      const { status, body } = await post(`${mtls}/token`, { ...form, ...proof }, {}, mine);
      expect(status, JSON.stringify(body)).toBe(200);
      const headers = { authorization: `Bearer ${body.access_token}` };
      expect((await mine(resource(mtls), { headers })).status).toBe(200);
      expect((await fetchShowing(stranger)(resource(mtls), { headers })).status).toBe(401);
    },
  );

  it('both listeners speak TLS 1.3, and of 1.2 ECDHE with AES-GCM alone', async () => {
    for (const port of [server.issuer, mtls].map((at) => Number(new URL(at).port))) {
      const speaks = async (options: object): Promise<string> => {
        const socket = connect({ host: 'localhost', port, ca: host.authority, ...options });
        await once(socket, 'secureConnect');
        const spoken = `${socket.getProtocol()} ${socket.getCipher().name}`;
        socket.destroy();
        return spoken;
      };
      expect(await speaks({})).toMatch(/^TLSv1\.3 /);
      expect(await speaks({ maxVersion: 'TLSv1.2' })).toMatch(/^TLSv1\.2 ECDHE-RSA-AES(?:128|256)-GCM-/);
      for (const ciphers of ['ECDHE-RSA-CHACHA20-POLY1305', 'ECDHE-RSA-AES128-SHA256', 'AES128-GCM-SHA256']) {
        await expect(speaks({ maxVersion: 'TLSv1.2', ciphers }), ciphers).rejects.toThrow();
      }
      const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' };
      await expect(speaks(old)).rejects.toThrow();
    }
  });
});

describe('§8 going out', () => {
  it('is told at the start', () => {
    for (const name of ['TEST_RESOURCE_PATH', 'OUTBOUND_ALLOW', 'OUTBOUND_CA'])
      expect(server.log()).toContain(`${name}:`);
  });

  it('reads keys at a jwks_uri, and for unknown ones not again and again', async () => {
    application.answers.set('/jwks', () => ['application/json', JSON.stringify(first.publicKeys)]);
    const client_id = await aClient('fapi2-dpop', { jwks: null, jwks_uri: `${origin}/jwks` });
    const introspect = async (kid?: string) =>
      post(metadata.revocation_endpoint!, { token: 'x', ...(await assertion(client_id, {}, kid)) }, {}, noBody);
    expect((await introspect()).status).toBe(200);
    for (let i = 0; i < 5; i++) expect((await introspect(`forged-${i}`)).status).toBe(401);
    expect(application.asked.filter((line) => line.startsWith('/jwks '))).toHaveLength(1);
  });

  it('reads a request object at a registered address', async () => {
    const request_uri = `${origin}/request.jwt`;
    const client_id = await aClient('openid', {
      jwks: first.publicKeys,
      request_uris: [request_uri],
      request_object_signing_alg: 'PS256',
    });
    const request = await signs({ ...requestOf(client_id), response_type: 'code', state: 'inside' });
    application.answers.set('/request.jwt', () => ['application/oauth-authz-req+jwt', request]);
    expect((await answerTo(client_id, { request_uri })).get('state')).toBe('inside');
  });

  it('checks the document of a sector', async () => {
    const document = `${origin}/sector.json`;
    application.answers.set('/sector.json', () => ['application/json', JSON.stringify([redirect_uri])]);
    const pairwise = { subject_type: 'pairwise', sector_identifier_uri: document, redirect_uris: [redirect_uri] };
    const client_id = await aClient('openid', pairwise);
    const { sub } = decodeJwt((await tokensOf(client_id)).id_token);
    expect(sub).not.toBe(decodeJwt((await tokensOf('openid')).id_token).sub);
    const { client_id: like, ...openid } = clients[0]! as Json;
    const refused = await admin.call('PUT', '/clients/off-sector', {
      ...openid,
      ...pairwise,
      redirect_uris: [redirect_uri, `${place}/other`],
    });
    expect(like).toBe('openid');
    expect(refused).toMatchObject({ status: 422 });
  });
});

describe('§10 time', () => {
  it('tolerates a clock that is 10 s ahead, and not one that is 60 s ahead', async () => {
    const client_id = 'fapi2-dpop';
    const authenticates = async (ahead: number) => {
      const at = now() + ahead;
      const proof = await assertion(client_id, { iat: at, nbf: at, exp: at + 60 });
      return (await post(metadata.revocation_endpoint!, { token: 'x', ...proof }, {}, noBody)).status;
    };
    // The tolerance is as much, and this test takes its time.
    expect(await authenticates(9)).toBe(200);
    expect(await authenticates(60)).toBe(401);
    const ahead = (seconds: number) => new KeyHolder(() => now() + seconds);
    const proves = async (seconds: number) => {
      const headers = { dpop: await ahead(seconds).proof('POST', metadata.token_endpoint!) };
      const form = { grant_type: 'refresh_token', refresh_token: 'unknown', ...(await assertion(client_id)) };
      return (await post(metadata.token_endpoint!, form, headers)).body.error;
    };
    expect(await proves(9)).toBe('invalid_grant');
    expect(await proves(60)).toBe('invalid_dpop_proof');
  });

  it('lets codes and pushed requests end within a minute', async () => {
    const settings = await admin.does('GET', '/settings');
    expect(settings.authorization_code_ttl).toBeLessThanOrEqual(60);
    expect(settings.pushed_authorization_request_ttl).toBeLessThanOrEqual(60);
  });

  it('rotates keys by one call: both are published, and the new one signs at once', async () => {
    const kidsOf = async () =>
      ((await (await fetch(metadata.jwks_uri!)).json()) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
    const before = await kidsOf();
    const { kid } = await admin.does('POST', '/key-pairs/rs256/keys', { at_once: true });
    expect(await kidsOf()).toEqual(expect.arrayContaining([...before, kid]));
    const { id_token } = await tokensOf('openid');
    const { protectedHeader } = await jwtVerify(id_token, createRemoteJWKSet(new URL(metadata.jwks_uri!)));
    expect(protectedHeader.kid).toBe(kid);
  });
});

describe('the configurations of the official suite', () => {
  it('name clients that are loaded, by what they have', () => {
    const names = new Set(clients.map(({ client_id }) => client_id));
    const where = { issuer: server.issuer, mtls, alias: 'clientele', suite };
    const all = suiteConfigurations(where, parties);
    expect(all.flatMap(({ plans }) => plans)).toContain('oidcc-config-certification-test-plan');
    for (const { configuration } of all) {
      for (const { client_id } of [configuration.client, configuration.client2] as { client_id?: string }[]) {
        if (client_id !== undefined) expect(names).toContain(client_id);
      }
    }
    expect(all.filter(({ configuration }) => 'client_id' in configuration.client)).not.toHaveLength(0);
  });
});

/** Of clients whose answers are signed. */
const jarm = { response_type: 'code', response_mode: 'jwt' };

/** An unsecured JWT, RFC 7519 §6. */
function unsigned(claims: JWTPayload): string {
  const encoded = [{ alg: 'none' }, { aud: server.issuer, ...claims }].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  return `${encoded.join('.')}.`;
}

/** What a request object of a client says, RFC 9101 §4. */
function requestOf(client_id: string): JWTPayload {
  return { iss: client_id, client_id, redirect_uri, scope: 'openid accounts', state: 'st4te', nonce: 'n' };
}

/** The keys of the server as they are now. */
function serverKeys() {
  return createRemoteJWKSet(new URL(metadata.jwks_uri!));
}

/** A fetch whose answers have no content, where JSON is read. */
async function noBody(url: string, init: RequestInit): Promise<Response> {
  const answer = await fetch(url, init);
  return new Response((await answer.text()) || '{}', answer);
}
