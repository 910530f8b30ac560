import { randomUUID } from 'node:crypto';
import { type Grant } from '@clientele/runtime/ports/index';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Storage } from '../storage.js';
import { type TestDatabase, dialects, testStorage } from '../testing/databases.js';

describe.each(dialects)('several processes on one database: %s', (dialect) => {
  let database: TestDatabase;
  let processes: Storage[];
  beforeAll(async () => {
    const opened = await testStorage(dialect);
    database = opened;
    processes = [opened.storage, await opened.open(), await opened.open()];
  });
  afterAll(() => database.close());

  /** What each of 30 callers gets, spread over the processes. */
  const everywhere = <T>(work: (storage: Storage, caller: number) => Promise<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: 30 }, (_, caller) => work(processes[caller % processes.length]!, caller)));

  it('give an artifact to one taker, round after round', async () => {
    for (let round = 0; round < 20; round++) {
      const key = randomUUID();
      await processes[0]!.ports.artifacts.put('code', key, round, database.clock.now() + 60);
      const taken = await everywhere(({ ports }) => ports.artifacts.take('code', key));
      expect(taken.filter((value) => value !== undefined)).toEqual([round]);
    }
  });

  it('accept a mark once', async () => {
    const key = randomUUID();
    const stored = await everywhere(({ ports }) =>
      ports.artifacts.putOnce('assertion', key, 1, database.clock.now() + 60),
    );
    expect(stored.filter(Boolean)).toHaveLength(1);
  });

  it('rotate a refresh token once', async () => {
    const grant = aGrant();
    await processes[0]!.ports.grants.create(grant);
    const { id, refresh } = grant;
    const rotated = await everywhere(({ ports }, caller) =>
      ports.grants.rotate(
        { id, generation: 0, digest: refresh!.digest },
        { ...refresh!, generation: 1, digest: `next-${caller}` },
        database.clock.now(),
      ),
    );
    expect(rotated.filter(Boolean)).toHaveLength(1);
    expect((await processes[1]!.ports.grants.find(id))?.refresh?.digest).toBe(`next-${rotated.indexOf(true)}`);
  });

  it('see each other’s writes at once, and lose none', async () => {
    const keys = await everywhere(async ({ ports }, caller) => {
      const key = randomUUID();
      await ports.artifacts.put('session', key, caller, database.clock.now() + 60);
      return key;
    });
    for (const { ports } of processes) {
      for (const [caller, key] of keys.entries()) expect(await ports.artifacts.get('session', key)).toBe(caller);
    }
  });

  it('write one client once per revision', async () => {
    const client_id = randomUUID();
    await processes[0]!.clients.insert({ client_id, document: { client_name: 'x' }, created_by: 'alice' });
    const written = await everywhere(({ clients }, caller) =>
      clients.update(client_id, 1, { document: { client_name: `${caller}` }, updated_by: 'bob' }),
    );
    expect(written.filter((client) => client !== undefined)).toHaveLength(1);
  });
});

function aGrant(): Grant {
  const at = 1_700_000_000;
  const refresh = {
    handle: randomUUID(),
    generation: 0,
    digest: randomUUID(),
    issued_at: at,
    used_at: at,
    expires_at: at + 3600,
    sealed: null,
  };
  return {
    id: randomUUID(),
    client: 'c',
    sub: 'alice',
    sign_in_epoch: 1,
    session: null,
    scope: ['openid'],
    auth_time: at,
    amr: ['pwd'],
    created_at: at,
    renewed_at: at,
    resources: [],
    authorization_details: [],
    claims: null,
    revoked_at: null,
    agent: null,
    confirmation: null,
    refresh,
  };
}
