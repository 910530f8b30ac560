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
