import { DataSource, type EntityManager } from 'typeorm';
import { StorageUnavailable } from '../failures.js';
import { entities } from '../entities/index.js';
import { sqliteMigrations } from '../migrations/sqlite/index.js';
import { Database, type Outcome, type Value } from './database.js';
import { retry } from './retry.js';
import { sqliteHandle } from './sqlite-driver.js';
import { SqliteStatements } from './sqlite-statements.js';
import { SqliteWriter, isBusy, sqliteFailure } from './sqlite-writer.js';

/**
 * How long a connection waits inside SQLite for another process, in milliseconds. The wait stops this whole process, so
 * it is short; the writer goes on waiting without stopping it.
 */
const timeout = 20;
/** How long the first connection may wait for others that start at the same time. */
const patience = 10_000;

const common = {
  type: 'better-sqlite3',
  entities,
  timeout,
  invalidWhereValuesBehavior: { null: 'throw', undefined: 'throw' },
} as const;

/** A file of SQLite: one writing connection behind a queue, and a read-only one that sees committed rows alone. */
export class SqliteDatabase extends Database {
  readonly dialect = 'sqlite';
  readonly #writing: DataSource;
  readonly #reading: DataSource;
  readonly #writer: SqliteWriter;
  readonly #writes: SqliteStatements;
  readonly #reads: SqliteStatements;

  private constructor(writing: DataSource, reading: DataSource) {
    super();
    this.#writing = writing;
    this.#reading = reading;
    this.#writer = new SqliteWriter(sqliteHandle(writing));
    this.#writes = new SqliteStatements(sqliteHandle(writing));
    this.#reads = new SqliteStatements(sqliteHandle(reading));
  }

  /** @throws StorageUnavailable */
  static async open(file: string): Promise<SqliteDatabase> {
    const writing = new DataSource({ ...common, database: file, migrations: sqliteMigrations });
    const reading = new DataSource({ ...common, database: file, readonly: true });
    try {
      await retry(() => writing.initialize(), isBusy, patience);
      const handle = sqliteHandle(writing);
      await retry(() => handle.pragma('journal_mode = WAL'), isBusy, patience);
      // An answer that was given must survive a power cut.
      handle.pragma('synchronous = FULL');
      await retry(() => reading.initialize(), isBusy, patience);
    } catch (error) {
      await destroy(writing, reading);
      throw new StorageUnavailable(`cannot open ${file}`, { cause: error });
    }
    return new SqliteDatabase(writing, reading);
  }

  async read<T>(text: string, values: readonly Value[] = [], kept = true): Promise<T[]> {
    const statements = this.openUnit ? this.#writes : this.#reads;
    try {
      return statements.all<T>(text, values, kept);
    } catch (error) {
      if (!isBusy(error)) throw sqliteFailure(error);
    }
    return retry(() => statements.all<T>(text, values, kept), isBusy, patience).catch((error: unknown) => {
      throw sqliteFailure(error);
    });
  }

  protected async execute<T>(text: string, values: readonly Value[]): Promise<Outcome<T>> {
    if (!this.openUnit) return this.#writer.statement(() => this.#writes.execute<T>(text, values));
    try {
      return this.#writes.execute<T>(text, values);
    } catch (error) {
      throw sqliteFailure(error);
    }
  }

  async reading<T>(look: (manager: EntityManager) => Promise<T>): Promise<T> {
    const manager = this.openUnit?.manager ?? this.#reading.manager;
    try {
      return await retry(() => look(manager), isBusy, patience);
    } catch (error) {
      throw sqliteFailure(error);
    }
  }

  protected transact<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.#writer.unit(() => work(this.#writing.manager));
  }

  protected failure(error: unknown): unknown {
    return sqliteFailure(error);
  }

  /** The writer waits for the lock before a unit begins. */
  protected isPassing(): boolean {
    return false;
  }

  protected readonly migrations = sqliteMigrations;

  protected async hasTable(name: string): Promise<boolean> {
    return (await this.read("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = $1", [name])).length > 0;
  }

  hasTextIndex(): Promise<boolean> {
    return Promise.resolve(true);
  }

  /** One transaction around every pending migration: the write lock makes other processes wait and then find nothing to do. */
  migrate(): Promise<void> {
    return this.#writer.unit(async () => {
      await this.#writing.runMigrations({ transaction: 'none' });
    });
  }

  async close(): Promise<void> {
    await this.#writer.idle();
    await destroy(this.#writing, this.#reading);
  }
}

async function destroy(...dataSources: DataSource[]): Promise<void> {
  for (const dataSource of dataSources) if (dataSource.isInitialized) await dataSource.destroy();
}
