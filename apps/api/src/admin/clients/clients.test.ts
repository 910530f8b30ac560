import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi, aMachineClient, aWebClient } from '../../testing/admin-api.js';
import { type RunningServer, runningServer } from '../../testing/running-server.js';
import { dialects } from '../../testing/temporary-database.js';

describe.each(dialects)('clients on %s', (dialect) => {
  let server: RunningServer;
  let api: AdminApi;

  beforeAll(async () => {
    server = await runningServer({ dialect });
    api = await server.admin();
  });
  afterAll(() => server.close());

  const created = async (client: Record<string, unknown> = aMachineClient()) => {
    const answer = await api.post('/clients', client);
    expect(answer.status, answer.text).toBe(201);
    return answer.body as Record<string, unknown> & { client_id: string; client_secret: string };
  };
  const pathOf = ({ client_id }: { client_id: string }) => `/clients/${client_id}`;

  describe('creating', () => {
    it('are checked against the server as it is by then, whoever has changed it', async () => {
      const document = aMachineClient({ scope: 'late' });
      expect((await api.post('/clients', document)).status).toBe(422);
      await server.storage.resources.insert(
        'scopes',
        { ...(await server.storage.resources.find('scopes', 'email'))!.document, name: 'late' },
        { created_by: 'somebody else' },
      );
      const { status, body } = await api.post('/clients', document);
      expect(status).toBe(201);
      await api.delete(`/clients/${String(body.client_id)}?purge=true`);
      await server.storage.resources.remove('scopes', 'late');
      expect((await api.post('/clients', document)).status).toBe(422);
    });

    it('takes every algorithm of ID tokens that discovery advertises', async () => {
      const discovery = await server.issuer('/.well-known/openid-configuration');
      const algs = (await discovery.json()) as { id_token_signing_alg_values_supported: string[] };
      for (const id_token_signed_response_alg of algs.id_token_signing_alg_values_supported) {
        const answer = await api.post('/clients?dry_run=true', aWebClient({ id_token_signed_response_alg }));
        expect(answer.status, answer.text).toBe(200);
      }
    });

    it.each([
      ['single_page_application', '/token_endpoint_auth_method', { token_endpoint_auth_method: 'none' }],
      ['native', '/application_type', { application_type: 'native' }],
      [
        'financial',
        '/fapi_profile',
        {
          fapi_profile: 'fapi2_security',
          token_endpoint_auth_method: 'private_key_jwt',
          jwks_uri: 'https://app.example.com/jwks',
          dpop_bound_access_tokens: true,
        },
      ],
      ['server_to_server', '/grant_types', { grant_types: ['client_credentials'], redirect_uris: [] }],
    ])(
      '[client_type] holds a client of the type %s to what such a one can be',
      async (client_type, pointer, fitting) => {
        const asWeb = aWebClient({ token_endpoint_auth_method: 'client_secret_basic', application_type: 'web' });
        const { status, body } = await api.post('/clients', { ...asWeb, client_type });
        expect(status).toBe(422);
        expect(body.errors).toContainEqual(expect.objectContaining({ pointer }));
        expect((await api.post('/clients', { ...asWeb, client_type, ...fitting })).status).toBe(201);
        expect((await api.post('/clients', { ...asWeb, client_type: 'web' })).status).toBe(201);
      },
    );

    it('answers with the address, the entity tag, a generated id and a secret', async () => {
      const answer = await api.post('/clients', aMachineClient());
      expect(answer.status).toBe(201);
      expect(answer.headers).toMatchObject({
        etag: '"1"',
        location: `/clients/${String(answer.body.client_id)}`,
        'cache-control': 'no-store',
      });
      expect(answer.body.client_id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(answer.body.client_secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
    });

    it('shows what was stored, with defaults, when it is read', async () => {
      const { client_secret: _, _warnings, ...client } = await created(aWebClient());
      const read = await api.get(pathOf(client));
      expect(read.body).toEqual(client);
      expect(read.headers.etag).toBe('"1"');
    });

    it('takes a chosen id and a chosen secret, with which the client then obtains a token', async () => {
      const client_secret = 'Vq3-mT7zKp_Yw2Lx9Rb4';
      await created(aMachineClient({ client_id: 'chosen', client_secret }));
      await expect(server.token({ client_id: 'chosen', client_secret })).resolves.toBeTypeOf('string');
    });

    it('gives a generated secret with which the client obtains a token at once', async () => {
      await expect(server.token(await created())).resolves.toBeTypeOf('string');
    });

    it('gives no secret to a client that does not authenticate with one', async () => {
      const answer = await api.post('/clients', aWebClient({ token_endpoint_auth_method: 'none' }));
      expect(answer.status).toBe(201);
      expect(answer.body).not.toHaveProperty('client_secret');
      expect(answer.body.require_pkce).toBe(true);
    });

    it.each([
      ['aaaaaaaaaaaaaaaaaaaa', 'different characters'],
      ['abcdefghijklmnopqrst', 'run along'],
      ['password-changeme-secret', 'words such as'],
      ['abcdefgh1abcdefgh1', 'repeat one short part'],
    ])('refuses the weak secret %s', async (client_secret, reason) => {
      const answer = await api.post('/clients', aMachineClient({ client_secret }));
      expect(answer.status).toBe(422);
      expect(answer.body.errors).toEqual([
        { pointer: '/client_secret', rule: 'secret-is-strong', detail: expect.stringContaining(reason) as string },
      ]);
      expect(answer.text).not.toContain(client_secret);
    });

    it('[T-009] refuses an id that exists and leaves that client as it is', async () => {
      const client = await created(aMachineClient({ client_id: 'taken' }));
      const again = await api.post('/clients', aMachineClient({ client_id: 'taken', client_name: 'Other' }));
      expect(again.status).toBe(409);
      expect((await api.get('/clients/taken')).body.client_name).toBe(client.client_name);
    });

    it('[T-009] creates one client when twenty ask for the same id at once', async () => {
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => api.post('/clients', aMachineClient({ client_id: 'raced' }))),
      );
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
        201,
        ...Array<number>(19).fill(409),
      ]);
    });

    it('[public_client_id] gives it to one client, be that one deleted, and warns where it has no effect', async () => {
      const agent = (public_client_id: string) => aWebClient({ grant_types: ['agent_code'], public_client_id });
      const warned = await api.post('/clients', agent('https://wallets.example'));
      expect(warned.status, warned.text).toBe(201);
      expect(warned.body._warnings).toEqual(
        expect.arrayContaining([expect.objectContaining({ rule: 'public-client-id-is-the-issuer' })]),
      );
      const client_id = String(warned.body.client_id);
      const refused = async (call: Promise<{ status: number; body: Record<string, unknown> }>) =>
        expect(await call).toMatchObject({
          status: 409,
          body: { errors: [{ pointer: '/public_client_id', rule: 'unique', detail: 'is taken' }] },
        });
      const other = await created(aWebClient({ grant_types: ['agent_code'] }));
      const patch = { public_client_id: 'https://wallets.example' };
      await refused(api.post('/clients', agent('https://wallets.example')));
      await refused(api.put('/clients/another', agent('https://wallets.example')));
      await refused(api.patch(pathOf(other), patch));
      await api.delete(`/clients/${client_id}`);
      await refused(api.patch(pathOf(other), patch));
      await api.delete(`/clients/${client_id}?purge=true`);
      expect((await api.patch(pathOf(other), patch)).status).toBe(200);

      const { issuer } = server.config;
      const { body } = await api.patch(pathOf(other), { public_client_id: issuer });
      expect(JSON.stringify(body._warnings ?? [])).not.toContain('public-client-id-is-the-issuer');
    });

    it('tells every fault at once, each with its pointer', async () => {
      const answer = await api.post('/clients', {
        grant_types: ['password'],
        redirect_uris: ['javascript:alert(1)'],
        enabled: 'false',
      });
      expect(answer.status).toBe(422);
      expect(answer.headers['content-type']).toContain('application/problem+json');
      const pointers = (answer.body.errors as { pointer: string }[]).map(({ pointer }) => pointer);
      expect(pointers).toEqual(
        expect.arrayContaining(['/client_name', '/grant_types/0', '/redirect_uris/0', '/enabled']) as string[],
      );
    });

    it('refuses unknown members with 400 and their pointers', async () => {
      const answer = await api.post('/clients', aMachineClient({ nonsense: 1, 'a/b': 2 }));
      expect(answer.status).toBe(400);
      expect(answer.body.errors).toMatchObject([{ pointer: '/nonsense' }, { pointer: '/a~1b' }]);
    });

    it('stores nothing in a dry run and says what would be stored', async () => {
      const answer = await api.post('/clients?dry_run=true', aMachineClient({ client_id: 'dry' }));
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({ client_id: 'dry', enabled: true });
      expect(answer.body).not.toHaveProperty('client_secret');
      const second = { secondary_token_endpoint_auth_method: 'client_secret_post' };
      const both = await api.post('/clients?dry_run=true', aMachineClient(second));
      expect(both.body).toMatchObject(second);
      expect(both.body).not.toHaveProperty('secondary_client_secret');
      expect((await api.get('/clients/dry')).status).toBe(404);
      expect((await api.post('/clients?dry_run=true', aMachineClient({ client_name: '' }))).status).toBe(422);
    });

    it('warns of what is allowed but unwise', async () => {
      const answer = await api.post('/clients', {
        client_name: 'Page',
        client_type: 'single_page_application',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code'],
        redirect_uris: ['https://spa.example.com/'],
        allowed_origins: [],
      });
      expect(answer.status, answer.text).toBe(201);
      expect(answer.body._warnings).toContainEqual(
        expect.objectContaining({ rule: 'single-page-application-lists-its-origins' }),
      );
    });
  });

  describe('[T-004] members that only the server writes', () => {
    const members = {
      revision: 7,
      system: true,
      created_at: '2020-01-01T00:00:00Z',
      created_by: 'mallory',
      trashed_at: null,
    };

    it('are refused in a new client', async () => {
      const answer = await api.post('/clients', aMachineClient(members));
      expect(answer.status).toBe(422);
      expect(answer.body.errors).toHaveLength(5);
    });

    it('are accepted where they say what is stored, and refused where not, by PUT and both patches', async () => {
      const client = await created();
      const path = pathOf(client);
      const { body: stored } = await api.get(path);
      expect((await api.put(path, stored)).status).toBe(200);
      expect((await api.patch(path, { revision: stored.revision })).status).toBe(200);
      for (const [name, value] of Object.entries(members)) {
        if (name === 'trashed_at') continue;
        expect((await api.put(path, { ...stored, [name]: value })).status, name).toBe(422);
        expect((await api.patch(path, { [name]: value })).status, name).toBe(422);
        expect((await api.patch(path, { [name]: null })).status, name).toBe(422);
        expect((await api.jsonPatch(path, [{ op: 'replace', path: `/${name}`, value }])).status, name).toBe(422);
      }
      expect((await api.get(path)).body).toEqual(stored);
    });

    it('include the id of an existing client', async () => {
      const client = await created();
      expect((await api.patch(pathOf(client), { client_id: 'other' })).status).toBe(422);
      expect((await api.patch(pathOf(client), { client_id: null })).status).toBe(422);
      expect((await api.put(pathOf(client), { ...aMachineClient(), client_id: 'other' })).status).toBe(422);
    });
  });

  describe('replacing', () => {
    it('creates what is not there, with 201', async () => {
      const answer = await api.put('/clients/by-put', aMachineClient());
      expect(answer.status).toBe(201);
      expect(answer.headers).toMatchObject({ location: '/clients/by-put', etag: '"1"' });
      expect(answer.body.client_secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
    });

    it('[T-119] gives left-out fields their default and keeps the secret', async () => {
      const client = await created(aMachineClient({ description: 'old', access_token_ttl: 60 }));
      const answer = await api.put(pathOf(client), aMachineClient({ client_name: 'New' }));
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({ client_name: 'New', revision: 2 });
      expect(answer.body).not.toHaveProperty('description');
      expect(answer.body).not.toHaveProperty('client_secret');
      await expect(server.token(client)).resolves.toBeTypeOf('string');
    });

    it('makes no revision when it says what is stored', async () => {
      const client = await created(aMachineClient({ client_id: 'repeat', client_name: 'Same' }));
      const again = await api.put(pathOf(client), aMachineClient({ client_name: 'Same' }));
      expect(again.body.revision).toBe(1);
    });

    it('creates only, with If-None-Match: *', async () => {
      const client = await created();
      expect((await api.put(pathOf(client), aMachineClient(), { 'if-none-match': '*' })).status).toBe(412);
      expect((await api.put('/clients/create-only', aMachineClient(), { 'if-none-match': '*' })).status).toBe(201);
    });

    it('replaces only, with If-Match', async () => {
      expect((await api.put('/clients/nobody', aMachineClient(), { 'if-match': '*' })).status).toBe(412);
      expect((await api.put('/clients/nobody', aMachineClient(), { 'if-match': '"1"' })).status).toBe(412);
      expect((await api.get('/clients/nobody')).status).toBe(404);
    });
  });

  describe('[T-026] addresses of schemes that browsers act on', () => {
    const schemes = [
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      'data:text/html,x',
      'vbscript:x',
      'file:///etc/passwd',
    ];
    const addresses = [...schemes, 'blob:https://a.example/x', 'about:blank', '\u0001javascript:x', 'java\tscript:x'];

    it.each(addresses)('are taken by no way in: %j', async (address) => {
      const { client_id } = await created(aWebClient());
      const path = `/clients/${client_id}`;
      const fields = [
        ...['redirect_uris', 'allowed_origins'].map((name) => ({ [name]: [address] })),
        ...['client_uri', 'policy_uri', 'tos_uri', 'application_url', 'initiate_login_uri'].map((name) => ({
          [name]: address,
        })),
        // A picture may be in its address, as nothing else may.
        { logo_uri: address },
      ];
      for (const member of fields) {
        const document = aWebClient({ application_type: 'native', client_type: 'native', ...member });
        const [name, value] = Object.entries(member)[0]!;
        const answers = await Promise.all([
          api.post('/clients', document),
          api.put(`/clients/new-${client_id}`, document),
          api.put(path, document),
          api.patch(path, member),
          api.jsonPatch(path, [{ op: 'add', path: `/${name}`, value }]),
          api.post('/client-templates', { id: 'scripts', name: 'Scripts', defaults: member }),
        ]);
        expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 422));
        for (const { text } of answers) expect(text).toContain(`/${name}`);
        expect((await api.postLines('/clients', [document])).lines).toMatchObject([{ status: 422 }]);
      }
    });
  });

  describe('patching', () => {
    it('[T-119] changes what a merge patch names; null removes', async () => {
      const client = await created(aMachineClient({ description: 'text', keywords: ['a'] }));
      const before = (await api.get(pathOf(client))).body;
      const answer = await api.patch(pathOf(client), { access_token_ttl: 120, description: null });
      expect(answer.status, answer.text).toBe(200);
      const { description: _, ...rest } = before;
      expect({ ...answer.body, _warnings: undefined }).toEqual({
        ...rest,
        access_token_ttl: 120,
        revision: 2,
        updated_at: answer.body.updated_at,
        updated_by: answer.body.updated_by,
        _warnings: undefined,
      });
    });

    it('applies a JSON Patch in order, or not at all', async () => {
      const client = await created(aMachineClient({ keywords: ['one'] }));
      const applied = await api.jsonPatch(pathOf(client), [
        { op: 'test', path: '/revision', value: 1 },
        { op: 'add', path: '/keywords/-', value: 'two' },
        { op: 'copy', from: '/client_name', path: '/description' },
      ]);
      expect(applied.status, applied.text).toBe(200);
      expect(applied.body).toMatchObject({ keywords: ['one', 'two'], description: client.client_name });

      const failed = await api.jsonPatch(pathOf(client), [
        { op: 'replace', path: '/client_name', value: 'Changed' },
        { op: 'test', path: '/revision', value: 1 },
      ]);
      expect(failed.status).toBe(409);
      expect((await api.get(pathOf(client))).body.client_name).toBe(client.client_name);
    });

    it.each([
      ['no list', {}],
      ['an unknown operation', [{ op: 'merge', path: '/client_name', value: 1 }]],
      ['no value', [{ op: 'add', path: '/client_name' }]],
      ['no pointer', [{ op: 'add', path: 'client_name', value: 'x' }]],
      ['a pointer into a prototype', [{ op: 'add', path: '/__proto__/polluted', value: true }]],
      ['a pointer to a constructor', [{ op: 'add', path: '/keywords/constructor/prototype/polluted', value: true }]],
    ])('refuses a JSON Patch with %s', async (_, operations) => {
      const client = await created();
      expect((await api.jsonPatch(pathOf(client), operations)).status).toBe(400);
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    });

    it('[T-109] stays small under a JSON Patch that copies its own copies', async () => {
      const client = await created(aMachineClient({ extra_metadata: { note: 'x'.repeat(100) } }));
      const within = (name: string) => ({ op: 'copy', from: '/extra_metadata', path: `/extra_metadata/${name}` });
      const wide = Array.from({ length: 900 }, (_, index) => within(`n${index}`));
      const deep = Array.from({ length: 900 }, () => within('n'));
      const began = performance.now();
      for (const operations of [wide, deep]) expect((await api.jsonPatch(pathOf(client), operations)).status).toBe(413);
      expect(performance.now() - began).toBeLessThan(2000);
      expect((await api.get(pathOf(client))).body).toMatchObject({ revision: 1 });
    });

    it('[T-006] validates the whole that results', async () => {
      const client = await created(aWebClient());
      const answer = await api.patch(pathOf(client), { redirect_uris: [] });
      expect(answer.status).toBe(422);
      expect(answer.body.errors).toMatchObject([{ pointer: '/redirect_uris' }]);
    });

    it('refuses unknown members even when it only removes them', async () => {
      const client = await created();
      expect((await api.patch(pathOf(client), { nonsense: null })).status).toBe(400);
    });

    it('stores nothing in a dry run', async () => {
      const client = await created();
      const answer = await api.patch(`${pathOf(client)}?dry_run=true`, { client_name: 'Preview' });
      expect(answer.body).toMatchObject({ client_name: 'Preview', revision: 2 });
      expect((await api.get(pathOf(client))).body).toMatchObject({ client_name: client.client_name, revision: 1 });
    });

    it('generates a secret when the method comes to need one, and shows it this once', async () => {
      const client = await created(
        aWebClient({
          token_endpoint_auth_method: 'none',
          grant_types: ['authorization_code', 'client_credentials'].slice(0, 1),
        }),
      );
      const answer = await api.patch(pathOf(client), { token_endpoint_auth_method: 'client_secret_basic' });
      expect(answer.status, answer.text).toBe(200);
      expect(answer.body.client_secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
      expect((await api.get(pathOf(client))).text).not.toContain('client_secret"');
      const again = await api.patch(pathOf(client), { client_name: 'Still' });
      expect(again.body).not.toHaveProperty('client_secret');
    });
  });

  describe('entity tags', () => {
    it.each([
      ['the present one', '"1"', 200],
      ['any', '*', 200],
      ['a list with the present one', '"7", "1"', 200],
      ['another one', '"2"', 412],
      ['a weak one', 'W/"1"', 412],
      ['an unquoted one', '1', 412],
      ['an empty one', '', 412],
      ['nonsense', '"1', 412],
    ])('[T-115] PATCH with %s in If-Match', async (_, tag, status) => {
      const client = await created();
      const answer = await api.patch(pathOf(client), { client_name: 'Changed' }, { 'if-match': tag });
      expect(answer.status).toBe(status);
      if (status === 412) expect(answer.body).toMatchObject({ revision: 1 });
    });

    it('[T-115] guard PUT and DELETE as well', async () => {
      const client = await created();
      expect((await api.put(pathOf(client), aMachineClient(), { 'if-match': '"9"' })).status).toBe(412);
      expect((await api.delete(pathOf(client), { 'if-match': '"9"' })).status).toBe(412);
      expect((await api.delete(pathOf(client), { 'if-match': '"1"' })).status).toBe(204);
    });

    it('answer 304 to who knows the present one', async () => {
      const client = await created();
      const answer = await api.get(pathOf(client), { 'if-none-match': 'W/"1"' });
      expect(answer.status).toBe(304);
      expect(answer.text).toBe('');
      expect(answer.headers.etag).toBe('"1"');
      expect((await api.get(pathOf(client), { 'if-none-match': '"0"' })).status).toBe(200);
    });

    it('[T-115] let one of fifty writers with the same tag through', async () => {
      const client = await created();
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          api.patch(pathOf(client), { client_name: `Writer ${index}` }, { 'if-match': '"1"' }),
        ),
      );
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(answers.filter(({ status }) => status === 412)).toHaveLength(49);
      expect((await api.get(pathOf(client))).body.revision).toBe(2);
    });

    it('are not needed: twenty writers without one all succeed, and none is lost', async () => {
      const client = await created();
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          api.jsonPatch(pathOf(client), [{ op: 'add', path: '/keywords/-', value: `k${index}` }]),
        ),
      );
      expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
      const { keywords, revision } = (await api.get(pathOf(client))).body;
      expect((keywords as string[]).toSorted()).toEqual(
        Array.from({ length: 20 }, (_, index) => `k${index}`).toSorted(),
      );
      expect(revision).toBe(21);
    });
  });

  describe('deleting', () => {
    it('refuses tokens at once, keeps the id, and can be undone', async () => {
      const client = await created();
      expect((await api.delete(pathOf(client))).status).toBe(204);
      expect((await api.get(pathOf(client))).status).toBe(404);
      expect((await api.get(`${pathOf(client)}?trashed=true`)).body.trashed_at).toBeTypeOf('string');
      await expect(server.token(client)).rejects.toThrow('invalid_client');
      expect((await api.post('/clients', aMachineClient({ client_id: client.client_id }))).status).toBe(409);
      expect((await api.put(pathOf(client), aMachineClient())).status).toBe(409);

      const restored = await api.post(`${pathOf(client)}/restore`);
      expect(restored.status, restored.text).toBe(200);
      expect(restored.body).toMatchObject({ client_id: client.client_id, trashed_at: null });
      await expect(server.token(client)).resolves.toBeTypeOf('string');
    });

    it('is for good with purge, after which the id is free', async () => {
      const client = await created();
      expect((await api.delete(`${pathOf(client)}?purge=true`)).status).toBe(204);
      expect((await api.get(`${pathOf(client)}?trashed=true`)).status).toBe(404);
      expect((await api.post('/clients', aMachineClient({ client_id: client.client_id }))).status).toBe(201);
    });

    it('ends a client that is in the trash', async () => {
      const client = await created();
      await api.delete(pathOf(client));
      expect((await api.delete(pathOf(client))).status).toBe(404);
      expect((await api.delete(`${pathOf(client)}?purge=true`)).status).toBe(204);
    });

    it('lists what is in the trash apart', async () => {
      const client = await created();
      await api.delete(pathOf(client));
      const ids = (answer: { items: readonly Record<string, unknown>[] }) =>
        answer.items.map(({ client_id }) => client_id);
      expect(ids(await api.get('/clients?trashed=true&limit=200'))).toContain(client.client_id);
      expect(ids(await api.get('/clients?limit=200'))).not.toContain(client.client_id);
    });

    it('restores only what is deleted', async () => {
      const client = await created();
      expect((await api.post(`${pathOf(client)}/restore`)).status).toBe(409);
      expect((await api.post('/clients/nobody/restore')).status).toBe(404);
    });
  });

  describe('[T-002] clients of the server itself', () => {
    it.each(['clientele-console', 'clientele-automation'])('%s cannot be deleted', async (client_id) => {
      expect((await api.delete(`/clients/${client_id}`)).status).toBe(409);
      expect((await api.delete(`/clients/${client_id}?purge=true`)).status).toBe(409);
      expect((await api.get(`/clients/${client_id}`)).body.system).toBe(true);
    });

    it('keep what the server sets', async () => {
      const redirect = await api.patch('/clients/clientele-console', { redirect_uris: ['https://evil.example/'] });
      expect(redirect.status).toBe(409);
      expect(redirect.body.errors).toMatchObject([{ pointer: '/redirect_uris' }]);
      expect((await api.patch('/clients/clientele-console', { scope: 'openid' })).status).toBe(409);
    });

    it('take changes of the rest', async () => {
      expect((await api.patch('/clients/clientele-automation', { access_token_ttl: 600 })).status).toBe(200);
    });
  });

  describe('[T-002] a caller without the scope admin', () => {
    it('gives no client an administrative scope that the caller lacks', async () => {
      const editor = await server.admin('clients:read', 'clients:write', 'clients:secrets');
      const answer = await editor.post('/clients', aMachineClient({ scope: 'clients:read settings:write' }));
      expect(answer.status).toBe(403);
      expect(answer.body.errors).toMatchObject([{ pointer: '/scope', rule: 'scope-is-grantable' }]);
      expect((await editor.post('/clients', aMachineClient({ scope: 'clients:read' }))).status).toBe(201);
      const listed = { allow_exclusive_scopes: true, exclusive_scopes: ['settings:write'] };
      const inParts = await editor.post('/clients', aMachineClient(listed));
      expect(inParts.status).toBe(403);
      expect(inParts.body.errors).toMatchObject([{ pointer: '/exclusive_scopes', rule: 'scope-is-grantable' }]);
    });

    it('changes nothing of a client that may do more, by any operation that there is', async () => {
      const editor = await server.admin(
        'clients:read',
        'clients:write',
        'clients:secrets',
        'clients:purge',
        'keys:write',
        'settings:write',
      );
      const document = aWebClient({ scope: 'admin', key_pair_type: 'ec', id_token_signed_response_alg: 'ES256' });
      const powerful = await created(document);
      const path = pathOf(powerful);
      const [secret] = (await api.get(`${path}/secrets`)).items;
      expect((await api.post(`${path}/key-pair/keys`, {})).status).toBe(201);
      const keys = (await api.get(`${path}/key-pair/keys`)).items;
      const revision = Number((await api.get(path)).body.revision);
      const bodies: Record<string, unknown> = {
        'PUT ': document,
        'PATCH ': { description: 'mine' },
        'DELETE ': undefined,
        'POST /secrets': {},
        [`DELETE /secrets/${String(secret!.id)}`]: undefined,
        'POST /key-pair/keys': {},
        [`DELETE /key-pair/keys/${String(keys.at(-1)!.kid)}`]: undefined,
        'POST /revisions/1/restore': undefined,
      };
      const operations = Object.entries((await api.get('/openapi.json')).body.paths as Record<string, object>)
        .filter(([address]) => address.startsWith('/clients/{client_id}'))
        .flatMap(([address, methods]) =>
          ['put', 'patch', 'delete', 'post']
            .filter((method) => method in methods)
            .map((method) => `${method.toUpperCase()} ${address.slice('/clients/{client_id}'.length)}`),
        );
      const spelled = (name: string) =>
        name
          .replace('{secret_id}', String(secret!.id))
          .replace('{kid}', String(keys.at(-1)!.kid))
          .replace('{revision}', '1');
      // What changes nothing, and what is for deleted clients.
      const others = ['POST /explain', 'POST /restore'];
      expect(
        operations
          .map(spelled)
          .filter((name) => !others.includes(name))
          .toSorted(),
      ).toEqual(Object.keys(bodies).toSorted());

      const refused = async (method: string, address: string, body?: unknown) => {
        const answer = await editor.call(method, address, body);
        expect([answer.status, String(answer.body.type).split('/').at(-1)], `${method} ${address}`).toEqual([
          403,
          'escalation',
        ]);
      };
      for (const [operation, body] of Object.entries(bodies)) {
        const [method, below] = operation.split(' ') as [string, string];
        await refused(method, `${path}${below}`, body);
      }
      await refused('DELETE', `${path}?purge=true`);
      expect((await api.get(path)).body.revision).toBe(revision);
      await api.delete(path);
      await refused('POST', `${path}/restore`);
      await refused('DELETE', `${path}?purge=true`);
      expect((await api.post(`${path}/restore`)).status).toBe(200);
    });

    it('writes no secret without clients:secrets', async () => {
      const writer = await server.admin('clients:read', 'clients:write');
      const client = await created();
      const answer = await writer.patch(pathOf(client), { client_secret: 'Vq3-mT7zKp_Yw2Lx9Rb4' });
      expect(answer.status).toBe(403);
      expect(answer.body.scope).toBe('clients:secrets');
      expect(answer.headers['www-authenticate']).toContain('insufficient_scope');
    });
  });

  describe('values in force', () => {
    it('are told with where they come from', async () => {
      const client = await created(aMachineClient({ access_token_ttl: 77 }));
      const { _effective } = (await api.get(`${pathOf(client)}?include=effective`)).body as {
        _effective: Record<string, { value: unknown; origin: string }>;
      };
      expect(_effective.access_token_ttl).toEqual({ value: 77, origin: 'client' });
      expect(_effective.default_access_token_manager_id).toEqual({ value: 'jwt', origin: 'server' });
      expect(_effective).not.toHaveProperty('client_secret');
      expect((await api.get(`${pathOf(client)}?include=everything`)).status).toBe(400);
    });
  });
});
