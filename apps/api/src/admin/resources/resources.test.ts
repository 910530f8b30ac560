import { type AnyResource, fieldsOfResource, pathOf, resources, standardResources } from '@clientele/client-schema';
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
      const example = Object.fromEntries(
        fieldsOfResource(resource).flatMap(({ name, options }) =>
          options.example === undefined ? [] : [[name, options.example]],
        ),
      );
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
        expect(read.body).toEqual(created.body);
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
      client_name: 'Bank',
      redirect_uris: ['https://bank.example/cb'],
      jwks_uri: 'https://bank.example/jwks',
    };

    it('give new clients what their documents do not say', async () => {
      const created = await api.post('/clients?template=financial', financial);
      expect(created.status, created.text).toBe(201);
      expect(created.body).toMatchObject({
        token_endpoint_auth_method: 'private_key_jwt',
        require_pkce: true,
        response_types: ['code'],
        authorization_code_ttl: 60,
      });
      expect(created.body).not.toHaveProperty('client_secret');
      const other = await api.post('/clients?template=financial', { ...financial, authorization_code_ttl: 30 });
      expect(other.body).toMatchObject({ authorization_code_ttl: 30, require_pkce: true });
      expect((await api.post('/clients?template=nowhere', financial)).status).toBe(400);
    });

    it.each(['web', 'single_page_application', 'native', 'server_to_server'])('have %s among them', async (id) => {
      const document = id === 'server_to_server' ? {} : { redirect_uris: ['https://app.example.com/cb'] };
      const created = await api.post(`/clients?template=${id}`, { client_name: id, ...document });
      expect(created.status, created.text).toBe(201);
      expect(created.body).toMatchObject({ client_type: id });
    });

    it('of one’s own are changed, and hold values of fields only', async () => {
      const own = { name: 'Own', defaults: { client_type: 'server_to_server', grant_types: ['client_credentials'] } };
      expect((await api.put('/client-templates/own', own)).status).toBe(201);
      expect((await api.post('/clients?template=own', { client_name: 'Own' })).status).toBe(201);
      const faulty = {
        colour: 'red',
        client_secret: 'x',
        access_token_ttl: 'long',
        scope: 'nowhere',
        client_id: 'one',
      };
      const refused = await api.patch('/client-templates/own', { defaults: faulty });
      expect(refused.status).toBe(422);
      const pointers = (refused.body.errors as { pointer: string }[]).map(({ pointer }) => pointer);
      expect(new Set(pointers)).toEqual(new Set(Object.keys(faulty).map((name) => `/defaults/${name}`)));
      // The built-in ones may be changed too, and stay.
      expect((await api.patch('/client-templates/web', { defaults: { require_pkce: false } })).status).toBe(200);
      expect((await api.delete('/client-templates/web')).status).toBe(409);
    });

    it('[T-002] give nobody more than they could give away', async () => {
      const powerful = { client_type: 'server_to_server', grant_types: ['client_credentials'], scope: 'admin' };
      expect((await api.put('/client-templates/powerful', { name: 'P', defaults: powerful })).status).toBe(201);
      const editor = await server.admin('clients:write');
      expect((await editor.post('/clients?template=powerful', { client_name: 'P' })).status).toBe(403);
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
