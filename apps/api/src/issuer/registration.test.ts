import { type KeyObject, generateKeyPairSync, sign } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AdminApi, aMachineClient } from '../testing/admin-api.js';
import { type RunningServer, runningServer } from '../testing/running-server.js';
import { dialects } from '../testing/temporary-database.js';
import { aSignInClient, aUserAgent } from '../testing/user-agent.js';
import { removeUnusedClients } from '../unused-clients.js';

type Json = Record<string, unknown>;
interface Told {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json & {
    client_id: string;
    client_secret: string;
    registration_access_token: string;
    registration_client_uri: string;
    error_description: string;
  };
}

/** A software statement, signed with ES256. */
function signed(claims: Json, key: KeyObject, header: Json = {}): string {
  const part = (value: Json): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const input = `${part({ alg: 'ES256', kid: 'f', ...header })}.${part(claims)}`;
  const signature = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

const web = { client_name: 'Notes', redirect_uris: ['https://notes.example/callback'] };

describe.each(dialects)('dynamic client registration on %s', (dialect) => {
  let server: RunningServer;
  let api: AdminApi;

  beforeAll(async () => {
    server = await runningServer({ dialect });
    api = await server.admin();
  });
  afterAll(() => server.close());

  const open = {
    registration_enabled: true,
    registration_requires_token: false,
    registration_rate_limit: 10_000,
  };
  beforeEach(() => set({}));

  /** Settings of a test: open registration, save for what it says. */
  async function set(settings: Json): Promise<void> {
    const defaults = {
      registration_non_templatized: null,
      registration_templatized: null,
      registration_policy_ids: null,
      registration_scopes: null,
      registration_allow_management: null,
      registration_allow_client_delete: null,
      registration_rotate_access_token: null,
      registration_access_token_ttl: null,
      registration_unused_client_ttl: null,
      registration_token_scope: null,
      registration_client_template_id: null,
    };
    expect((await api.patch('/settings', { ...defaults, ...open, ...settings })).status).toBe(200);
  }

  async function send(method: string, path: string, body?: unknown, token?: string): Promise<Told> {
    const answer = await server.issuer(path.replace(server.config.issuer, ''), {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      body: (text === '' ? {} : JSON.parse(text)) as Told['body'],
    };
  }

  const register = (document: Json = web, token?: string) => send('POST', '/register', document, token);

  async function registered(document: Json = web, token?: string): Promise<Told['body']> {
    const { status, body } = await register(document, token);
    expect(body).toMatchObject({ client_id: expect.any(String) });
    expect(status).toBe(201);
    return body;
  }

  const manage = (method: string, client: Told['body'], body?: unknown, token = client.registration_access_token) =>
    send(method, client.registration_client_uri, body, token);

  let count = 0;
  /** An initial access token that administrators have made. */
  async function initialToken(members: Json = {}): Promise<string> {
    const answer = await api.post('/initial-access-tokens', { id: `token-${++count}`, name: 'Partner', ...members });
    expect(answer.status).toBe(201);
    return String(answer.body.token);
  }

  async function metadata(): Promise<Json> {
    return (await (await server.issuer('/.well-known/oauth-authorization-server')).json()) as Json;
  }

  it('answers with the effective metadata, and marks the client as one that registered itself', async () => {
    const { status, headers, body } = await register({ ...web, scope: 'openid email', made_up: 1, contacts: null });
    expect(status).toBe(201);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(body).toMatchObject({
      ...web,
      scope: 'openid email',
      grant_types: ['authorization_code'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_basic',
      client_secret: expect.stringMatching(/^[\w-]{43}$/),
      client_secret_expires_at: 0,
      client_id_issued_at: expect.any(Number),
    });
    expect(body).not.toHaveProperty('made_up');
    const stored = (await api.get(`/clients/${body.client_id}`)).body;
    expect(stored).toMatchObject({ origin: 'open_registration', client_template_id: 'dynamic' });
    expect(stored).not.toHaveProperty('owner');
    const listed = await api.get('/clients?origin=open_registration&limit=200');
    expect(listed.items.map(({ client_id }) => client_id)).toContain(body.client_id);
    const events = await api.get(`/events?client_id=${body.client_id}`);
    expect(events.items).toContainEqual(
      expect.objectContaining({ type: 'client.created', origin: 'open_registration', target: body.client_id }),
    );
  });

  it('says in discovery whether there is an endpoint, and has none while it is off', async () => {
    expect(await metadata()).toMatchObject({ registration_endpoint: `${server.config.issuer}/register` });
    const client = await registered();
    await set({ registration_enabled: false });
    expect(await metadata()).not.toHaveProperty('registration_endpoint');
    expect((await register()).status).toBe(404);
    expect((await manage('GET', client)).status).toBe(404);
  });

  it('lets pages of other origins register', async () => {
    const asked = { origin: 'https://notes.example', 'access-control-request-method': 'POST' };
    const preflight = await server.issuer('/register', { method: 'OPTIONS', headers: asked });
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect((await register()).headers.get('access-control-allow-origin')).toBe('*');
    await set({ registration_requires_token: true });
    const refused = await server.issuer('/register', { method: 'POST', headers: { origin: 'https://notes.example' } });
    expect(refused.status).toBe(401);
    expect(refused.headers.get('access-control-allow-origin')).toBe('*');
    expect(refused.headers.get('access-control-expose-headers')).toContain('WWW-Authenticate');
  });

  it('registers what the standards know: keys, pairwise subjects, request addresses, unsigned ID tokens', async () => {
    await api.patch('/settings', { allow_unsigned_responses: true });
    const document = {
      ...web,
      jwks_uri: 'https://notes.example/jwks',
      subject_type: 'pairwise',
      id_token_signed_response_alg: 'none',
      userinfo_signed_response_alg: 'RS256',
      request_uris: ['https://notes.example/request'],
      initiate_login_uri: 'https://notes.example/start',
      token_endpoint_auth_method: 'private_key_jwt',
    };
    const client = await registered(document);
    expect(client).toMatchObject(document);
    expect(client).not.toHaveProperty('client_secret');
    expect((await manage('GET', client)).body).toMatchObject({ initiate_login_uri: document.initiate_login_uri });
    const sector = { ...web, subject_type: 'pairwise', sector_identifier_uri: 'https://192.0.2.1/sector.json' };
    expect((await register(sector)).body).toMatchObject({
      error: 'invalid_client_metadata',
      error_description: expect.stringContaining('sector_identifier_uri'),
    });
  });

  it.each(['com.example.notes:/callback', 'http://127.0.0.1/callback'])(
    'takes an application at %s for a native one',
    async (uri) => {
      const client = await registered({ ...web, redirect_uris: [uri] });
      expect(client.application_type).toBe('native');
    },
  );

  it('leaves out grant types that it does not know, and has the usual scopes where none is left', async () => {
    const asked = { grant_types: ['authorization_code', 'urn:example:grant'], scope: 'made_up' };
    const client = await registered({ ...web, ...asked });
    expect(client.grant_types).toEqual(['authorization_code']);
    expect(client.scope).toBe((await registered()).scope);
    expect((await register({ ...web, grant_types: ['urn:example:grant'] })).status).toBe(400);
  });

  describe('[T-092] initial access tokens', () => {
    beforeEach(() => set({ registration_requires_token: true }));

    it('are demanded, and refused with a challenge when they are not good', async () => {
      const none = await register();
      expect(none.status).toBe(401);
      expect(none.headers.get('www-authenticate')).toMatch(/^Bearer /);
      const wrong = await register(web, 'nonsense');
      expect(wrong.status).toBe(401);
      expect(wrong.headers.get('www-authenticate')).toContain('error="invalid_token"');
      const expired = await initialToken({ expires_at: '2020-01-01T00:00:00Z' });
      expect((await register(web, expired)).status).toBe(401);
    });

    it('register as many clients as they are for, also when many come at once', async () => {
      const token = await initialToken({ max_registrations: 2 });
      const answers = await Promise.all(Array.from({ length: 6 }, () => register(web, token)));
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 201, 401, 401, 401, 401]);
      const { client_id } = answers.find(({ status }) => status === 201)!.body;
      expect((await api.get(`/clients/${client_id}`)).body).toMatchObject({
        origin: 'registration',
        created_by: `initial access token token-${count}`,
      });
    });

    it('are not used up by a registration that is refused', async () => {
      const token = await initialToken({ max_registrations: 1 });
      expect((await register({ redirect_uris: ['https://notes.example/#x'] }, token)).status).toBe(400);
      expect((await register(web, token)).status).toBe(201);
      expect((await register(web, token)).status).toBe(401);
    });

    it('are shown once, keep working when they are renamed, and end when they are deleted', async () => {
      const token = await initialToken();
      const address = `/initial-access-tokens/token-${count}`;
      expect((await api.get(address)).text).not.toContain(token);
      expect((await api.patch(address, { name: 'Another partner' })).status).toBe(200);
      expect((await register(web, token)).status).toBe(201);
      expect((await api.delete(address)).status).toBe(204);
      expect((await register(web, token)).status).toBe(401);
    });

    it('can be access tokens with the scope for it, and of no other', async () => {
      await api.post('/scopes', { name: 'dcr', kind: 'exclusive' });
      const portal = { client_id: 'portal', allow_exclusive_scopes: true, exclusive_scopes: ['dcr'] };
      const created = (await api.put('/clients/portal', aMachineClient(portal))).body as { client_secret: string };
      const credentials = { client_id: 'portal', client_secret: created.client_secret };
      expect((await register(web, await server.token(credentials, 'dcr'))).status).toBe(201);
      await set({ registration_requires_token: true, registration_token_scope: 'register' });
      expect((await register(web, await server.token(credentials, 'dcr'))).status).toBe(403);
    });
  });

  it('[T-092] refuses a flood with 429', async () => {
    await set({ registration_rate_limit: 2 });
    const statuses: number[] = [];
    for (let index = 0; index < 4 && !statuses.includes(429); index++) statuses.push((await register()).status);
    expect(statuses.at(-1)).toBe(429);
    const refused = await register();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('[T-092] deletes clients that were never used, where that is set, and no others', async () => {
    const { client_id } = await registered();
    await api.post('/clients', aMachineClient({ client_id: `kept-${dialect}` }));
    expect(await removeUnusedClients(server.storage)).toBe(0);
    await set({ registration_unused_client_ttl: 1 });
    const statusNow = async () => {
      await removeUnusedClients(server.storage);
      return (await api.get(`/clients/${client_id}`)).status;
    };
    await expect.poll(statusNow, { timeout: 10_000, interval: 200 }).toBe(404);
    expect((await api.get(`/clients/kept-${dialect}`)).status).toBe(200);
  });

  describe('[T-093] what a stranger may not register', () => {
    it.each([
      ['first_party', true],
      ['bypass_consent', true],
      ['enabled', false],
      ['owner', 'admin'],
      ['client_id', 'mine'],
      ['client_secret', 'correct-horse-battery-staple-1'],
      ['client_template_id', 'web'],
      ['default_access_token_manager_id', 'opaque'],
      ['redirect_uri_validation_policy_id', 'exact'],
      ['allow_exclusive_scopes', true],
      ['extended_properties', {}],
      ['registration_access_token', 'x'],
      ['created_by', 'admin'],
      ['registration_template_enabled', true],
    ])('%s is refused by its name', async (name, value) => {
      const { status, body } = await register({ ...web, [name]: value });
      expect(status).toBe(400);
      expect(body).toMatchObject({ error: 'invalid_client_metadata' });
      expect(body.error_description).toBe(`${name} cannot be registered`);
    });

    it.each([
      'javascript:alert(1)',
      'https://notes.example/#fragment',
      'https://*.example/callback',
      'https://user@notes.example/',
      '<script>alert(1)</script>',
    ])('the redirect URI %s is refused', async (uri) => {
      const { status, headers, body } = await register({ ...web, redirect_uris: [uri] });
      expect(status).toBe(400);
      expect(headers.get('content-type')).toBe('application/json');
      expect(body).toMatchObject({ error: 'invalid_redirect_uri' });
    });

    it.each([
      ['logo_uri', 'javascript:alert(1)'],
      ['jwks_uri', 'https://127.0.0.1/jwks'],
      ['jwks_uri', 'http://notes.example/jwks'],
      ['contacts', ['\ud800@notes.example']],
    ])('%s of %s is refused', async (name, value) => {
      const { status, body } = await register({ ...web, [name]: value });
      expect(status).toBe(400);
      expect(body.error_description).toContain(name);
    });

    it('scopes beyond those for registrations are left out, and the answer says so', async () => {
      const client = await registered({ ...web, scope: 'openid admin clients:write' });
      expect(client.scope).toBe('openid');
      const machine = await registered({ client_name: 'M', grant_types: ['client_credentials'], scope: 'admin' });
      await expect(server.token(machine, 'admin')).rejects.toThrow('invalid_scope');
    });

    it('half a character in a subject of certificates is refused', async () => {
      const method = { token_endpoint_auth_method: 'tls_client_auth', tls_client_auth_san_email: 'x@\ud800.example' };
      const { status, body } = await register({ ...web, ...method });
      expect(status).toBe(400);
      expect(body.error_description).toContain('tls_client_auth_san_email');
    });

    it('a scope of the admin API is refused even where the settings name it', async () => {
      await set({ registration_scopes: ['openid', 'clients:write'] });
      expect((await register({ ...web, scope: 'clients:write' })).body).toMatchObject({
        error: 'invalid_client_metadata',
        error_description: expect.stringContaining('scope'),
      });
    });

    it('what is no JSON object is refused', async () => {
      const form = { method: 'POST', body: new URLSearchParams({ client_name: 'Notes' }) };
      expect((await server.issuer('/register', form)).status).toBe(400);
      expect((await send('POST', '/register', [web])).status).toBe(400);
    });
  });

  describe('policies', () => {
    async function policy(id: string, members: Json): Promise<void> {
      expect((await api.put(`/client-registration-policies/${id}`, { name: id, ...members })).body).toMatchObject({
        id,
      });
      await set({ registration_policy_ids: [id] });
    }

    it('bound what may be registered, and open further fields', async () => {
      await policy('narrow', {
        scopes: ['openid'],
        grant_types: ['authorization_code'],
        response_types: ['code'],
        token_endpoint_auth_methods: ['client_secret_basic', 'none'],
        redirect_hosts: ['*.partner.example', 'partner.example'],
        registrable_fields: ['description'],
      });
      const fitting = {
        client_name: 'P',
        redirect_uris: ['https://app.partner.example/cb'],
        description: 'Of a partner',
      };
      expect(await registered(fitting)).toMatchObject({ scope: 'openid', description: 'Of a partner' });
      const refusals = [
        { ...fitting, redirect_uris: ['https://evilpartner.example/cb'] },
        { ...fitting, grant_types: ['authorization_code', 'refresh_token'] },
        { ...fitting, grant_types: ['authorization_code', 'implicit'], response_types: ['code id_token'] },
        { ...fitting, token_endpoint_auth_method: 'client_secret_post' },
        // What stands where a host would is nobody's behind a private scheme.
        { ...fitting, application_type: 'native', redirect_uris: ['com.evil.app://app.partner.example/cb'] },
      ];
      const errors = await Promise.all(
        refusals.map(async (document) => (await register(document)).body.error_description),
      );
      expect(errors.map((description) => description.split(' ')[0])).toEqual([
        'redirect_uris/0',
        'grant_types',
        'grant_types',
        'token_endpoint_auth_method',
        'redirect_uris/0',
      ]);
    });

    it.each([
      [
        'the response types that are said',
        { grant_types: ['authorization_code', 'implicit'], response_types: ['code id_token'] },
      ],
      ['those that are not', { grant_types: ['implicit'], scope: 'openid' }],
    ])('bound %s', async (_, members) => {
      await policy('code-alone', { response_types: ['code'] });
      expect((await api.put('/client-templates/plain', { name: 'Plain', defaults: {} })).status).toBeLessThan(300);
      await set({ registration_policy_ids: ['code-alone'], registration_client_template_id: 'plain' });
      const { status, body } = await register({ ...web, ...members });
      expect(status).toBe(400);
      expect(body.error_description).toMatch(/response_types/);
    });

    it.each(['https://Partner.Example/', '*', 'a.*.example', '*.', 'Partner.example', 'partner.example:443'])(
      'bound redirect URIs by hosts as addresses spell them, and not by %s',
      async (host) => {
        const members = { id: 'hosts', name: 'Hosts', redirect_hosts: [host] };
        const answer = await api.post('/client-registration-policies', members);
        expect(answer.status).toBe(422);
        expect(answer.body.errors).toMatchObject([{ pointer: '/redirect_hosts/0', rule: 'host-pattern' }]);
      },
    );

    it('open no field that is for administrators alone', async () => {
      const answer = await api.post('/client-registration-policies', {
        id: 'generous',
        name: 'Generous',
        registrable_fields: ['first_party', 'oidc_policy_id', 'nonsense', 'client_secret'],
      });
      expect(answer.status).toBe(422);
      expect((answer.body.errors as Json[]).map(({ pointer }) => pointer)).toEqual(
        [0, 1, 2, 3].map((n) => `/registrable_fields/${n}`),
      );
    });

    it('[T-094] hold an update to the whole, not to what it changes', async () => {
      const client = await registered();
      await policy('partners', { redirect_hosts: ['partner.example'] });
      const update = await manage('PUT', client, { ...web, client_id: client.client_id, client_name: 'Renamed' });
      expect(update.body).toMatchObject({ error: 'invalid_redirect_uri' });
    });

    it('take software statements of the issuers they trust, whose claims win', async () => {
      const [own, stranger] = [0, 1].map(() => generateKeyPairSync('ec', { namedCurve: 'P-256' }));
      const { publicKey, privateKey } = own!;
      const iss = 'https://federation.example';
      await policy('federation', {
        statement_issuer: iss,
        statement_jwks: { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'f' }] },
        require_software_statement: true,
      });
      const statement = (claims: Json, issuer = iss, key = privateKey) => signed({ ...claims, iss: issuer }, key);
      const said = { client_name: 'Stated', software_id: 'notes-2' };
      const software_statement = statement(said);
      const client = await registered({ ...web, client_name: 'Claimed', software_statement });
      expect(client).toMatchObject({ ...said, software_statement });
      // A statement is no secret: whoever sends it need not be whom it tells of.
      expect((await api.get(`/clients/${client.client_id}`)).body.origin).toBe('open_registration');
      await registered({ ...web, software_statement: statement({ ...said, aud: [server.config.issuer] }) });
      const typed = signed({ ...said, iss }, privateKey, { typ: 'software-statement+jwt' });
      await registered({ ...web, software_statement: typed });

      const refused = async (document: Json) => (await register({ ...web, ...document })).body.error;
      expect(await refused({})).toBe('invalid_software_statement');
      expect(await refused({ software_statement: 'x.y.z' })).toBe('invalid_software_statement');
      const forged = statement(said, iss, stranger!.privateKey);
      expect(await refused({ software_statement: forged })).toBe('invalid_software_statement');
      const expired = statement({ ...said, exp: 1 });
      expect(await refused({ software_statement: expired })).toBe('invalid_software_statement');
      const accessToken = signed({ ...said, iss }, privateKey, { typ: 'at+jwt' });
      expect(await refused({ software_statement: accessToken })).toBe('invalid_software_statement');
      const ofAnother = statement({ ...said, aud: 'https://api.example' });
      expect(await refused({ software_statement: ofAnother })).toBe('invalid_software_statement');
      const other = statement(said, 'https://elsewhere.example');
      expect(await refused({ software_statement: other })).toBe('unapproved_software_statement');
      expect(await refused({ software_statement: statement({ first_party: true }) })).toBe('invalid_client_metadata');
    });
  });

  describe('the configuration endpoint', () => {
    it('[registration_client_uri] is where the client reads, changes and ends its registration', async () => {
      const client = await registered();
      expect(client.registration_client_uri).toBe(`${server.config.issuer}/register/${client.client_id}`);
      const read = await manage('GET', client);
      expect(read.status).toBe(200);
      const { client_secret: _, ...others } = client;
      expect(read.body).toEqual(others);

      const changed = await manage('PUT', client, {
        ...web,
        client_id: client.client_id,
        client_secret: client.client_secret,
        client_name: 'Notes 2',
        contacts: ['ops@notes.example'],
      });
      expect(changed.status).toBe(200);
      expect(changed.body).toMatchObject({ client_name: 'Notes 2', contacts: ['ops@notes.example'] });
      const next = changed.body;
      const without = await manage('PUT', next, { ...web, client_id: client.client_id });
      expect(without.body.contacts ?? []).toEqual([]);
      const gone = await manage('DELETE', without.body);
      expect(gone.status).toBe(204);
      expect((await manage('GET', without.body)).status).toBe(401);
      expect((await api.get(`/clients/${client.client_id}`)).status).toBe(404);
    });

    it('takes back the whole answer that it gave', async () => {
      const client = await registered();
      const { status, body } = await manage('PUT', client, { ...client, client_name: 'Notes 2' });
      expect(body).toMatchObject({ client_id: client.client_id, client_name: 'Notes 2' });
      expect(status).toBe(200);
    });

    it('knows the present secret, also one that an administrator has chosen', async () => {
      const client = await registered();
      const client_secret = 'correct-horse-battery-staple-1';
      expect((await api.patch(`/clients/${client.client_id}`, { client_secret })).status).toBe(200);
      const update = { ...web, client_id: client.client_id };
      expect((await manage('PUT', client, { ...update, client_secret: 'wrong-horse-battery-staple' })).status).toBe(
        400,
      );
      expect((await manage('PUT', client, { ...update, client_secret })).status).toBe(200);
    });

    it('[registration_access_token] is kept as a digest, replaced by each update, and good for its client alone', async () => {
      const client = await registered();
      const other = await registered();
      expect((await api.get(`/clients/${client.client_id}`)).text).not.toContain(client.registration_access_token);
      expect((await manage('GET', client, undefined, other.registration_access_token)).status).toBe(401);
      const update = { ...web, client_id: client.client_id };
      const changed = await manage('PUT', client, update);
      expect(changed.body.registration_access_token).not.toBe(client.registration_access_token);
      const spent = await manage('PUT', client, update);
      expect(spent.status).toBe(401);
      expect(spent.headers.get('www-authenticate')).toContain('error="invalid_token"');
      expect((await manage('GET', changed.body)).status).toBe(200);
      await set({ registration_rotate_access_token: false });
      const kept = await manage('PUT', changed.body, update);
      expect(kept.body.registration_access_token).toBe(changed.body.registration_access_token);
    });

    it('[T-094] of many updates at once with one token exactly one is made', async () => {
      const client = await registered();
      const update = { ...web, client_id: client.client_id };
      const answers = await Promise.all(
        ['A', 'B', 'C', 'D'].map((client_name) => manage('PUT', client, { ...update, client_name })),
      );
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401, 401, 401]);
    });

    it('[T-094] has no token that has expired, or of a client that is not there', async () => {
      await set({ registration_access_token_ttl: 1 });
      const client = await registered();
      await expect.poll(async () => (await manage('GET', client)).status, { timeout: 5_000 }).toBe(401);
      expect((await send('GET', '/register/nobody', undefined, client.registration_access_token)).status).toBe(401);
      expect((await send('GET', '/register/%E0%A4%A', undefined, 'x')).status).toBe(401);
      expect((await send('GET', client.registration_client_uri)).status).toBe(401);
    });

    it('[T-094] refuses a disabled client, which cannot enable itself', async () => {
      const client = await registered();
      await api.patch(`/clients/${client.client_id}`, { enabled: false });
      const update = { ...web, client_id: client.client_id };
      for (const [method, body] of [['GET'], ['PUT', update], ['DELETE']] as const) {
        expect((await manage(method, client, body)).status).toBe(403);
      }
      await api.patch(`/clients/${client.client_id}`, { enabled: true });
      expect((await manage('PUT', client, { ...update, enabled: true })).body).toMatchObject({
        error: 'invalid_client_metadata',
        error_description: 'enabled cannot be registered',
      });
    });

    it.each([
      ['another client_id', { client_id: 'somebody-else' }],
      ['no client_id', {}],
      ['another secret', { client_secret: 'x' }],
    ])('[T-094] refuses an update with %s', async (name, members) => {
      const client = await registered();
      const itself = name === 'another secret' ? { client_id: client.client_id } : {};
      const answer = await manage('PUT', client, { ...web, ...itself, ...members });
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({ error: 'invalid_client_metadata' });
      expect((await manage('GET', client)).status).toBe(200);
    });

    it('leaves alone what only administrators say', async () => {
      const client = await registered();
      await api.patch(`/clients/${client.client_id}`, { description: 'Looked at', authorization_code_ttl: 30 });
      expect((await manage('PUT', client, { ...web, client_id: client.client_id })).status).toBe(200);
      const stored = (await api.get(`/clients/${client.client_id}`)).body;
      expect(stored).toMatchObject({ description: 'Looked at', authorization_code_ttl: 30 });
    });

    describe('[T-093] asks users, whatever the template says', () => {
      beforeEach(() => set({ registration_client_template_id: 'web' }));
      const machine = { client_name: 'M', grant_types: ['client_credentials'] };
      const asksIn = async ({ client_id }: Told['body']) => (await api.get(`/clients/${client_id}`)).body.first_party;

      it('also once a client has users that had none', async () => {
        const client = await registered(machine);
        const changed = await manage('PUT', client, { ...web, client_id: client.client_id });
        expect(changed.status).toBe(200);
        expect(await asksIn(client)).toBe(false);
      });

      it('also once it has them again, and where it was trusted before', async () => {
        const client = await registered();
        await api.patch(`/clients/${client.client_id}`, { first_party: true });
        const same = await manage('PUT', client, { ...web, client_id: client.client_id });
        expect(await asksIn(client)).toBe(true);
        const between = await manage('PUT', same.body, { ...machine, client_id: client.client_id });
        expect(between.status).toBe(200);
        expect((await manage('PUT', between.body, { ...web, client_id: client.client_id })).status).toBe(200);
        expect(await asksIn(client)).toBe(false);
      });
    });

    it('[T-094] sheds nothing that administrators have set by being something else in between', async () => {
      const client = await registered();
      const set = {
        require_pkce: true,
        allowed_code_challenge_methods: ['S256'],
        redirect_uri_validation_policy_id: 'exact',
        authorization_code_ttl: 30,
        bypass_consent: false,
      };
      expect((await api.patch(`/clients/${client.client_id}`, set)).status).toBe(200);
      const machine = { client_name: 'M', grant_types: ['client_credentials'], client_id: client.client_id };
      const refused = await manage('PUT', client, machine);
      expect(refused.status).toBe(400);
      expect(refused.body.error_description).toMatch(/ was set by an administrator and would no longer apply$/);
      expect((await api.get(`/clients/${client.client_id}`)).body).toMatchObject(set);

      const publicOne = { ...web, token_endpoint_auth_method: 'none', client_id: client.client_id };
      const changed = await manage('PUT', client, publicOne);
      expect(changed.status).toBe(200);
      // PKCE follows from being public, so it goes with it where nobody else has set it.
      await api.patch(`/clients/${client.client_id}`, Object.fromEntries(Object.keys(set).map((name) => [name, null])));
      expect((await manage('PUT', changed.body, machine)).status).toBe(200);
    });

    it('tells what is wrong before what does not apply', async () => {
      expect((await register({ ...web, grant_types: [] })).body).toMatchObject({
        error: 'invalid_client_metadata',
        error_description: expect.stringContaining('grant_types'),
      });
    });

    it('does only what the settings let clients do', async () => {
      const client = await registered();
      await set({ registration_allow_management: false });
      expect((await manage('GET', client)).status).toBe(403);
      await set({ registration_allow_client_delete: false });
      expect((await manage('DELETE', client)).status).toBe(403);
      await set({ registration_allow_management: false, registration_allow_client_delete: false });
      expect(await registered()).not.toHaveProperty('registration_access_token');
    });
  });

  describe('copies of a client', () => {
    const template = {
      client_name: 'Mobile app',
      redirect_uris: ['https://mobile.example/callback'],
      grant_types: ['authorization_code'],
      authorization_code_ttl: 42,
      registration_template_enabled: true,
      secondary_token_endpoint_auth_method: 'client_secret_post',
      secondary_authentication_expires_at: '2030-01-01T00:00:00Z',
    };
    const document = { client_name: 'Phone of Alice', software_id: 'mobile' };
    let portal: { client_id: string; client_secret: string };

    beforeEach(async () => {
      await set({ registration_templatized: true });
      await api.post('/scopes', { name: 'dcr', kind: 'exclusive' });
      const client = { allow_exclusive_scopes: true, exclusive_scopes: ['dcr'] };
      await api.put('/clients/registrar', aMachineClient({ ...client, client_id: 'registrar' }));
      const secret = (await api.post('/clients/registrar/secrets', {})).body.client_secret as string;
      portal = { client_id: 'registrar', client_secret: secret };
    });
    afterAll(() => api.delete('/clients/mobile?purge=true'));

    it('[registration_template_enabled, registration_template_authenticate_by, registration_template_client_ids] are made for the clients that it names, and for nobody else', async () => {
      await api.put('/clients/mobile', { ...template, registration_template_client_ids: ['registrar'] });
      const token = await server.token(portal, 'dcr');
      const copy = await registered({ ...document, redirect_uris: ['https://evil.example/'] }, token);
      expect(copy).toMatchObject({ ...document, redirect_uris: template.redirect_uris });
      expect((await api.get(`/clients/${copy.client_id}`)).body).toMatchObject({
        origin: 'registered_copy',
        authorization_code_ttl: 42,
        registration_template_enabled: false,
      });
      expect((await api.get(`/clients/${copy.client_id}`)).body).not.toHaveProperty(
        'secondary_authentication_expires_at',
      );
      expect((await manage('PUT', copy, { ...web, client_id: copy.client_id })).status).toBe(403);

      // Whoever had its name next could register copies.
      expect((await api.delete('/clients/registrar?purge=true')).status).toBe(409);
      expect((await register(document)).status).toBe(401);
      expect((await register(document, await initialToken())).status).toBe(401);
      await api.patch('/clients/mobile', { registration_template_client_ids: ['portal'] });
      expect((await register(document, token)).status).toBe(401);
      await api.patch('/clients/mobile', { registration_template_enabled: false });
      await set({ registration_templatized: true, registration_non_templatized: false });
      expect((await register(document, token)).body).toMatchObject({
        error: 'invalid_client_metadata',
        error_description: expect.stringContaining('software_id'),
      });
    });

    it('[registration_template_authenticator_ids] are made for users who have signed in as the template wants', async () => {
      const byUsers = { ...template, registration_template_authenticate_by: 'user' };
      await api.put('/clients/mobile', byUsers);
      await api.patch('/scopes/dcr', { kind: 'exclusive' });
      const app = { ...aSignInClient('sign-up'), allow_exclusive_scopes: true, exclusive_scopes: ['dcr'] };
      expect((await api.put('/clients/sign-up', app)).status).toBeLessThan(300);
      await api.post('/accounts', { username: 'alice', password: 'correct horse' });
      const agent = aUserAgent(server, 'sign-up');
      const sub = (await api.get('/accounts')).items.find(({ username }) => username === 'alice')!.sub;
      const { code } = await agent.told({ scope: 'openid dcr' });
      const { access_token } = await agent.exchange(code!);
      const copy = await registered(document, access_token);
      expect((await api.get(`/clients/${copy.client_id}`)).body).toMatchObject({ owner: sub, created_by: 'alice' });

      await api.put('/authenticators/other', { name: 'Other' });
      await api.patch('/clients/mobile', { registration_template_authenticator_ids: ['other'] });
      expect((await register(document, access_token)).status).toBe(401);
      await api.patch('/clients/mobile', { registration_template_authenticator_ids: ['password'] });
      expect((await register(document, access_token)).status).toBe(201);
      expect((await register(document, await server.token(portal, 'dcr'))).status).toBe(401);
    });
  });
});
