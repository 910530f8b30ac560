import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Change } from '@clientele/runtime/ports/index';
import { type EntityManager } from 'typeorm';
import { StorageUnavailable } from '../failures.js';
import { type UnitOfWork } from '../storage.js';
import { insertRows } from './rows.js';

/** As many rows of the feed as one statement inserts. */
const atOnce = 100;

export type Dialect = 'sqlite' | 'postgres';

/** What a placeholder can stand for. Arrays are for PostgreSQL alone. */
export type Value = string | number | boolean | null | readonly (string | number | null)[];

export interface Outcome<T> {
  /** What the statement returned. */
  readonly rows: T[];
  /** How many rows it changed. */
  readonly affected: number;
}

/** A transaction that is under way. */
export interface OpenUnit {
  readonly manager: EntityManager;
  /** False once it has ended: what still runs in its context is late and has no part in it. */
  open: boolean;
  /** What the change feed will say when the unit commits, each once. */
  readonly changes: Map<string, Change>;
}

/** A change with its number in the feed. */
export interface NumberedChange {
  readonly seq: number;
  readonly change: Change;
}

/**
 * One database, seen alike on every engine: statements with `$1` placeholders, plain rows, and units of work.
 * What is read outside a unit is committed; what is read inside a unit includes its own writes.
 */
export abstract class Database implements UnitOfWork {
  abstract readonly dialect: Dialect;
  /** Told of the changes of each unit as soon as it has committed. */
  onCommit: (changes: readonly NumberedChange[]) => void = () => {};
  readonly #unit = new AsyncLocalStorage<OpenUnit>();

  /**
   * Rows of a reading statement.
   * @param kept whether the statement stays prepared; false for texts that are put together and seldom the same
   */
  abstract read<T>(text: string, values?: readonly Value[], kept?: boolean): Promise<T[]>;

  /** A writing statement: part of the open unit, else durable by itself. */
  abstract write<T = never>(text: string, values?: readonly Value[]): Promise<Outcome<T>>;

  /** Runs `work` in a transaction of its own; commits when it resolves, rolls back when it rejects. */
  protected abstract transact<T>(work: (manager: EntityManager) => Promise<T>): Promise<T>;

  /** Reads through the manager of the open unit, else through one that sees committed rows. */
  abstract reading<T>(look: (manager: EntityManager) => Promise<T>): Promise<T>;

  /** What a failure inside an open unit is for the one who called. */
  protected abstract failure(error: unknown): unknown;

  abstract migrate(): Promise<void>;
  protected abstract readonly migrations: readonly { readonly name: string }[];
  protected abstract hasTable(name: string): Promise<boolean>;
  abstract close(): Promise<void>;

  /** The unit that the caller is part of. */
  protected get openUnit(): OpenUnit | undefined {
    const unit = this.#unit.getStore();
    return unit?.open ? unit : undefined;
  }

  /** Whether the caller is part of an open unit. */
  get inUnit(): boolean {
    return this.openUnit !== undefined;
  }

  run<T>(work: () => Promise<T>): Promise<T> {
    return this.unit(work);
  }

  /** `run`, with the manager of the unit. */
  async unit<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const outer = this.openUnit;
    if (outer) {
      return work(outer.manager).catch((error: unknown) => {
        throw this.failure(error);
      });
    }

    let committed: NumberedChange[] = [];
    const result = await this.transact(async (manager) => {
      const unit: OpenUnit = { manager, open: true, changes: new Map() };
      try {
        return await this.#unit.run(unit, async () => {
          const value = await work(manager);
          committed = await this.#number([...unit.changes.values()]);
          return value;
        });
      } finally {
        unit.open = false;
      }
    });
    if (committed.length > 0) this.onCommit(committed);
    return result;
  }

  /** Rejects within two seconds when the database does not answer. */
  async ping(): Promise<void> {
    const late = new AbortController();
    const timeout = sleep(1900, undefined, { signal: late.signal, ref: false }).then(() => {
      throw new StorageUnavailable('the database does not answer');
    });
    try {
      await Promise.race([this.read('SELECT 1'), timeout]);
    } finally {
      late.abort();
      timeout.catch(() => undefined);
    }
  }

  async migrationsPending(): Promise<boolean> {
    if (!(await this.hasTable('migrations'))) return true;
    const done = new Set((await this.read<{ name: string }>('SELECT name FROM migrations')).map(({ name }) => name));
    return this.migrations.some(({ name }) => !done.has(name));
  }

  /** Puts a change into the feed when the open unit commits. */
  changed(change: Change): void {
    const unit = this.openUnit;
    if (!unit) throw new TypeError('a change belongs to a unit of work');
    unit.changes.set(`${change.kind} ${change.client_id ?? ''}`, change);
  }

  /**
   * Numbers are taken at the very end of a unit, from a row that stays locked until it commits: so numbers appear in
   * their order, and writers wait for each other only that long.
   */
  async #number(changes: readonly Change[]): Promise<NumberedChange[]> {
    if (changes.length === 0) return [];
    const { rows } = await this.write<{ seq: number }>(
      'UPDATE change_counter SET seq = seq + $1 WHERE id = 1 RETURNING seq',
      [changes.length],
    );
    const last = rows[0]!.seq;
    const numbered = changes.map((change, index) => ({ seq: last - changes.length + 1 + index, change }));
    const at = Date.now();
    const feed = numbered.map(({ seq, change: { kind, client_id = null } }) => ({ seq, kind, client_id, at }));
    for (let from = 0; from < feed.length; from += atOnce) {
      await insertRows(this, 'changes', feed.slice(from, from + atOnce));
    }
    return numbered;
  }
}
