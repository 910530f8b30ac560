import { AsyncLocalStorage } from 'node:async_hooks';
import { Duplicate, StorageUnavailable } from '../failures.js';
import { driverError } from './driver-error.js';
import { retry } from './retry.js';
import { type SqliteHandle } from './sqlite-driver.js';

/** How long another process may keep the write lock before we give up, in milliseconds. */
const patience = 5000;

interface Job {
  /** A unit has the transaction for itself; statements of the same turn share one. */
  readonly kind: 'unit' | 'statement';
  /** Does the work inside the open transaction; returns how to tell the caller once that has ended. */
  work(): Ending | Promise<Ending>;
  fail(error: unknown): void;
}

interface Ending {
  /** Whether the work succeeded, so that the transaction may commit. */
  readonly ok: boolean;
  tell(): void;
}

/**
 * The only door to the writing connection. SQLite has one transaction at a time on a connection: without this queue the
 * statements of one caller would fall into the transaction of another, and vanish with its rollback.
 *
 * Statements that arrive in the same turn are committed together, as each commit waits for the disk.
 */
export class SqliteWriter {
  readonly #queue: Job[] = [];
  #running: Promise<void> | undefined;

  constructor(private readonly handle: SqliteHandle) {}

  /** Runs a statement; resolves once it is durable. A statement that fails leaves the others of its transaction alone. */
  statement<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#push({
        kind: 'statement',
        fail: reject,
        work() {
          try {
            const value = work();
            return { ok: true, tell: () => resolve(value) };
          } catch (error) {
            return { ok: false, tell: () => reject(sqliteFailure(error)) };
          }
        },
      });
    });
  }

  /** Runs a unit of work in a transaction of its own. */
  unit<T>(work: () => Promise<T>): Promise<T> {
    // The queue is worked off in the context of whoever came first; a unit runs in its caller's.
    const inContext = AsyncLocalStorage.snapshot();
    return new Promise<T>((resolve, reject) => {
      this.#push({
        kind: 'unit',
        fail: reject,
        async work() {
          try {
            const value = await inContext(work);
            return { ok: true, tell: () => resolve(value) };
          } catch (error) {
            return { ok: false, tell: () => reject(sqliteFailure(error)) };
          }
        },
      });
    });
  }

  /** Resolves when nothing is queued. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  #push(job: Job): void {
    this.#queue.push(job);
    // The turn's other statements are still to come.
    this.#running ??= new Promise<void>((resolve) => setImmediate(resolve)).then(() => this.#drain());
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      const units = this.#queue.findIndex(({ kind }) => kind === 'unit');
      const count = units === 0 ? 1 : units < 0 ? this.#queue.length : units;
      await this.#transact(this.#queue.splice(0, count));
    }
    this.#running = undefined;
  }

  async #transact(jobs: readonly Job[]): Promise<void> {
    const endings: Ending[] = [];
    try {
      // IMMEDIATE: a transaction that begins by reading could not be promoted after another process has written.
      await retry(() => this.handle.exec('BEGIN IMMEDIATE'), isBusy, patience);
      for (const job of jobs) {
        const ending = job.work();
        endings.push(ending instanceof Promise ? await ending : ending);
      }
      // A full disk may have ended the transaction already.
      if (!this.handle.inTransaction) throw new StorageUnavailable('the database ended the transaction');
      const rejected = jobs[0]!.kind === 'unit' && !endings[0]!.ok;
      this.handle.exec(rejected ? 'ROLLBACK' : 'COMMIT');
    } catch (error) {
      if (this.handle.inTransaction) this.handle.exec('ROLLBACK');
      const failure = sqliteFailure(error);
      // Each caller that failed by itself hears its own reason.
      jobs.forEach((job, index) => (endings[index]?.ok === false ? endings[index].tell() : job.fail(failure)));
      return;
    }
    for (const ending of endings) ending.tell();
  }
}

export function isBusy(error: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)/.test(driverError(error).code);
}

/**
 * The failure in the words of this library, or as the driver said it: without the values of the statement, which must
 * not reach a log. What is not the database's is returned as it is.
 */
export function sqliteFailure(error: unknown): unknown {
  const { code, message, cause } = driverError(error);
  if (code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY') {
    return new Duplicate(message, { cause });
  }
  if (/^SQLITE_(BUSY|LOCKED|FULL|IOERR|CANTOPEN|READONLY|NOMEM|PROTOCOL|CORRUPT|NOTADB)/.test(code)) {
    return new StorageUnavailable(message, { cause });
  }
  return cause;
}
