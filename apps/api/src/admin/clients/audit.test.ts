import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi, aMachineClient } from '../../testing/admin-api.js';
import { SaidToBe, as } from '../../testing/callers.js';
import { type RunningServer, runningServer } from '../../testing/running-server.js';
import { dialects } from '../../testing/temporary-database.js';

describe.each(dialects)('what the server notes of a client on %s', (dialect) => {
  let server: RunningServer;
  let ana: AdminApi;
  let ben: AdminApi;

  beforeAll(async () => {
    server = await runningServer({ dialect, tokens: new SaidToBe() });
    ana = as(server, { sub: 'sub-of-ana', username: 'ana' });
    ben = as(server, { sub: 'sub-of-ben', username: 'ben' });
  });
  afterAll(() => server.close());

  const created = async () => (await ana.post('/clients', aMachineClient())).body as Record<string, string>;

  it('[owner] is whoever creates a client, and nobody else changes it but administrators', async () => {
    const scope = ['clients:read', 'clients:write', 'clients:secrets', 'clients:purge'];
    const [carl, dora] = ['carl', 'dora'].map((username) => as(server, { sub: `sub-of-${username}`, username, scope }));
    const { body } = await carl!.post('/clients', aMachineClient());
    const path = `/clients/${String(body.client_id)}`;
    expect(body.owner).toBe('sub-of-carl');

    const secret = (await carl!.get(`${path}/secrets`)).items[0]!.id;
    for (const [method, below, sent] of [
      ['PATCH', '', { description: 'x' }],
      ['PATCH', '', { owner: 'sub-of-dora' }],
      ['PUT', '', aMachineClient()],
      ['POST', '/secrets', undefined],
      ['DELETE', `/secrets/${String(secret)}`, undefined],
      ['POST', '/revisions/1/restore', undefined],
      ['DELETE', '', undefined],
      ['DELETE', '?purge=true', undefined],
    ] as const) {
      const answer = await dora!.call(method, `${path}${below}`, sent);
      expect(answer, `${method} ${below}`).toMatchObject({ status: 403, body: { title: expect.any(String) } });
    }
    expect((await dora!.get(path)).body).toMatchObject({ revision: 1 });
    await carl!.delete(path);
    expect((await dora!.post(`${path}/restore`)).status).toBe(403);
    await carl!.post(`${path}/restore`);

    // The owner may hand it over, and keeps it through a replacement that does not say.
    expect((await carl!.put(path, aMachineClient())).body.owner).toBe('sub-of-carl');
    expect((await carl!.patch(path, { owner: 'sub-of-dora' })).status).toBe(200);
    expect((await carl!.patch(path, { description: 'x' })).status).toBe(403);
    expect((await dora!.patch(path, { description: 'x' })).status).toBe(200);
    expect((await ana.patch(path, { owner: null })).body).not.toHaveProperty('owner');
    expect((await carl!.patch(path, { description: 'y' })).status).toBe(200);
  });

  it('[created_at] [created_by] are of the creation, and stay', async () => {
    const before = Date.now();
    const { client_id, created_at } = await created();
    expect(Date.parse(created_at!)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(created_at!)).toBeLessThanOrEqual(Date.now());
    const { body } = await ben.patch(`/clients/${client_id}`, { description: 'x' });
    expect(body).toMatchObject({ created_at, created_by: 'ana', updated_by: 'ben' });
  });

  it('[updated_at] is of the last change, which the ETag stands for', async () => {
    const { client_id, updated_at } = await created();
    const path = `/clients/${client_id}`;
    const { headers } = await ana.get(path);
    await ben.patch(path, { description: 'x' });
    const changed = await ana.get(path);
    expect(Date.parse(String(changed.body.updated_at))).toBeGreaterThanOrEqual(Date.parse(updated_at!));
    expect(changed.body.updated_at).toBe((await ana.get(`${path}/revisions/2`)).body.at);
    expect(changed.headers.etag).not.toBe(headers.etag);
    expect((await ana.patch(path, { description: 'y' }, { 'if-match': headers.etag! })).status).toBe(412);
    // What changes nothing is no change.
    await ana.patch(path, { description: 'x' });
    expect((await ana.get(path)).body.updated_at).toBe(changed.body.updated_at);
  });

  it('[client_id_issued_at] is the creation in seconds since 1970', async () => {
    const { created_at, client_id_issued_at } = await created();
    expect(client_id_issued_at).toBe(Math.floor(Date.parse(created_at!) / 1000));
  });
});
