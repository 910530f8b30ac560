import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi, aMachineClient } from '../../testing/admin-api.js';
import { type RunningServer, runningServer } from '../../testing/running-server.js';
import { dialects } from '../../testing/temporary-database.js';
import { aSignInClient, aUserAgent } from '../../testing/user-agent.js';

describe.each(dialects)('a deleted client on %s', (dialect) => {
  let server: RunningServer;
  let api: AdminApi;

  beforeAll(async () => {
    server = await runningServer({ dialect });
    api = await server.admin();
    await api.post('/accounts', { username: 'alice', password: 'correct horse' });
  });
  afterAll(() => server.close());

  it('is refused with all its tokens, and comes back with what its users granted', async () => {
    const { body: before } = await api.post('/clients', aSignInClient('shop'));
    const alice = aUserAgent(server, 'shop');
    const tokens = await alice.exchange((await alice.told()).code!);
    expect(await alice.userinfo(tokens.access_token!)).toBe(200);

    expect((await api.delete('/clients/shop')).status).toBe(204);
    expect(await alice.userinfo(tokens.access_token!)).toBe(401);
    expect(await alice.refresh(tokens.refresh_token!)).toMatchObject({ error: 'invalid_client' });
    expect((await alice.visit()).response.status).toBe(400);

    const restored = await api.post('/clients/shop/restore');
    expect(restored.body).toMatchObject({
      client_id: 'shop',
      created_at: before.created_at,
      client_id_issued_at: before.client_id_issued_at,
      trashed_at: null,
      revision: 3,
    });
    expect((await api.get('/clients/shop/revisions')).items.map(({ actions }) => actions)).toEqual([
      ['client.restored'],
      ['client.deleted'],
      ['client.created'],
    ]);
    const refreshed = await alice.refresh(tokens.refresh_token!);
    expect(await alice.userinfo(refreshed.access_token!)).toBe(200);
    expect((await api.get('/grants?client_id=shop')).items).toMatchObject([{ revoked_at: null }]);
  });

  it('keeps its history until it is purged, which ends that as well', async () => {
    await api.post('/clients', aMachineClient({ client_id: 'old' }));
    await api.delete('/clients/old');
    expect((await api.get('/clients/old/revisions')).items).toHaveLength(2);
    await api.delete('/clients/old?purge=true');
    expect((await api.get('/clients/old/revisions')).status).toBe(404);
    expect((await api.get('/events?client_id=old')).items[0]).toMatchObject({ type: 'client.purged' });

    await api.post('/clients', aMachineClient({ client_id: 'old' }));
    expect((await api.get('/clients/old/revisions')).items).toHaveLength(1);
  });

  it('[T-002] is purged by those alone who may purge', async () => {
    await api.post('/clients', aMachineClient({ client_id: 'kept' }));
    const writer = await server.admin('clients:read', 'clients:write', 'clients:secrets');
    const refused = await writer.delete('/clients/kept?purge=true');
    expect(refused).toMatchObject({ status: 403, body: { scope: 'clients:purge' } });
    expect(refused.headers['www-authenticate']).toContain('scope="clients:purge"');
    expect((await writer.delete('/clients/kept')).status).toBe(204);
    expect((await writer.delete('/clients/kept?purge=true')).status).toBe(403);
    const purger = await server.admin('clients:write', 'clients:purge');
    expect((await purger.delete('/clients/kept?purge=true')).status).toBe(204);
  });
});
