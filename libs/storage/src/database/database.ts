import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as othersTurn, setTimeout as sleep } from 'node:timers/promises';
import { type Change } from '@clientele/runtime/ports/index';
import { type EntityManager } from 'typeorm';
import { StorageUnavailable } from '../failures.js';
import { type Author, type Happening } from '../records.js';
import { type Authorship, type UnitOfWork } from '../storage.js';
import { type Authored, type ChainEnd, type Link, linksOf } from './event-chain.js';
import { Gathering, type Waiting } from './gathering.js';
import { type NewRow, insertRows } from './rows.js';

/** The author of what no request has caused. */
const theServer: Author = { id: 'clientele', name: 'clientele', client_id: null, origin: 'server', reason: null };

/** As many rows of the feed and the log as one statement inserts. */
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
  /** What the audit log will say when the unit commits. */
  readonly events: Authored[];
}

/** Ends the transaction of a unit that is rehearsed, with what the unit resolved to. */
class TakenBack extends Error {
  constructor(readonly value: unknown) {
    super('a rehearsal is taken back');
  }
}

/** A change with its number in the feed. */
export interface NumberedChange {
  readonly seq: number;
  readonly change: Change;
}

/** In milliseconds: whoever asks hears of an outage in two seconds. */
export const defaultTimeout = 2_000;

/**
 * One database, seen alike on every engine: statements with `$1` placeholders, plain rows, and units of work.
 * What is read outside a unit is committed; what is read inside a unit includes its own writes.
 */
export abstract class Database implements UnitOfWork, Authorship {
  abstract readonly dialect: Dialect;
  /** Milliseconds after which whoever asks hears that the database does not answer. */
  protected readonly timeout: number = defaultTimeout;
  /** Told of the changes of each unit as soon as it has committed. */
  onCommit: (changes: readonly NumberedChange[]) => void = () => {};
  readonly #unit = new AsyncLocalStorage<OpenUnit>();
  readonly #author = new AsyncLocalStorage<Author>();
  readonly #rehearsal = new AsyncLocalStorage<true>();
  readonly #last = new AsyncLocalStorage<() => Promise<void>>();
  readonly #gathering = new AsyncLocalStorage<Gathering>();

  /**
   * Rows of a reading statement.
   * @param kept whether the statement stays prepared; false for texts that are put together and seldom the same
   */
  abstract read<T>(text: string, values?: readonly Value[], kept?: boolean): Promise<T[]>;

  /** A writing statement: part of the open unit, else durable by itself. */
  write<T = never>(text: string, values: readonly Value[] = []): Promise<Outcome<T>> {
    const statement = () => this.execute<T>(text, values);
    return this.rehearses && !this.inUnit ? this.unit(statement) : statement();
  }

  /** `write`, in earnest. */
  protected abstract execute<T>(text: string, values: readonly Value[]): Promise<Outcome<T>>;

  /** Runs `work` in a transaction of its own; commits when it resolves, rolls back when it rejects. */
  protected abstract transact<T>(work: (manager: EntityManager) => Promise<T>): Promise<T>;

  /** Reads through the manager of the open unit, else through one that sees committed rows. */
  abstract reading<T>(look: (manager: EntityManager) => Promise<T>): Promise<T>;

  /** What a failure inside an open unit is for the one who called. */
  protected abstract failure(error: unknown): unknown;

  /** Whether a failure inside an open unit makes the whole unit begin again. */
  protected abstract isPassing(error: unknown): boolean;

  /** Whether the index over the text of clients is there: see text-index.ts. */
  abstract hasTextIndex(): Promise<boolean>;

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

  inTheNameOf<T>(author: Author, work: () => Promise<T>): Promise<T> {
    return this.#author.run(author, work);
  }

  /** In whose name the caller writes. */
  get author(): Author {
    return this.#author.getStore() ?? theServer;
  }

  rehearse<T>(work: () => Promise<T>): Promise<T> {
    return this.#rehearsal.run(true, work);
  }

  get rehearses(): boolean {
    return this.#rehearsal.getStore() ?? false;
  }

  /** Every unit of `work` that writes ends with `last`, which commits with the unit; where it rejects, neither does. */
  ending<T>(last: () => Promise<void>, work: () => Promise<T>): Promise<T> {
    return this.#last.run(last, work);
  }

  /** `run`, with the manager of the unit. */
  async unit<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const outer = this.openUnit;
    if (outer) {
      return work(outer.manager).catch((error: unknown) => {
        throw this.failure(error);
      });
    }
    const gathering = this.#gathering.getStore();
    return gathering ? gathering.unit(work) : this.#transaction(work);
  }

  async together<T>(flows: readonly (() => Promise<T>)[]): Promise<PromiseSettledResult<T>[]> {
    const inContext = AsyncLocalStorage.snapshot();
    const gathering = new Gathering(flows.length, (waiting) => inContext(() => this.#inOne(waiting)));
    const results: Promise<PromiseSettledResult<T>[]>[] = [];
    for (const flow of flows) {
      const result = this.#gathering.run(gathering, flow).finally(() => gathering.ended());
      results.push(Promise.allSettled([result]));
      // The flows may be long, and others are waiting too.
      await othersTurn();
    }
    return (await Promise.all(results)).flat();
  }

  /** Does units in one transaction; one that fails is taken back, and the others go on. */
  async #inOne(waiting: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await this.#transaction(async (manager) => {
        const outcomes: PromiseSettledResult<unknown>[] = [];
        for (const one of waiting) outcomes.push(await this.#part(one, manager));
        return outcomes;
      });
      outcomes.forEach((outcome, index) => {
        if (outcome.status === 'fulfilled') waiting[index]!.resolve(outcome.value);
        else waiting[index]!.reject(outcome.reason);
      });
    } catch (error) {
      for (const one of waiting) one.reject(error);
    }
  }

  /** A part of the open unit that can be taken back by itself. Rejects with what ends the whole unit. */
  async #part({ work, inContext }: Waiting, manager: EntityManager): Promise<PromiseSettledResult<unknown>> {
    const unit = this.openUnit!;
    const changes = [...unit.changes];
    const events = unit.events.length;
    await this.write('SAVEPOINT part');
    let outcome: PromiseSettledResult<unknown>;
    try {
      const value = await inContext(() => this.#unit.run(unit, () => work(manager)));
      if (inContext(() => this.rehearses)) throw new TakenBack(value);
      outcome = { status: 'fulfilled', value };
    } catch (error) {
      const reason = this.failure(error);
      if (reason instanceof StorageUnavailable || this.isPassing(reason)) throw reason;
      await this.write('ROLLBACK TO SAVEPOINT part');
      unit.changes.clear();
      for (const [name, change] of changes) unit.changes.set(name, change);
      unit.events.length = events;
      outcome =
        reason instanceof TakenBack ? { status: 'fulfilled', value: reason.value } : { status: 'rejected', reason };
    }
    await this.write('RELEASE SAVEPOINT part');
    return outcome;
  }

  async #transaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    let committed: NumberedChange[] = [];
    try {
      const result = await this.transact(async (manager) => {
        const unit: OpenUnit = { manager, open: true, changes: new Map(), events: [] };
        try {
          return await this.#unit.run(unit, async () => {
            const value = await work(manager);
            committed = await this.#conclude(unit);
            if (this.rehearses) throw new TakenBack(value);
            return value;
          });
        } finally {
          unit.open = false;
        }
      });
      if (committed.length > 0) this.onCommit(committed);
      return result;
    } catch (error) {
      if (error instanceof TakenBack) return error.value as T;
      throw error;
    }
  }

  /** Rejects within `timeout` when the database does not answer. */
  async ping(): Promise<void> {
    const late = new AbortController();
    const timeout = sleep(this.timeout - 100, undefined, { signal: late.signal, ref: false }).then(() => {
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

  /** Puts an event into the audit log when the open unit commits, in the name of the author. */
  happened(event: Happening): void {
    const unit = this.openUnit;
    if (!unit) throw new TypeError('an event belongs to a unit of work');
    unit.events.push({ ...event, author: this.author });
  }

  /**
   * Numbers are taken at the very end of a unit, from a row that stays locked until it commits: so numbers appear in
   * their order, and writers wait for each other only that long.
   */
  async #conclude({ changes, events }: OpenUnit): Promise<NumberedChange[]> {
    if (changes.size === 0 && events.length === 0) return [];
    await this.#last.getStore()?.();
    const { rows } = await this.write<{ seq: number } & ChainEnd>(
      'UPDATE change_counter SET seq = seq + $1 WHERE id = 1 RETURNING seq, event_seq, event_hash',
      [changes.size],
    );
    const { seq: last, ...end } = rows[0]!;
    const at = Date.now();
    const numbered = [...changes.values()].map((change, index) => ({ seq: last - changes.size + 1 + index, change }));
    await this.#insert(
      'changes',
      numbered.map(({ seq, change: { kind, client_id = null } }) => ({ seq, kind, client_id, at })),
    );
    if (events.length > 0) await this.#append(linksOf(end, events, at));
    return numbered;
  }

  async #append(links: readonly Link[]): Promise<void> {
    const { seq, hash } = links.at(-1)!;
    await this.#insert('events', links);
    await this.write('UPDATE change_counter SET event_seq = $1, event_hash = $2 WHERE id = 1', [seq, hash]);
  }

  async #insert(table: string, rows: readonly NewRow[]): Promise<void> {
    for (let from = 0; from < rows.length; from += atOnce) {
      await insertRows(this, table, rows.slice(from, from + atOnce));
    }
  }
}
