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

  it(
    '[T-115] of fifty writers that expect the same revision exactly one succeeds, again and again',
    { timeout: 180_000 },
    async () => {
      const path = await created();
      for (let revision = 1; revision <= 10; revision++) {
        const seen = { 'if-match': `"${revision}"` };
        const answers = await Promise.all(
          Array.from({ length: 50 }, (_, writer) => api.patch(path, { description: `${revision} by ${writer}` }, seen)),
        );
        const winners = succeeded(answers);
        expect(winners).toHaveLength(1);
        expect(answers.filter(({ status }) => status === 412)).toHaveLength(49);
        expect((await api.get(path)).body).toMatchObject({
          revision: revision + 1,
          description: winners[0]!.body.description,
        });
      }
      expect((await api.get(`${path}/revisions`)).items).toHaveLength(11);
    },
  );

  it(
    '[T-115] of fifty writers that go on until they have written each does, once per revision',
    { timeout: 180_000 },
    async () => {
      const path = await created();
      const writer = async (name: number): Promise<unknown> => {
        for (;;) {
          const { etag } = (await api.get(path)).headers;
          const answer = await api.patch(path, { description: `by ${name}` }, { 'if-match': etag! });
          if (answer.status === 200) return answer.body.revision;
          expect(answer.status).toBe(412);
        }
      };
      const revisions = await Promise.all(Array.from({ length: 50 }, (_, name) => writer(name)));
      expect(revisions.map(Number).toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: 50 }, (_, index) => index + 2),
      );
      expect((await api.get(`${path}/revisions?limit=200`)).items).toHaveLength(51);
      expect(await server.storage.events.verify()).not.toHaveProperty('broken');
    },
  );

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
