import { type PlainClient, selectClients, toStoredClient } from '../adapters/client-rows.js';
import { type Database } from '../database/database.js';
import { type StoredClient } from '../records.js';
import { type CheckedWrites, type Moment } from '../storage.js';

/** Names the lock that keeps clients and the server apart, among the advisory locks of PostgreSQL. */
const clientsOrServer = 4_711_264_803;

/**
 * Whoever writes a client shares a lock, so that clients do not wait for each other; whoever changes the server has it
 * alone. Under the lock the change feed tells what a check that began earlier has not seen: its numbers have no gaps, and
 * what was written under the other side of the lock has committed.
 */
export class DatabaseCheckedWrites implements CheckedWrites {
  constructor(private readonly database: Database) {}

  async begin(): Promise<Moment> {
    const [counter] = await this.database.read<{ seq: number }>('SELECT seq FROM change_counter WHERE id = 1');
    return counter!.seq;
  }

  /** Where every number since then stands for a client. One that was purged from the feed could stand for anything. */
  async unchangedSince(since: Moment): Promise<Moment | undefined> {
    const [row] = await this.database.read<{ newest: number; clients: number }>(
      `SELECT (SELECT seq FROM change_counter WHERE id = 1) AS newest, count(*) AS clients
        FROM changes WHERE seq > $1 AND kind = 'client'`,
      [since],
    );
    const { newest, clients } = row!;
    return newest - since === clients ? newest : undefined;
  }

  ofClient<T>(since: Moment, write: () => Promise<T | undefined>): Promise<T | undefined> {
    return this.database.run(async () => {
      await this.#lock('pg_advisory_xact_lock_shared');
      return (await this.unchangedSince(since)) !== undefined ? write() : undefined;
    });
  }

  ofServer<T>(
    since: Moment,
    write: (saved: readonly StoredClient[]) => Promise<T | undefined>,
  ): Promise<T | undefined> {
    return this.database.run(async () => {
      await this.#lock('pg_advisory_xact_lock');
      return (await this.unchangedSince(since)) !== undefined ? write(await this.#savedSince(since)) : undefined;
    });
  }

  /** Units of SQLite come one after the other anyway. */
  async #lock(take: 'pg_advisory_xact_lock' | 'pg_advisory_xact_lock_shared'): Promise<void> {
    if (this.database.dialect === 'postgres') await this.database.read(`SELECT ${take}($1)`, [clientsOrServer]);
  }

  async #savedSince(since: Moment): Promise<StoredClient[]> {
    const rows = await this.database.read<PlainClient>(
      `${selectClients(this.database.dialect)} WHERE c.trashed_at IS NULL
        AND c.client_id IN (SELECT client_id FROM changes WHERE seq > $1)`,
      [since],
    );
    return rows.map(toStoredClient);
  }
}
