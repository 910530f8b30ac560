import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StorageUnavailable } from '../failures.js';
import { openStorage } from '../open-storage.js';
import { type Storage } from '../storage.js';
import { type TestDatabase, testStorage, unhurried } from '../testing/databases.js';

/** A way to the server that can be blocked: nothing passes, as when the server is paused or the network is split. */
class Way {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #blocked = false;

  constructor(port: number) {
    this.#server = createServer((near) => {
      const far = connect(port, '127.0.0.1');
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(from);
        from.on('data', (data) => !this.#blocked && to.write(data));
        from.on('error', () => to.destroy());
        from.on('close', () => to.destroy());
      }
    });
  }

  async open(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  block(): void {
    this.#blocked = true;
  }

  unblock(): void {
    this.#blocked = false;
  }

  /** Ends every connection, and waits until both sides have noticed. */
  async cut(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
    await sleep(20);
  }

  async close(): Promise<void> {
    await this.cut();
    this.#server.close();
  }
}

describe('an outage of PostgreSQL', () => {
  let database: TestDatabase;
  let storage: Storage;
  let way: Way;
  beforeAll(async () => {
    database = await testStorage('postgres');
    const url = new URL(database.url);
    way = new Way(Number(url.port || 5432));
    url.hostname = '127.0.0.1';
    url.port = String(await way.open());
    storage = await openStorage({ databaseUrl: url.href, sealer: database.sealer });
  });
  afterAll(async () => {
    await storage.close();
    await way.close();
    await database.close();
  });

  const soon = () => Math.floor(Date.now() / 1000) + 60;

  const operations: [string, () => Promise<unknown>][] = [
    ['ping', () => storage.ping()],
    ['a client is read', () => storage.ports.clients.find('a')],
    ['an artifact is put', () => storage.ports.artifacts.put('code', 'late', 1, soon())],
    ['an artifact is taken', () => storage.ports.artifacts.take('code', 'late')],
    ['the settings are read', () => storage.settings.read()],
    [
      'a client is made',
      () => storage.clients.insert({ client_id: 'a', document: { client_name: 'x' }, created_by: 'x' }),
    ],
  ];

  it.each(operations)('is told, and leaves nobody waiting: %s', async (_, operation) => {
    await storage.ping();
    way.block();
    try {
      await expect(operation()).rejects.toThrow(StorageUnavailable);
    } finally {
      await way.cut();
      way.unblock();
    }
    await storage.ping();
  });

  it('ends without a restart, also when connections were lost', async () => {
    await way.cut();
    await storage.ping();
    await storage.ports.artifacts.put('code', 'after', 1, soon());
    expect(await storage.ports.artifacts.take('code', 'after')).toBe(1);
  });

  it('undoes a unit that it interrupts, and gives its connection to nobody', async () => {
    const insert = (client_id: string) =>
      storage.clients.insert({ client_id, document: { client_name: 'x' }, created_by: 'x' });
    const unit = storage.unitOfWork.run(async () => {
      await insert('half');
      way.block();
      await insert('other half');
    });
    await expect(unit).rejects.toThrow(StorageUnavailable);
    way.unblock();
    await Promise.all(Array.from({ length: 30 }, (_, n) => insert(`after-${n}`)));
    expect(await storage.clients.find('half')).toBeUndefined();
    expect(await storage.clients.find('after-29')).toBeDefined();
  });

  it('is what takes longer than the database was given, and nothing else', async () => {
    const insert = (by: Storage, client_id: string) =>
      by.clients.insert({ client_id, document: { client_name: 'x' }, created_by: 'x' });
    const { url: databaseUrl, sealer } = database;
    const hurried = await openStorage({ databaseUrl, sealer, timeoutMs: 1000 });
    const patient = await openStorage({ databaseUrl, sealer, ...unhurried });
    const other = new DataSource({ type: 'postgres', url: databaseUrl, extra: { max: 1 } });
    await other.initialize();
    try {
      const holder = other.createQueryRunner();
      await holder.startTransaction();
      await holder.query('LOCK TABLE clients');
      // As many as never get a connection of the pool at the same time.
      const waiting = Promise.all(Array.from({ length: 50 }, (_, n) => insert(patient, `patient-${n}`)));
      await expect(insert(hurried, 'hurried')).rejects.toThrow(StorageUnavailable);
      await holder.rollbackTransaction();
      await holder.release();
      expect(await waiting).toHaveLength(50);
    } finally {
      await Promise.all([hurried.close(), patient.close(), other.destroy()]);
    }
  });

  it('keeps a server from being opened that cannot be reached', async () => {
    const nowhere = openStorage({ databaseUrl: 'postgres://postgres@127.0.0.1:1/x', sealer: database.sealer });
    await expect(nowhere).rejects.toThrow(StorageUnavailable);
  });
});
