import { anAuthority } from '@clientele/runtime/testing/certificates';
import { type AnyResource, fieldsOfResource, pathOf, resources, standardResources } from '@clientele/client-schema';
import { danglingReferences } from '@clientele/client-schema/dangling-references';
import { exampleCertificate } from '@clientele/client-schema/example-certificate';
import { fieldsOfGroup } from '@clientele/client-schema/field';
import { trustedCas } from '@clientele/client-schema/resources/trusted-cas';
import { recordsOf } from '@clientele/client-schema/references';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi, aMachineClient } from '../../testing/admin-api.js';
import { type RunningServer, runningServer } from '../../testing/running-server.js';
import { dialects } from '../../testing/temporary-database.js';

describe.each(dialects)('resources on %s', (dialect) => {
  let server: RunningServer;
  let api: AdminApi;

  beforeAll(async () => {
    server = await runningServer({ dialect });
    api = await server.admin();
  });
  afterAll(() => server.close());

  describe.each((resources as readonly AnyResource[]).map((resource) => [pathOf(resource), resource] as const))(
    '%s',
    (path, resource) => {
      const { id } = resource;
      const shown = Object.fromEntries(
        fieldsOfResource(resource).flatMap(({ name, options }) =>
          options.example === undefined || options.access === 'read_only' ? [] : [[name, options.example]],
        ),
      );
      // Examples name records of other resources that a new server does not have.
      const dangling = danglingReferences(fieldsOfResource(resource), shown, standardResources);
      const missing = new Set(dangling.map(({ pointer }) => pointer.split('/')[1]));
      const example = Object.fromEntries(Object.entries(shown).filter(([member]) => !missing.has(member)));
      const name = example[id] as string;
      const address = `${path}/${encodeURIComponent(name)}`;

      it('begins with the standard records, which stay', async () => {
        const { items, body } = await api.get(`${path}?limit=200`);
        expect(body).toMatchObject({ total: items.length, next: null });
        for (const record of recordsOf(standardResources, resource.name) ?? []) {
          expect(items).toContainEqual(expect.objectContaining({ ...record, system: true }));
          expect((await api.delete(`${path}/${String(record[id])}`)).status).toBe(409);
        }
      });

      it('creates, reads, lists, replaces, changes and deletes', async () => {
        const created = await api.post(path, example);
        expect(created.status, created.text).toBe(201);
        expect(created.headers).toMatchObject({ etag: '"1"', location: address });
        expect(created.body).toMatchObject({ ...example, system: false, used_by: 0, revision: 1 });
        expect((await api.post(path, example)).status).toBe(409);

        const read = await api.get(address);
        // A token is told by its creation and by nothing else.
        const { token, ...record } = created.body;
        expect(typeof token).toBe(resource.bearer ? 'string' : 'undefined');
        expect(read.body).toEqual(record);
        expect((await api.get(address, { 'if-none-match': '"1"' })).status).toBe(304);
        expect((await api.get(`${path}?q=${encodeURIComponent(name)}`)).items).toContainEqual(read.body);

        // What was read can be sent back, and saying the same again is no change.
        const replaced = await api.put(address, { ...read.body, used_by: 7 }, { 'if-match': '"1"' });
        expect(replaced.status, replaced.text).toBe(200);
        expect(replaced.body).toEqual(read.body);
        expect((await api.jsonPatch(address, [{ op: 'test', path: `/${id}`, value: example[id] }])).status).toBe(200);
        expect((await api.patch(address, { [id]: 'another' })).status).toBe(422);
        expect((await api.patch(address, { unheard_of: true })).status).toBe(400);
        expect((await api.patch(address, {}, { 'if-match': '"2"' })).status).toBe(412);

        expect((await api.delete(address, { 'if-match': '"1"' })).status).toBe(204);
        expect((await api.get(address)).status).toBe(404);
      });

      it('stores nothing in a dry run', async () => {
        expect((await api.post(`${path}?dry_run=true`, example)).body).toMatchObject(example);
        expect((await api.get(address)).status).toBe(404);
      });

      it('is for those who may see and write settings', async () => {
        const stranger = await server.admin('clients:read', 'clients:write');
        expect((await stranger.get(path)).status).toBe(403);
        const reader = await server.admin('settings:read');
        expect((await reader.get(path)).status).toBe(200);
        expect((await reader.post(path, example)).status).toBe(403);
      });
    },
  );

  describe('client templates', () => {
    const financial = {
      client_template_id: 'financial',
      client_name: 'Bank',
      redirect_uris: ['https://bank.example/cb'],
      jwks_uri: 'https://bank.example/jwks',
    };

    it('give their clients what these do not say', async () => {
      const created = await api.post('/clients', financial);
      expect(created.status, created.text).toBe(201);
      expect(created.body).toMatchObject(financial);
      expect(created.body).not.toHaveProperty('require_pkce');
      expect(created.body).not.toHaveProperty('client_secret');
      const own = await api.post('/clients', { ...financial, authorization_code_ttl: 30 });
      const { _effective } = (await api.get(`/clients/${String(own.body.client_id)}?include=effective`)).body;
      expect(_effective).toMatchObject({
        token_endpoint_auth_method: { value: 'private_key_jwt', origin: 'template' },
        response_types: { value: ['code'], origin: 'template' },
        authorization_code_ttl: { value: 30, origin: 'client' },
        id_token_ttl: { value: 300, origin: 'server' },
        enabled: { value: true, origin: 'default' },
      });
      const nowhere = await api.post('/clients', { ...financial, client_template_id: 'nowhere' });
      expect(nowhere.status).toBe(422);
      expect((nowhere.body.errors as { pointer: string }[]).map(({ pointer }) => pointer)).toContain(
        '/client_template_id',
      );
    });

    it.each(['web', 'single_page_application', 'native', 'server_to_server', 'financial'])(
      'have %s among them',
      async (id) => {
        const keys = id === 'financial' && { jwks_uri: 'https://app.example.com/jwks' };
        const document = id === 'server_to_server' ? {} : { ...keys, redirect_uris: ['https://app.example.com/cb'] };
        const created = await api.post('/clients', { client_name: id, client_template_id: id, ...document });
        expect(created.status, created.text).toBe(201);
        const shown = await api.get(`/clients/${String(created.body.client_id)}?include=effective`);
        expect(shown.body._effective).toMatchObject({ client_type: { value: id, origin: 'template' } });
      },
    );

    const machine = {
      client_type: 'server_to_server',
      grant_types: ['client_credentials'],
      token_endpoint_auth_method: 'client_secret_basic',
    };
    const aTemplate = async (id: string, members: object = {}): Promise<void> => {
      const answer = await api.put(`/client-templates/${id}`, { name: id, defaults: machine, ...members });
      expect(answer.status, answer.text).toBe(201);
    };

    it('of one’s own are changed, and hold values of fields only', async () => {
      await aTemplate('own');
      expect((await api.post('/clients', { client_name: 'Own', client_template_id: 'own' })).status).toBe(201);
      const faulty = {
        colour: 'red',
        client_secret: 'x',
        access_token_ttl: 'long',
        scope: 'nowhere',
        client_id: 'one',
        owner: 'me',
        redirect_uris: 5,
      };
      const refused = await api.patch('/client-templates/own', {
        defaults: faulty,
        locked_fields: ['client_name'],
        hidden_fields: ['colour'],
      });
      expect(refused.status).toBe(422);
      const pointers = (refused.body.errors as { pointer: string }[]).map(({ pointer }) => pointer);
      expect(new Set(pointers)).toEqual(
        new Set([...Object.keys(faulty).map((name) => `/defaults/${name}`), '/locked_fields/0', '/hidden_fields/0']),
      );
      const atOdds = { defaults: { client_type: 'native', application_type: 'web' } };
      const conflicting = await api.patch('/client-templates/own', atOdds);
      expect(conflicting.body.errors).toMatchObject([
        { pointer: '/defaults/application_type', rule: 'defaults-suit-each-other' },
      ]);
      // The built-in ones may be changed too, and stay.
      expect((await api.patch('/client-templates/server_to_server', { description: 'Jobs.' })).status).toBe(200);
      expect((await api.delete('/client-templates/web')).status).toBe(409);
    });

    it('reach their clients when they change, after a dry run has said which', async () => {
      await aTemplate('living', { defaults: { ...machine, access_token_ttl: 60 } });
      const named = { client_template_id: 'living' };
      await api.post('/clients', { client_id: 'heir-of-living', client_name: 'Heir', ...named });
      await api.post('/clients', { client_id: 'own-way', client_name: 'Own way', access_token_ttl: 30, ...named });
      const change = { defaults: { ...machine, access_token_ttl: 90, refresh_token_ttl: 5 } };
      const rehearsed = await api.patch('/client-templates/living?dry_run=true', change);
      expect(rehearsed.body._impact).toEqual({
        count: 1,
        clients: [{ client_id: 'heir-of-living', client_name: 'Heir', fields: ['access_token_ttl'] }],
      });
      const effective = async (id: string) =>
        ((await api.get(`/clients/${id}?include=effective`)).body._effective as Record<string, unknown>)[
          'access_token_ttl'
        ];
      expect(await effective('heir-of-living')).toEqual({ value: 60, origin: 'template' });
      const changed = await api.patch('/client-templates/living', change);
      expect(changed.status).toBe(200);
      expect(changed.body).not.toHaveProperty('_impact');
      expect(await effective('heir-of-living')).toEqual({ value: 90, origin: 'template' });
      expect(await effective('own-way')).toEqual({ value: 30, origin: 'client' });
      const reset = await api.patch('/clients/own-way', { access_token_ttl: null });
      expect(reset.status, reset.text).toBe(200);
      expect(await effective('own-way')).toEqual({ value: 90, origin: 'template' });
    });

    it('are taken up once, and naming them again takes nothing up', async () => {
      await aTemplate('again', { defaults: { ...machine, keywords: ['again'] } });
      const document = { client_id: 'twice', client_name: 'Twice', client_template_id: 'again', keywords: [] };
      expect((await api.put('/clients/twice', document)).body).toMatchObject({ keywords: [] });
      const named = await api.patch('/clients/twice', { client_template_id: 'again' });
      expect(named.body).toMatchObject({ keywords: [] });
    });

    it('find their clients by what they give them', async () => {
      await aTemplate('found', { defaults: { ...machine, keywords: ['crane'] } });
      await api.post('/clients', { client_id: 'crane-1', client_name: 'Crane', client_template_id: 'found' });
      const labelled = async (query: string) =>
        ((await api.get(`/clients?${query}`)).body.items as { client_id: string }[]).map(({ client_id }) => client_id);
      expect(await labelled('q=label:crane')).toEqual(['crane-1']);
      expect(await labelled('client_template_id=found&grant_types=client_credentials')).toEqual(['crane-1']);
      expect(await labelled('client_template_id=found&token_endpoint_auth_method=client_secret_basic')).toEqual([
        'crane-1',
      ]);
      const change = { defaults: { ...machine, keywords: ['heron'], enabled: false } };
      expect((await api.patch('/client-templates/found', change)).status).toBe(200);
      expect(await labelled('q=label:crane')).toEqual([]);
      expect(await labelled('q=label:heron+template:found&enabled=false')).toEqual(['crane-1']);
    });

    it('lock fields', async () => {
      await aTemplate('strict', {
        defaults: { ...machine, access_token_ttl: 60 },
        locked_fields: ['access_token_ttl'],
      });
      const document = { client_name: 'Strict', client_template_id: 'strict' };
      const refused = await api.post('/clients', { ...document, access_token_ttl: 61 });
      expect(refused.status).toBe(422);
      expect(refused.body.errors).toMatchObject([
        { pointer: '/access_token_ttl', rule: 'locked-fields-are-inherited' },
      ]);
      const same = await api.post('/clients', { ...document, access_token_ttl: 60 });
      expect(same.status).toBe(201);
      expect(same.body).not.toHaveProperty('access_token_ttl');
    });

    it('[T-006] change only so that every client of theirs stays valid, and has the secret that it needs', async () => {
      const keys = { jwks_uri: 'https://jobs.example/jwks' };
      await aTemplate('shared', { defaults: { ...machine, token_endpoint_auth_method: 'private_key_jwt' } });
      await api.post('/clients', { client_id: 'job', client_name: 'Job', client_template_id: 'shared', ...keys });
      const broken = await api.patch('/client-templates/shared', { defaults: { ...machine, client_type: 'web' } });
      expect(broken.status).toBe(409);
      expect(broken.body).toMatchObject({ client_ids: ['job'], count: 1 });
      expect(broken.body.errors).toMatchObject([
        { pointer: '/token_endpoint_auth_method', rule: 'client-has-its-secret' },
      ]);
      const locked = { locked_fields: ['jwks_uri'] };
      const rehearsed = await api.patch('/client-templates/shared?dry_run=true', locked);
      expect(rehearsed.status).toBe(409);
      expect(rehearsed.body.errors).toMatchObject([{ pointer: '/jwks_uri', rule: 'locked-fields-are-inherited' }]);
      expect((await api.delete('/client-templates/shared')).body).toMatchObject({ client_ids: ['job'], count: 1 });
    });

    it('keep what their values name', async () => {
      expect((await api.put('/scopes/lent', {})).status).toBe(201);
      await aTemplate('lends', { defaults: { ...machine, scope: 'lent' } });
      const refused = await api.delete('/scopes/lent');
      expect(refused.status).toBe(409);
      expect(refused.body.detail).toContain('the client template lends');
    });

    it('[T-002] give nobody more than they could give away', async () => {
      await aTemplate('powerful', { defaults: { ...machine, scope: 'admin' } });
      const editor = await server.admin('clients:write', 'settings:write');
      const document = { client_id: 'power', client_name: 'P', client_template_id: 'powerful' };
      expect((await editor.post('/clients', document)).status).toBe(403);
      expect((await api.post('/clients', document)).status).toBe(201);
      // Whoever changes the template changes the client.
      expect((await editor.patch('/client-templates/powerful', { defaults: { scope: null } })).status).toBe(403);
      await aTemplate('weak');
      await api.post('/clients', { client_id: 'modest', client_name: 'M', client_template_id: 'weak' });
      const raised = { defaults: { ...machine, scope: 'admin' } };
      expect((await editor.patch('/client-templates/weak', raised)).status).toBe(403);
      expect((await api.patch('/client-templates/weak', raised)).status).toBe(200);
    });
  });

  describe('authenticators that vouch for accounts with a role', () => {
    it('[T-002] are written by administrators alone, as whoever runs the provider becomes one', async () => {
      const outside = { kind: 'oidc', name: 'Outside', issuer: 'https://op.example', client_id: 'clientele' };
      const trusted = { ...outside, vouches_for_roles: true };
      const operator = await server.admin('settings:write');
      expect((await operator.put('/authenticators/outside', trusted)).status).toBe(403);
      expect((await operator.put('/authenticators/outside', outside)).status).toBe(201);
      expect((await operator.patch('/authenticators/outside', { vouches_for_roles: true })).status).toBe(403);

      expect((await api.patch('/authenticators/outside', { vouches_for_roles: true })).status).toBe(200);
      for (const change of [{ issuer: 'https://evil.example' }, { vouches_for_roles: false }])
        expect((await operator.patch('/authenticators/outside', change)).status, JSON.stringify(change)).toBe(403);
      expect((await operator.delete('/authenticators/outside')).status).toBe(403);
      expect((await api.delete('/authenticators/outside')).status).toBe(204);
      expect((await api.put('/authenticators/pin', { name: 'PIN', vouches_for_roles: true })).status).toBe(422);
    });
  });

  describe('trusted certificate authorities', () => {
    const { members } = trustedCas;
    const examples = Object.fromEntries(fieldsOfGroup(members).map(({ name, options }) => [name, options.example]));
    const { id, name, certificate, ...derived } = examples;
    const authority = { id, name, certificate };

    it('show what the server reads in their certificates, and nobody else writes that', async () => {
      expect((await api.post('/trusted-cas', authority)).body).toMatchObject(derived);
      expect((await api.get('/trusted-cas?q=7E:50:1B')).items).toHaveLength(1);
      const { body } = await api.get('/trusted-cas/partners');
      expect((await api.put('/trusted-cas/partners', body)).status).toBe(200);
      expect(await api.patch('/trusted-cas/partners', { expires_at: '2099-01-01T00:00:00Z' })).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: '/expires_at', rule: 'read-only' }] },
      });
    });

    it('are listed once', async () => {
      const again = { id: 'again', name: 'Again', certificate: exampleCertificate.replaceAll('\n', '\r\n') };
      expect(await api.post('/trusted-cas', again)).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: '/certificate', rule: 'certificate-is-listed-once' }] },
      });
    });

    it('[T-002] are added by administrators alone, since they may vouch for every client', async () => {
      const operator = await server.admin('keys:write', 'settings:read');
      const other = { id: 'other', name: 'Other', certificate: anAuthority().pem };
      expect((await operator.post('/trusted-cas', other)).status).toBe(403);
      expect((await api.post('/trusted-cas', other)).status).toBe(201);
    });
  });

  describe('records by which clients are known', () => {
    it('[T-002] are changed by those alone who could obtain what the clients can', async () => {
      const vault = { name: 'Vault', url: 'https://vault.example.com/verify' };
      const client = (client_id: string, scope: string) =>
        aMachineClient({ client_id, scope, credential_manager_id: client_id });
      for (const [id, scope] of [
        ['ordinary', 'openid'],
        ['powerful', 'admin'],
      ] as const) {
        expect((await api.put(`/credential-managers/${id}`, vault)).status).toBe(201);
        const made = await api.post('/clients', client(id, scope));
        expect(made.status, made.text).toBe(201);
      }
      const operator = await server.admin('settings:write');
      const elsewhere = { url: 'https://evil.example/verify' };
      expect((await operator.patch('/credential-managers/ordinary', elsewhere)).status).toBe(200);
      const refused = await operator.patch('/credential-managers/powerful', elsewhere);
      expect([refused.status, refused.body.title]).toEqual([403, 'Nobody may give away more than they could obtain']);
      expect((await api.patch('/credential-managers/powerful', elsewhere)).status).toBe(200);
    });
  });

  describe('extended properties', () => {
    const properties = (extended_properties: object) => ({ extended_properties });

    it('are values of what is defined, and hold their definition', async () => {
      expect((await api.post('/clients', aMachineClient(properties({ mood: ['good'] })))).body.errors).toMatchObject([
        { pointer: '/extended_properties', rule: 'referenced-records-exist' },
      ]);
      await api.put('/extended-property-definitions/mood', { multi_valued: true });
      const client = { client_id: 'moody', ...properties({ mood: ['good', 'bad'] }) };
      expect((await api.post('/clients', aMachineClient(client))).status).toBe(201);

      const refused = await api.patch('/extended-property-definitions/mood', { multi_valued: false });
      expect(refused.status).toBe(409);
      expect(refused.body).toMatchObject({ client_ids: ['moody'], count: 1 });
      expect((await api.delete('/extended-property-definitions/mood')).body).toMatchObject({ client_ids: ['moody'] });

      const named = await api.patch('/clients/moody', properties({ mood: ['good'] }));
      expect(named.body).toMatchObject(properties({ mood: ['good'] }));
      expect((await api.patch('/extended-property-definitions/mood', { multi_valued: false })).status).toBe(200);
    });

    it('are told by mappers that name what is defined', async () => {
      const mapper = { name: 'Humour', access_token: ['humour'], sources: { humour: 'client:humour' } };
      expect((await api.put('/claims-mappers/humour', mapper)).body.errors).toMatchObject([
        { pointer: '/sources', rule: 'referenced-records-exist' },
      ]);
      await api.put('/extended-property-definitions/humour', {});
      expect((await api.put('/claims-mappers/humour', mapper)).status).toBe(201);
      const refused = await api.delete('/extended-property-definitions/humour');
      expect(refused.status).toBe(409);
      expect(refused.body.detail).toContain('claims mapper humour');
      expect((await api.put('/claims-mappers/lying', { name: 'Lying', id_token: ['sub'] })).body.errors).toMatchObject([
        { pointer: '/id_token', rule: 'claims-are-not-the-servers-own' },
      ]);
    });

    it('[extra_metadata] keeps ten notes, for administrators', async () => {
      const extra_metadata = { cost_centre: '4711', 'Ansprechpartnerin im Haus': 'Frau Ödegård' };
      const created = await api.post('/clients', aMachineClient({ client_id: 'noted', extra_metadata }));
      expect(created.body).toMatchObject({ extra_metadata });
      const patched = await api.patch('/clients/noted', { extra_metadata: { cost_centre: null, floor: '3' } });
      expect(patched.body.extra_metadata).toEqual({ 'Ansprechpartnerin im Haus': 'Frau Ödegård', floor: '3' });
      const eleven = Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`note ${n}`, 'x']));
      for (const faulty of [eleven, { long: 'x'.repeat(257) }, { number: 1 }, { '': 'x' }, ['x'], 'x']) {
        const refused = await api.put('/clients/noted', aMachineClient({ extra_metadata: faulty }));
        expect(refused.body.errors).toMatchObject([{ pointer: '/extra_metadata', rule: 'text-map' }]);
      }
    });

    it('[T-005] pollute nothing', async () => {
      const raw =
        '{"client_name":"P","grant_types":["client_credentials"],"extra_metadata":{"__proto__":{"polluted":"x"}}}';
      const answer = await api.call('POST', '/clients', undefined, { raw });
      expect([400, 422]).toContain(answer.status);
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    });
  });

  describe('template areas', () => {
    it('show properties of clients that users may see', async () => {
      await api.put('/extended-property-definitions/hotline', {});
      const refused = await api.put('/template-areas/helpful', {
        name: 'Helpful',
        footer: 'Call {hotline} or {nobody}',
      });
      expect(refused.body.errors).toMatchObject([{ pointer: '/footer', rule: 'referenced-records-exist' }]);
      const area = await api.put('/template-areas/helpful', { name: 'Helpful', footer: 'Call {hotline}' });
      expect(area.status, area.text).toBe(201);
      expect((await api.delete('/extended-property-definitions/hotline')).status).toBe(409);
      const hidden = await api.patch('/extended-property-definitions/hotline', { expose_to_templates: false });
      expect(hidden.status).toBe(409);
      expect(hidden.body.errors).toMatchObject([{ rule: 'footer-shows-what-may-be-shown' }]);
      await api.patch('/template-areas/helpful', { footer: null });
      await api.patch('/extended-property-definitions/hotline', { expose_to_templates: false });
      const again = await api.patch('/template-areas/helpful', { footer: 'Call {hotline}' });
      expect(again.body.errors).toMatchObject([{ pointer: '/footer', rule: 'footer-shows-what-may-be-shown' }]);
      expect((await api.delete('/extended-property-definitions/hotline')).status).toBe(204);
    });
  });

  describe('access token managers', () => {
    it('are not deleted while a client or the settings name them, and count their clients', async () => {
      await api.post('/access-token-managers', { id: 'of-billing', name: 'Billing', format: 'opaque' });
      const client = aMachineClient({ client_id: 'billing', default_access_token_manager_id: 'of-billing' });
      expect((await api.post('/clients', client)).status).toBe(201);
      expect((await api.get('/access-token-managers/of-billing')).body).toMatchObject({ used_by: 1 });
      const refused = await api.delete('/access-token-managers/of-billing');
      expect(refused.status).toBe(409);
      expect(refused.body).toMatchObject({ client_ids: ['billing'], count: 1 });
      await api.delete('/clients/billing?purge=true');

      await api.patch('/settings', { default_access_token_manager_id: 'of-billing' });
      const inherited = await api.delete('/access-token-managers/of-billing');
      expect(inherited.status).toBe(409);
      expect(inherited.body.detail).toContain('default_access_token_manager_id');
      await api.patch('/settings', { default_access_token_manager_id: null });
      expect((await api.delete('/access-token-managers/of-billing')).status).toBe(204);
    });

    it('are not closed to a client that depends on them', async () => {
      await api.post('/access-token-managers', { id: 'open', name: 'Open', format: 'opaque' });
      await api.post('/clients', aMachineClient({ client_id: 'dependent', default_access_token_manager_id: 'open' }));
      const refused = await api.patch('/access-token-managers/open', { restrict_clients: true });
      expect(refused.status).toBe(409);
      expect(refused.body).toMatchObject({ client_ids: ['dependent'], count: 1 });
      const listed = { restrict_clients: true, allowed_clients: ['dependent'] };
      expect((await api.patch('/access-token-managers/open', listed)).status).toBe(200);
    });

    it('are for clients that exist, which then keep their names', async () => {
      await api.post('/clients', aMachineClient({ client_id: 'listed' }));
      const manager = { id: 'for-listed', name: 'Listed', format: 'opaque', restrict_clients: true };
      const refused = await api.post('/access-token-managers', { ...manager, allowed_clients: ['listed', 'nobody'] });
      expect(refused.status).toBe(422);
      expect(refused.body.errors).toEqual([
        {
          pointer: '/allowed_clients/1',
          rule: 'referenced-records-exist',
          detail: 'must name clients of this server; it has no nobody',
        },
      ]);
      expect((await api.post('/access-token-managers', { ...manager, allowed_clients: ['listed'] })).status).toBe(201);
      const extended = { allowed_clients: ['listed', 'nobody'] };
      expect((await api.patch('/access-token-managers/for-listed', extended)).status).toBe(422);

      expect((await api.delete('/clients/listed')).status).toBe(204);
      const kept = await api.delete('/clients/listed?purge=true');
      expect(kept.status).toBe(409);
      expect(kept.body.detail).toContain('the access token manager for-listed');
      await api.patch('/access-token-managers/for-listed', { allowed_clients: [] });
      expect((await api.delete('/clients/listed?purge=true')).status).toBe(204);
    });

    it('list no client that is removed at the same moment', async () => {
      for (let round = 0; round < 5; round++) {
        await api.post('/clients', aMachineClient({ client_id: 'raced' }));
        const [listed, purged] = await Promise.all([
          api.put('/access-token-managers/racing', { name: 'R', format: 'opaque', allowed_clients: ['raced'] }),
          api.delete('/clients/raced?purge=true'),
        ]);
        expect([listed.status, purged.status]).toEqual(purged.status === 204 ? [422, 204] : [201, 409]);
        await api.delete('/access-token-managers/racing');
        await api.delete('/clients/raced?purge=true');
      }
    });

    it.each([
      ['a JWT without a signature', { format: 'jwt' }, 'jwt-has-a-signature'],
      ['an algorithm without a key', { format: 'jwt', signing_alg: 'ES512' }, 'jwt-has-a-signature'],
      ['a signature of opaque tokens', { format: 'opaque', signing_alg: 'ES256' }, 'jwt-has-a-signature'],
      ['a claim of the server’s own', { format: 'opaque', claims: ['sub'] }, 'claims-are-not-the-servers-own'],
    ])('are refused with %s', async (_, members, rule) => {
      const answer = await api.post('/access-token-managers', { id: 'faulty', name: 'Faulty', ...members });
      expect(answer.status, answer.text).toBe(422);
      expect(answer.body.errors).toMatchObject([{ rule }]);
    });

    it('make an API’s tokens one at a time', async () => {
      const manager = { name: 'API', format: 'opaque', resource_uris: ['https://api.example.com/'] };
      expect((await api.post('/access-token-managers', { id: 'first', ...manager })).status).toBe(201);
      const second = await api.post('/access-token-managers', { id: 'second', ...manager });
      expect(second.body.errors).toMatchObject([{ pointer: '/resource_uris/0', rule: 'api-has-one-manager' }]);
    });

    it('have a lifetime within the server’s maximum', async () => {
      await api.patch('/settings', { max_access_token_ttl: 900 });
      const manager = { id: 'lasting', name: 'Lasting', format: 'opaque', access_token_ttl: 901 };
      expect((await api.post('/access-token-managers', manager)).body.errors).toMatchObject([
        { pointer: '/access_token_ttl', rule: 'ttl-within-server-maximum' },
      ]);
      expect((await api.post('/access-token-managers', { ...manager, access_token_ttl: 900 })).status).toBe(201);
      await api.patch('/settings', { max_access_token_ttl: null });
    });
  });
});
