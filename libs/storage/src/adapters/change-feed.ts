import { type Change, ChangeFeed } from '@clientele/runtime/ports/index';
import { type Database, type NumberedChange } from '../database/database.js';

type Log = (message: string, fields: Record<string, unknown>) => void;

interface PlainChange {
  readonly seq: number;
  readonly kind: Change['kind'];
  readonly client_id: string | null;
}

/**
 * Milliseconds between two looks at what other processes have committed. It is known everywhere within a second: when the
 * last look had just passed it by, there is more than half a second left for the next one to read it.
 */
export const lookEvery = 400;

/** As many changes as are read at once. */
const atOnce = 1000;

/** Tells of this process's changes as they commit, and of other processes' by looking for higher numbers. */
export class DatabaseChangeFeed extends ChangeFeed {
  readonly #listeners = new Set<(change: Change) => void>();
  /** Numbers of own changes that were told already and lie ahead of `#last`. */
  readonly #told = new Set<number>();
  /** The highest number read; undefined until the first look. */
  #last: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #look: Promise<void> = Promise.resolve();
  #closed = false;
  #failing = false;

  constructor(
    private readonly database: Database,
    private readonly interval: number,
    private readonly log: Log,
  ) {
    super();
    database.onCommit = (changes) => this.#tellOwn(changes);
  }

  subscribe(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    if (!this.#timer && !this.#closed) this.#schedule(0);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#look;
  }

  #schedule(delay: number): void {
    this.#timer = setTimeout(() => {
      this.#look = this.#poll()
        .then(
          () => (this.#failing = false),
          (error: unknown) => this.#failed(error),
        )
        .then(() => {
          if (!this.#closed) this.#schedule(this.interval);
        });
    }, delay);
    this.#timer.unref();
  }

  async #poll(): Promise<void> {
    const [counter] = await this.database.read<{ seq: number }>('SELECT seq FROM change_counter WHERE id = 1');
    const newest = counter!.seq;
    // What was committed between the subscription and the first look cannot be told apart from what was before.
    // A lower number is that of another, restored database.
    if (this.#last === undefined || newest < this.#last) this.#missed(newest);
    while (this.#last! < newest) await this.#readOn(newest);
  }

  async #readOn(newest: number): Promise<void> {
    const changes = await this.database.read<PlainChange>(
      `SELECT seq, kind, client_id FROM changes WHERE seq > $1 ORDER BY seq LIMIT ${atOnce}`,
      [this.#last!],
    );
    // Numbers have no gaps: what is missing was purged before we read it.
    if (changes[0]?.seq !== this.#last! + 1) this.#missed(changes[0] ? changes[0].seq - 1 : newest);
    for (const { seq, kind, client_id } of changes) {
      this.#last = seq;
      if (!this.#told.delete(seq)) this.#tell(client_id === null ? { kind } : { kind, client_id });
    }
  }

  /** Says so once per outage. */
  #failed(error: unknown): void {
    if (!this.#failing) this.log('the change feed cannot be read', { error: String(error) });
    this.#failing = true;
  }

  #tellOwn(changes: readonly NumberedChange[]): void {
    for (const { seq, change } of changes) {
      if (this.#last !== undefined && seq > this.#last) this.#told.add(seq);
      this.#tell(change);
    }
  }

  /** Whatever happened up to `seq` is not known: everything may have changed. */
  #missed(seq: number): void {
    this.#last = seq;
    for (const own of this.#told) if (own <= seq) this.#told.delete(own);
    for (const kind of ['server', 'keys', 'client'] as const) this.#tell({ kind });
  }

  #tell(change: Change): void {
    for (const listener of this.#listeners) {
      try {
        listener(change);
      } catch (error) {
        this.log('a listener of the change feed failed', { error: String(error) });
      }
    }
  }
}
