import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestClock } from '@clientele/runtime/ports/memory/clock';
import { Sealer } from '@clientele/runtime/sealer';
import { DataSource } from 'typeorm';
import { openStorage } from '../open-storage.js';
import { type Storage } from '../storage.js';

/** How a busy machine and its database are waited for, where a test is about something else. */
export const unhurried = { pollIntervalMs: 100, timeoutMs: 60_000 } as const;

export const dialects = ['sqlite', 'postgres'] as const;
export type TestDialect = (typeof dialects)[number];

/** A database of its own for one test file, and the storages that were opened on it. */
export interface TestDatabase {
  readonly url: string;
  readonly clock: TestClock;
  readonly sealer: Sealer;
  /** Opens another storage on the same database, as another process would. */
  open(options?: { sealer?: Sealer }): Promise<Storage>;
  /** Closes all storages and removes the database. */
  close(): Promise<void>;
}

export async function testDatabase(dialect: TestDialect): Promise<TestDatabase> {
  const { url, remove } = dialect === 'sqlite' ? await sqliteFile() : await postgresDatabase();
  const clock = new TestClock();
  const sealer = new Sealer([randomBytes(32)]);
  const storages: Storage[] = [];
  return {
    url,
    clock,
    sealer,
    async open(options = {}) {
      const storage = await openStorage({ databaseUrl: url, sealer, clock, ...unhurried, ...options });
      storages.push(storage);
      return storage;
    },
    async close() {
      for (const storage of storages) await storage.close();
      await remove();
    },
  };
}

/** A migrated storage on a new database; closing it removes the database. */
export async function testStorage(dialect: TestDialect): Promise<TestDatabase & { storage: Storage }> {
  const database = await testDatabase(dialect);
  const storage = await database.open();
  await storage.migrate();
  return { ...database, storage };
}

async function sqliteFile(): Promise<{ url: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-storage-'));
  return { url: `sqlite:${join(folder, 'test.db')}`, remove: () => rm(folder, { recursive: true }) };
}

async function postgresDatabase(): Promise<{ url: string; remove(): Promise<void> }> {
  const server = process.env['TEST_POSTGRES_URL'];
  if (!server) throw new Error('TEST_POSTGRES_URL must name a PostgreSQL server where tests may create databases');
  const name = `clientele_${randomBytes(8).toString('hex')}`;
  await onServer(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, remove: () => onServer(server, `DROP DATABASE ${name} WITH (FORCE)`) };
}

export async function onServer(url: string, statement: string): Promise<void> {
  const dataSource = new DataSource({ type: 'postgres', url, extra: { max: 1 } });
  await dataSource.initialize();
  try {
    await dataSource.query(statement);
  } finally {
    await dataSource.destroy();
  }
}
