import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi, aWebClient } from '../../testing/admin-api.js';
import { grantOf } from '../../testing/grant-of.js';
import { type RunningServer, runningServer } from '../../testing/running-server.js';
import { dialects } from '../../testing/temporary-database.js';

describe.each(dialects)('what the token server leaves behind, on %s', (dialect) => {
  let server: RunningServer;
  let api: AdminApi;

  beforeAll(async () => {
    server = await runningServer({ dialect });
    api = await server.admin();
    await api.post('/clients', aWebClient({ client_id: 'shop' }));
  });
  afterAll(() => server.close());

  it('a grant is listed by client and subject without anything of its tokens, and can be revoked', async () => {
    const { id: client } = (await server.storage.clients.find('shop'))!;
    const grant = grantOf(client, {
      refresh: {
        handle: 'HANDLE',
        generation: 0,
        digest: 'DIGEST',
        issued_at: 1_700_000_000,
        used_at: 1_700_000_000,
        sealed: null,
        expires_at: 4_000_000_000,
      },
    });
    await server.storage.ports.grants.create(grant);

    const listed = await api.get('/grants?client_id=shop&sub=alice');
    expect(listed.items).toEqual([
      {
        id: grant.id,
        client_id: 'shop',
        sub: 'alice',
        scope: ['openid'],
        auth_time: '2023-11-14T22:13:20.000Z',
        created_at: '2023-11-14T22:13:20.000Z',
        revoked_at: null,
        authorization_details: [],
        refresh_expires_at: '2096-10-02T07:06:40.000Z',
      },
    ]);
    expect(listed.text).not.toMatch(/HANDLE|DIGEST/);
    expect((await api.get('/grants?sub=bob')).items).toEqual([]);
    // A grant is a part of its client: it is ended by those who may change the client.
    await api.patch('/clients/shop', { owner: 'somebody-else' });
    expect((await (await server.admin('clients:write')).delete(`/grants/${grant.id}`)).status).toBe(403);
    expect((await api.get(`/grants/${grant.id}`)).body.revoked_at).toBeNull();
    expect((await api.delete(`/grants/${grant.id}`)).status).toBe(204);
    expect((await api.get(`/grants/${grant.id}`)).body.revoked_at).toBeTypeOf('string');
    expect((await api.delete('/grants/unknown')).status).toBe(404);
  });

  it('a refusal has a receipt that says which rule was broken', async () => {
    const refused = await server.issuer(
      '/authorize?response_type=code&client_id=shop&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcallback%2F',
    );
    const code = String(refused.headers.get('x-receipt'));
    const { body } = await api.get(`/receipts/${code}`);
    expect(body).toMatchObject({ code, client_id: 'shop', endpoint: '/authorize' });
    expect(body.at).toMatch(/^\d{4}-\d\d-\d\dT/);
    expect((await api.get('/receipts?client_id=shop')).items).toMatchObject([{ code }]);
    expect((await api.get('/receipts?client_id=other')).items).toEqual([]);
    expect((await api.get('/receipts/R-0000-0000')).status).toBe(404);
  });

  it('access token managers can be read', async () => {
    const { items } = await api.get('/access-token-managers');
    expect(items.map(({ id }) => id)).toEqual(expect.arrayContaining(['jwt', 'opaque']));
    expect((await api.get('/access-token-managers/jwt')).body).toMatchObject({ format: 'jwt' });
    expect((await api.get('/access-token-managers/none')).status).toBe(404);
  });
});
