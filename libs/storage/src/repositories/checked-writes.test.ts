import { setTimeout as pause } from 'node:timers/promises';
import { aScope } from '@clientele/client-schema/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Storage } from '../storage.js';
import { type TestDatabase, dialects, testStorage } from '../testing/databases.js';

const by = { updated_by: 'bob' };

describe.each(dialects)('checked writes: %s', (dialect) => {
  let database: TestDatabase;
  let storage: Storage;
  let other: Storage;
  let count = 0;
  beforeAll(async () => {
    const opened = await testStorage(dialect);
    database = opened;
    storage = opened.storage;
    other = await opened.open();
  });
  afterAll(() => database.close());

  const add = (client_id = `client-${++count}`, at = storage) =>
    at.clients.insert({ client_id, document: { client_name: client_id }, created_by: 'alice' });
  const changeScopes = (at = storage) =>
    at.resources.insert('scopes', aScope({ name: `scope-${++count}` }), { created_by: 'bob' });
  const exists = async (client_id: string) => (await storage.clients.find(client_id)) !== undefined;

  it('a client is written while the server is what it was checked against, whatever became of other clients', async () => {
    const since = await storage.checkedWrites.begin();
    await add();
    await expect(storage.checkedWrites.ofClient(since, () => add('checked'))).resolves.toMatchObject({
      client_id: 'checked',
    });
  });

  it('a client is not written once the server has changed, here or elsewhere', async () => {
    for (const process of [storage, other]) {
      const since = await storage.checkedWrites.begin();
      await changeScopes(process);
      expect(await storage.checkedWrites.ofClient(since, () => add('outdated'))).toBeUndefined();
      expect(await exists('outdated')).toBe(false);
    }
  });

  it('what was read of the server stands until it changes, here or elsewhere, whatever becomes of clients', async () => {
    for (const process of [storage, other]) {
      const since = await storage.checkedWrites.begin();
      expect(await storage.checkedWrites.unchangedSince(since)).toBe(since);
      await add(undefined, process);
      const later = await storage.checkedWrites.unchangedSince(since);
      expect(later).toBe(since + 1);
      await changeScopes(process);
      expect(await storage.checkedWrites.unchangedSince(since)).toBeUndefined();
      expect(await storage.checkedWrites.unchangedSince(later!)).toBeUndefined();
    }
  });

  it('a change of the server is given the clients that were saved since, and not the deleted', async () => {
    await add('before');
    await add('changed');
    await add('deleted');
    const since = await storage.checkedWrites.begin();
    await add('added', other);
    await storage.clients.update('changed', 1, { document: { client_name: 'Changed' }, ...by });
    await storage.clients.trash('deleted', by);
    const saved = await storage.checkedWrites.ofServer(since, async (clients) => clients);
    expect(saved!.map(({ client_id }) => client_id).toSorted()).toEqual(['added', 'changed']);
    expect(saved!.find(({ client_id }) => client_id === 'changed')!.document.client_name).toBe('Changed');
  });

  it('a change of the server is not written once something else of the server has changed', async () => {
    const since = await storage.checkedWrites.begin();
    await changeScopes(other);
    expect(await storage.checkedWrites.ofServer(since, () => Promise.resolve(true))).toBeUndefined();
  });

  it('a client waits for a change of the server that is under way, and is not written after it', async () => {
    const since = await storage.checkedWrites.begin();
    const [begun, begin] = signal();
    const [go, finish] = signal();
    const changed = storage.checkedWrites.ofServer(since, async () => {
      begin();
      await go;
      return changeScopes();
    });
    await begun;
    let ended = false;
    const written = other.checkedWrites.ofClient(since, () => add('late', other)).finally(() => (ended = true));
    await pause(200);
    expect(ended).toBe(false);
    finish();
    expect(await changed).toBeDefined();
    expect(await written).toBeUndefined();
    expect(await exists('late')).toBe(false);
  });

  it('a change of the server sees the client that was under way when it came', async () => {
    const since = await storage.checkedWrites.begin();
    const [begun, begin] = signal();
    const [go, finish] = signal();
    const written = other.checkedWrites.ofClient(since, async () => {
      const client = await add('just-in-time', other);
      begin();
      await go;
      return client;
    });
    await begun;
    const changed = storage.checkedWrites.ofServer(since, async (clients) => clients);
    await pause(50);
    finish();
    await written;
    expect((await changed)!.map(({ client_id }) => client_id)).toContain('just-in-time');
  });

  it('nothing is written when the change feed no longer knows what has happened since', async () => {
    const since = await storage.checkedWrites.begin();
    await add();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * 3600_000 });
    await storage.purgeExpired().finally(() => vi.useRealTimers());
    expect(await storage.checkedWrites.ofClient(since, () => add())).toBeUndefined();
    expect(await storage.checkedWrites.ofServer(since, () => Promise.resolve(true))).toBeUndefined();
  });
});

function signal(): [given: Promise<void>, give: () => void] {
  let give!: () => void;
  const given = new Promise<void>((resolve) => (give = resolve));
  return [given, give];
}
