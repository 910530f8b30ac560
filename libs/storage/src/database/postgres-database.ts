import { DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import { StorageUnavailable } from '../failures.js';
import { entities } from '../entities/index.js';
import { postgresMigrations } from '../migrations/postgres/index.js';
import { Database, type OpenUnit, type Outcome, type Value } from './database.js';
import { type PostgresConnection, type PostgresPool, numericTypes, postgresPool } from './postgres-driver.js';
import { isLost, isPassing, postgresFailure } from './postgres-failure.js';
import { retry } from './retry.js';

/** So much of the time that the database has is left for telling that it did not answer, in milliseconds. */
const toTell = 200;
/** So much is left for the last attempt of work that met a deadlock and is done again. */
const toRepeat = 500;
/** Names the lock that serialises migrations, among the advisory locks of the database. */
const migrationLock = 4_711_264_802;

type Log = (message: string, fields: Record<string, unknown>) => void;

/** A database of PostgreSQL, or of an engine that speaks its protocol. */
export class PostgresDatabase extends Database {
  readonly dialect = 'postgres';
  readonly #dataSource: DataSource;
  readonly #pool: PostgresPool;
  readonly #names = new Map<string, string>();
  #textIndex: Promise<boolean> | undefined;

  private constructor(
    dataSource: DataSource,
    private readonly url: string,
    protected override readonly timeout: number,
    private readonly log: Log,
  ) {
    super();
    this.#dataSource = dataSource;
    this.#pool = postgresPool(dataSource);
  }

  /**
   * @param timeout milliseconds after which whoever asks hears of an outage
   * @throws StorageUnavailable
   */
  static async open(url: string, timeout: number, log: Log): Promise<PostgresDatabase> {
    const limit = timeout - toTell;
    const dataSource = new DataSource({
      ...common(url),
      poolErrorHandler: (error: unknown) => log('an idle database connection was lost', { error: String(error) }),
      extra: {
        max: 20,
        connectionTimeoutMillis: limit,
        query_timeout: limit,
        // The server gives up what nobody waits for any more.
        statement_timeout: limit,
        idle_in_transaction_session_timeout: 30_000,
        keepAlive: true,
        types: numericTypes,
      },
    });
    try {
      await dataSource.initialize();
    } catch (error) {
      throw new StorageUnavailable('cannot connect to PostgreSQL', { cause: error });
    }
    return new PostgresDatabase(dataSource, url, timeout, log);
  }

  async read<T>(text: string, values: readonly Value[] = [], kept = true): Promise<T[]> {
    return (await this.#query<T>(text, values, kept)).rows;
  }

  protected execute<T>(text: string, values: readonly Value[]): Promise<Outcome<T>> {
    return this.#query<T>(text, values, true);
  }

  async reading<T>(look: (manager: EntityManager) => Promise<T>): Promise<T> {
    const unit = this.openUnit;
    try {
      return await look(unit?.manager ?? this.#dataSource.manager);
    } catch (error) {
      throw unit ? this.failure(error) : postgresFailure(error);
    }
  }

  protected async transact<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    try {
      return await retry(() => this.#attempt(work), isPassing, this.timeout - toRepeat);
    } catch (error) {
      throw postgresFailure(error);
    }
  }

  protected override failure(error: unknown): unknown {
    return isPassing(error) ? error : postgresFailure(error);
  }

  protected override isPassing(error: unknown): boolean {
    return isPassing(error);
  }

  async migrate(): Promise<void> {
    // Migrations may take long, so they have connections without limits: one holds the lock, one migrates.
    const dataSource = new DataSource({
      ...common(this.url),
      migrations: postgresMigrations,
      extra: { max: 2, lock_timeout: 30_000, connectionTimeoutMillis: this.timeout - toTell },
    });
    try {
      await dataSource.initialize();
      const lock = dataSource.createQueryRunner();
      try {
        // Others may migrate for long. A migration itself must not make all readers queue behind a lock it waits for.
        await lock.query('SET lock_timeout = 0');
        await lock.query('SELECT pg_advisory_lock($1)', [migrationLock]);
        await dataSource.runMigrations({ transaction: 'each' });
        await this.#makeTextIndex(dataSource);
        await lock.query('SELECT pg_advisory_unlock($1)', [migrationLock]);
      } finally {
        await lock.release();
      }
    } catch (error) {
      throw postgresFailure(error);
    } finally {
      if (dataSource.isInitialized) await dataSource.destroy();
    }
  }

  hasTextIndex(): Promise<boolean> {
    this.#textIndex ??= this.#lookForTextIndex();
    return this.#textIndex;
  }

  async #lookForTextIndex(): Promise<boolean> {
    try {
      const found = await this.read(
        `SELECT 1 FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
          WHERE c.relname = 'clients_by_search_text' AND c.relnamespace = current_schema()::regnamespace AND i.indisvalid`,
      );
      return found.length > 0;
    } catch (error) {
      this.#textIndex = undefined;
      throw error;
    }
  }

  /** Not a migration: what was not permitted at the first start may be so at a later one. */
  async #makeTextIndex(dataSource: DataSource): Promise<void> {
    try {
      await dataSource.query('CREATE EXTENSION IF NOT EXISTS pg_trgm');
      await dataSource.query(
        'CREATE INDEX IF NOT EXISTS clients_by_search_text ON clients USING gin (search_text gin_trgm_ops)',
      );
    } catch (error) {
      if (isLost(error)) throw error;
      this.log('clients are searched without an index: PostgreSQL does not let us install pg_trgm', {
        error: String(error),
      });
    }
  }

  protected override readonly migrations = postgresMigrations;

  protected override async hasTable(name: string): Promise<boolean> {
    const found = await this.read('SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = $1', [
      name,
    ]);
    return found.length > 0;
  }

  async close(): Promise<void> {
    await this.#dataSource.destroy();
  }

  async #query<T>(text: string, values: readonly Value[], kept: boolean): Promise<Outcome<T>> {
    const unit = this.openUnit;
    if (unit) return this.#queryIn<T>(unit, text, values);
    try {
      const query = { ...(kept && { name: this.#nameOf(text) }), text, values: [...values] };
      const { rows, rowCount } = await retry(() => this.#pool.query(query), isPassing, this.timeout - toRepeat);
      return { rows: rows as T[], affected: rowCount ?? 0 };
    } catch (error) {
      throw postgresFailure(error);
    }
  }

  async #queryIn<T>({ manager }: OpenUnit, text: string, values: readonly Value[]): Promise<Outcome<T>> {
    try {
      const result = await manager.queryRunner!.query(text, [...values], true);
      return { rows: result.records as T[], affected: result.affected ?? 0 };
    } catch (error) {
      throw this.failure(error);
    }
  }

  /** Every connection of the pool prepares a text once, under this name. */
  #nameOf(text: string): string {
    let name = this.#names.get(text);
    if (!name) this.#names.set(text, (name = `s${this.#names.size}`));
    return name;
  }

  async #attempt<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const runner = this.#dataSource.createQueryRunner();
    try {
      const connection = (await runner.connect()) as PostgresConnection;
      try {
        await runner.startTransaction();
        const value = await work(runner.manager);
        await runner.commitTransaction();
        return value;
      } catch (error) {
        await undo(runner, connection, error);
        throw error;
      }
    } finally {
      await runner.release();
    }
  }
}

function common(url: string) {
  return {
    type: 'postgres',
    url,
    entities,
    applicationName: 'clientele',
    installExtensions: false,
    invalidWhereValuesBehavior: { null: 'throw', undefined: 'throw' },
  } as const;
}

/** Rolls back, or drops the connection: what it was doing must not be what its next user continues. */
async function undo(runner: QueryRunner, connection: PostgresConnection, error: unknown): Promise<void> {
  if (!(error instanceof StorageUnavailable) && !isLost(error)) {
    try {
      await runner.rollbackTransaction();
      return;
    } catch (failure) {
      if (!isLost(failure)) throw failure;
    }
  }
  // The server may never answer to the farewell, and nobody waits for it.
  connection.end().catch(() => undefined);
}
