import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Duplicate, StorageUnavailable } from '../failures.js';
import { type Storage } from '../storage.js';
import { type TestDatabase, dialects, testStorage } from '../testing/databases.js';

describe.each(dialects)('unit of work: %s', (dialect) => {
  let database: TestDatabase;
  let storage: Storage;
  beforeAll(async () => {
    const opened = await testStorage(dialect);
    database = opened;
    storage = opened.storage;
  });
  afterAll(() => database.close());

  const add = (client_id: string) =>
    storage.clients.insert({ client_id, document: { client_name: client_id }, created_by: 'alice' });
  const exists = async (client_id: string) => (await storage.clients.find(client_id)) !== undefined;

  it('[T-116] keeps exactly the acknowledged rows when successes and failures mix', async () => {
    const units = Array.from({ length: 60 }, (_, n) =>
      storage.unitOfWork.run(async () => {
        await add(`mixed-${n}-a`);
        await sleep(Math.random() * 3);
        await storage.unitOfWork.run(() => add(`mixed-${n}-b`));
        await storage.ports.artifacts.put('code', `mixed-${n}`, n, database.clock.now() + 60);
        if (n % 3 === 0) throw new Error('undo');
      }),
    );
    const singles = Array.from({ length: 30 }, (_, n) => add(`single-${n}`));
    const [outcomes] = await Promise.all([Promise.allSettled(units), ...singles]);

    for (const [n, { status }] of outcomes.entries()) {
      expect(status).toBe(n % 3 === 0 ? 'rejected' : 'fulfilled');
      expect(await exists(`mixed-${n}-a`)).toBe(n % 3 !== 0);
      expect(await exists(`mixed-${n}-b`)).toBe(n % 3 !== 0);
      expect(await storage.ports.artifacts.get('code', `mixed-${n}`)).toBe(n % 3 === 0 ? undefined : n);
    }
    for (let n = 0; n < 30; n++) expect(await exists(`single-${n}`)).toBe(true);
  });

  it('is taken back at its own end in a rehearsal, which reads what everybody reads', async () => {
    const before = await storage.events.last();
    const value = await storage.unitOfWork.rehearse(async () => {
      const { client_id } = await storage.unitOfWork.run(async () => {
        const added = await add('rehearsed');
        expect(await exists('rehearsed')).toBe(true);
        return added;
      });
      expect(await exists('rehearsed')).toBe(false);
      // A statement by itself as well.
      await storage.ports.artifacts.put('code', 'rehearsed', 1, database.clock.now() + 60);
      expect(await storage.ports.artifacts.get('code', 'rehearsed')).toBeUndefined();
      return client_id;
    });
    expect(value).toBe('rehearsed');
    await add('rehearsed');
    await expect(storage.unitOfWork.rehearse(() => add('rehearsed'))).rejects.toThrow(Duplicate);
    expect(await storage.events.last()).toBe(before + 1);
  });

  it('[T-116] shows its own writes inside and nothing outside until it commits', async () => {
    let started!: () => void;
    let finish!: () => void;
    const written = new Promise<void>((resolve) => (started = resolve));
    const go = new Promise<void>((resolve) => (finish = resolve));
    const unit = storage.unitOfWork.run(async () => {
      await add('unseen');
      expect(await exists('unseen')).toBe(true);
      expect((await storage.clients.list({ limit: 1, q: 'unseen', caller: 'alice' })).items).toHaveLength(1);
      started();
      await go;
    });
    await written;
    expect(await exists('unseen')).toBe(false);
    finish();
    await unit;
    expect(await exists('unseen')).toBe(true);
  });

  it('is undone as a whole by a duplicate', async () => {
    await add('taken');
    const unit = storage.unitOfWork.run(async () => {
      await add('before');
      await add('taken');
    });
    await expect(unit).rejects.toThrow(Duplicate);
    expect(await exists('before')).toBe(false);
  });

  it('is over for work that comes late', async () => {
    let late!: Promise<unknown>;
    const unit = storage.unitOfWork.run(async () => {
      await add('punctual');
      late = sleep(30).then(() => add('late'));
      throw new Error('undo');
    });
    await expect(unit).rejects.toThrow('undo');
    await late;
    expect(await exists('punctual')).toBe(false);
    expect(await exists('late')).toBe(true);
  });

  it('leaves grants and artifacts of other callers alone when it rolls back', async () => {
    const unit = storage.unitOfWork.run(async () => {
      await add('rolled-back');
      await sleep(20);
      throw new Error('undo');
    });
    const others = Array.from({ length: 50 }, (_, n) =>
      storage.ports.artifacts.put('code', `other-${n}`, n, database.clock.now() + 60),
    );
    await Promise.all([expect(unit).rejects.toThrow('undo'), ...others]);
    for (let n = 0; n < 50; n++) expect(await storage.ports.artifacts.get('code', `other-${n}`)).toBe(n);
    expect(await exists('rolled-back')).toBe(false);
  });

  it('commits the units of several flows together, and takes back alone what fails', async () => {
    await add('there');
    const seq = await storage.checkedWrites.begin();
    const author = { client_id: null, origin: 'import', reason: null } as const;
    const flow = (n: number) => () =>
      storage.authorship.inTheNameOf({ ...author, id: `author-${n}`, name: `${n}` }, async () => {
        await sleep(Math.random() * 3);
        if (n === 0) return add('there');
        const stored = await storage.unitOfWork.run(async () => {
          const stored = await add(`flow-${n}`);
          if (n === 1) throw new Error('undo');
          return stored;
        });
        // Whoever goes on meets the others again.
        await storage.clients.trash(`flow-${n}`, { updated_by: 'alice' });
        return stored;
      });
    const results = await storage.unitOfWork.together(Array.from({ length: 10 }, (_, n) => flow(n)));

    expect(results[0]).toMatchObject({ status: 'rejected', reason: expect.any(Duplicate) as Duplicate });
    expect(results[1]).toMatchObject({ status: 'rejected', reason: new Error('undo') });
    expect(await exists('flow-1')).toBe(false);
    for (let n = 2; n < 10; n++) {
      expect(results[n]).toMatchObject({ status: 'fulfilled', value: { client_id: `flow-${n}` } });
      const { items } = (await storage.clients.revisions(`flow-${n}`, { limit: 9, caller: 'alice' }))!;
      expect(items.map(({ revision, actor }) => [revision, actor.name])).toEqual([
        [2, `${n}`],
        [1, `${n}`],
      ]);
    }
    // One change of each client in each of the two transactions, and no trace of what was taken back.
    expect((await storage.checkedWrites.begin()) - seq).toBe(16);
    expect((await storage.events.list({ limit: 50, caller: 'alice', actor: 'author-1' })).items).toEqual([]);
    expect((await storage.events.verify()).broken).toBeUndefined();
  });

  it('tells every flow when the database fails, and keeps nothing of them', async () => {
    const failing = () =>
      storage.unitOfWork.run(() => Promise.reject(new StorageUnavailable('the database does not answer')));
    const flows = [() => add('before'), failing, () => add('after')];
    for (const result of await storage.unitOfWork.together<unknown>(flows)) {
      expect(result).toMatchObject({ status: 'rejected', reason: expect.any(StorageUnavailable) as Error });
    }
    expect([await exists('before'), await exists('after')]).toEqual([false, false]);
    expect(await storage.unitOfWork.together([])).toEqual([]);
    expect(await storage.unitOfWork.together([() => Promise.resolve('nothing to write')])).toEqual([
      { status: 'fulfilled', value: 'nothing to write' },
    ]);
  });

  it('waits for the units of another process', async () => {
    const other = await database.open();
    const [first, second] = await Promise.all(
      [storage, other].map((one, n) =>
        one.unitOfWork.run(async () => {
          await one.clients.insert({ client_id: `process-${n}`, document: { client_name: 'x' }, created_by: 'alice' });
          await sleep(150);
          return n;
        }),
      ),
    );
    expect([first, second]).toEqual([0, 1]);
    expect(await exists('process-0')).toBe(true);
    expect(await exists('process-1')).toBe(true);
  });

  it('[T-117] begins again when it and another one wait for each other, so that both are done', async () => {
    const other = await database.open();
    let begun = 0;
    const crossing = (one: Storage, keys: readonly string[]) =>
      one.unitOfWork.run(async () => {
        begun++;
        for (const key of keys) {
          await one.ports.artifacts.put('code', key, begun, database.clock.now() + 60);
          await sleep(200);
        }
      });
    await Promise.all([crossing(storage, ['left', 'right']), crossing(other, ['right', 'left'])]);
    // On SQLite the second one waits before it begins.
    expect(begun).toBe(dialect === 'sqlite' ? 2 : 3);
    expect(await storage.ports.artifacts.get('code', 'left')).toBe(begun);
    expect(await storage.ports.artifacts.get('code', 'right')).toBe(begun);
  });

  it('keeps the process answering while another one holds the write lock', async () => {
    const other = await database.open();
    let longest = 0;
    let last = performance.now();
    const ticking = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    await Promise.all([
      other.unitOfWork.run(async () => {
        await other.clients.insert({ client_id: 'slow', document: { client_name: 'x' }, created_by: 'alice' });
        await sleep(500);
      }),
      sleep(50).then(() => add('patient')),
    ]);
    clearInterval(ticking);
    // Waiting for the lock inside the driver would stop every timer for its five seconds.
    expect(longest).toBeLessThan(4_000);
  });
});
