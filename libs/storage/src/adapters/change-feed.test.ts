import { changeFeedContract } from '@clientele/runtime/ports/contracts/change-feed';
import { type Change } from '@clientele/runtime/ports/index';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Database } from '../database/database.js';
import { dialects, testStorage } from '../testing/databases.js';
import { DatabaseChangeFeed, lookEvery } from './change-feed.js';

for (const dialect of dialects) {
  changeFeedContract(`${dialect}, same process`, async () => {
    const { storage, close } = await testStorage(dialect);
    return {
      feed: storage.ports.changes,
      async change(client_id) {
        await storage.clients.insert({ client_id, document: { client_name: 'x' }, created_by: 'test' });
      },
      close,
    };
  });

  changeFeedContract(`${dialect}, another process`, async () => {
    const { storage, open, close } = await testStorage(dialect);
    const other = await open();
    return {
      feed: other.ports.changes,
      async change(client_id) {
        await storage.clients.insert({ client_id, document: { client_name: 'x' }, created_by: 'test' });
      },
      close,
    };
  });

  describe(`change feed: ${dialect}`, () => {
    it('has told of a write before the write resolves, here', async () => {
      const { storage, close } = await testStorage(dialect);
      const heard: Change[] = [];
      storage.ports.changes.subscribe((change) => heard.push(change));
      await storage.clients.insert({ client_id: 'a', document: { client_name: 'x' }, created_by: 'test' });
      expect(heard).toContainEqual({ kind: 'client', client_id: 'a' });
      await close();
    });

    it('says nothing of what was rolled back', async () => {
      const { storage, close } = await testStorage(dialect);
      const heard: Change[] = [];
      storage.ports.changes.subscribe((change) => heard.push(change));
      const undone = storage.unitOfWork.run(async () => {
        await storage.clients.insert({ client_id: 'a', document: { client_name: 'x' }, created_by: 'test' });
        throw new Error('no');
      });
      await expect(undone).rejects.toThrow('no');
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(heard.filter(({ client_id }) => client_id === 'a')).toEqual([]);
      await close();
    });

    it('misses none of many changes by several writers, and repeats none', async () => {
      const { storage, open, close } = await testStorage(dialect);
      const writers = [storage, await open(), await open()];
      const listener = await open();
      const heard: string[] = [];
      let ready = false;
      listener.ports.changes.subscribe(({ kind, client_id }) => {
        if (client_id !== undefined) heard.push(client_id);
        else ready ||= kind === 'client';
      });
      await vi.waitFor(() => expect(ready).toBe(true), { timeout: 30_000 });
      const ids = Array.from({ length: 90 }, (_, n) => `client-${n}`);
      await Promise.all(
        ids.map((client_id, n) =>
          writers[n % 3]!.clients.insert({ client_id, document: { client_name: 'x' }, created_by: 'test' }),
        ),
      );
      await vi.waitFor(() => expect(heard.toSorted()).toEqual(ids.toSorted()), { timeout: 30_000 });
      await close();
    });
  });
}

describe('change feed: by the clock of a test', () => {
  afterEach(() => void vi.useRealTimers());

  /** A feed whose every statement takes a tenth of a second, and what others have committed to it. */
  function slowFeed() {
    vi.useFakeTimers();
    const committed: { seq: number; kind: 'client'; client_id: string }[] = [];
    const read = async (text: string, [after]: readonly number[] = []): Promise<unknown[]> => {
      const seen = [...committed];
      await new Promise((resolve) => setTimeout(resolve, 100));
      return text.includes('change_counter') ? [{ seq: seen.length }] : seen.filter(({ seq }) => seq > after!);
    };
    const feed = new DatabaseChangeFeed({ read } as unknown as Database, lookEvery, () => {});
    const heard = new Map<string, number>();
    feed.subscribe(({ client_id }) => client_id !== undefined && heard.set(client_id, Date.now()));
    const commit = (client_id: string) => committed.push({ seq: committed.length + 1, kind: 'client', client_id });
    return { feed, heard, commit };
  }

  it('[T-120] tells within a second of what others commit, whenever that is, though the database takes its time', async () => {
    const { feed, heard, commit } = slowFeed();
    // The first look, which tells nothing from before.
    await vi.advanceTimersByTimeAsync(300);
    const at = new Map<string, number>();
    for (let count = 0; count < 200; count++) {
      const client_id = `client-${count}`;
      commit(client_id);
      at.set(client_id, Date.now());
      await vi.advanceTimersByTimeAsync(37);
    }
    await vi.advanceTimersByTimeAsync(1_000);
    expect(heard.size).toBe(200);
    const latest = Math.max(...[...heard].map(([client_id, when]) => when - at.get(client_id)!));
    expect(latest).toBeGreaterThan(lookEvery);
    expect(latest).toBeLessThanOrEqual(1_000);
    const closed = feed.close();
    await vi.runAllTimersAsync();
    await closed;
  });
});
