import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi, type Answer, aMachineClient } from '../../testing/admin-api.js';
import { type RunningServer, runningServer } from '../../testing/running-server.js';
import { staggered } from '../../testing/staggered.js';
import { dialects } from '../../testing/temporary-database.js';

describe.each(dialects)('writes of one client at the same time on %s', (dialect) => {
  let server: RunningServer;
  let api: AdminApi;

  beforeAll(async () => {
    server = await runningServer({ dialect });
    api = await server.admin();
  });
  afterAll(() => server.close());

  const created = async () => `/clients/${String((await api.post('/clients', aMachineClient())).body.client_id)}`;
  const succeeded = (answers: readonly Answer[]) => answers.filter(({ status }) => status < 300);

  it('[T-115] only one of a change and a purge that expect the same revision happens', async () => {
    for (let round = 0; round < 16; round++) {
      const path = await created();
      const seen = { 'if-match': '"1"' };
      const [changed, purged] = await staggered(
        round,
        () => api.patch(path, { description: 'kept' }, seen),
        () => api.delete(`${path}?purge=true`, seen),
      );
      expect(succeeded([changed, purged])).toHaveLength(1);
      expect((await api.get(path)).status).toBe(changed.status === 200 ? 200 : 404);
      if (changed.status === 200) expect(purged).toMatchObject({ status: 412, body: { revision: 2 } });
    }
  });

  it('[T-115] only one of a restoration and a purge that expect the same revision happens', async () => {
    for (let round = 0; round < 16; round++) {
      const path = await created();
      await api.delete(path);
      const seen = { 'if-match': '"2"' };
      const [restored, purged] = await staggered(
        round,
        () => api.post(`${path}/restore`, undefined, seen),
        () => api.delete(`${path}?purge=true`, seen),
      );
      expect(succeeded([restored, purged])).toHaveLength(1);
      expect((await api.get(path)).status).toBe(restored.status === 200 ? 200 : 404);
    }
  });

  it('a purge without a condition takes the client as it is by then', async () => {
    const path = await created();
    const [purged, changed] = await Promise.all([
      api.delete(`${path}?purge=true`),
      api.patch(path, { description: 'soon gone' }),
    ]);
    expect(purged.status).toBe(204);
    expect([200, 404]).toContain(changed.status);
    expect((await api.get(path)).status).toBe(404);
  });

  it('a client is restored once, whoever asks at the same time', async () => {
    const path = await created();
    await api.delete(path);
    const answers = await Promise.all(Array.from({ length: 5 }, () => api.post(`${path}/restore`)));
    expect(succeeded(answers)).toHaveLength(1);
    expect((await api.get(path)).body.revision).toBe(3);
  });
});
