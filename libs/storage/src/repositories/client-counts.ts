import { BoundedCache } from '@clientele/runtime';
import { type Database, type Value } from '../database/database.js';

/** Beyond this, lists do not count. */
export const countLimit = 10_000;

/** As many counts as are kept. */
const kept = 1000;

/** Counts clients, and the same clients again only after something has changed: everybody begins at the first page. */
export class ClientCounts {
  #known = new BoundedCache<number>(kept);
  /** The last change that the known counts have seen. */
  #seq = -1;

  constructor(private readonly database: Database) {}

  /**
   * How many rows there are: `countLimit + 1` stands for more.
   * @param from what follows `FROM`, up to the end of the conditions
   */
  async of(from: string, values: readonly Value[]): Promise<number> {
    // What a unit has not committed yet is nobody else's.
    if (this.database.inUnit) return this.#count(from, values);
    const [counter] = await this.database.read<{ seq: number }>('SELECT seq FROM change_counter WHERE id = 1');
    if (counter!.seq !== this.#seq) {
      this.#seq = counter!.seq;
      this.#known = new BoundedCache(kept);
    }
    const known = this.#known;
    const name = JSON.stringify([from, values]);
    const count = known.get(name) ?? (await this.#count(from, values));
    known.set(name, count);
    return count;
  }

  async #count(from: string, values: readonly Value[]): Promise<number> {
    // Not kept: what is common and what is rare is found in different ways.
    const [row] = await this.database.read<{ count: number }>(
      `SELECT count(*) AS count FROM (SELECT 1 FROM ${from} LIMIT ${countLimit + 1}) matches`,
      values,
      false,
    );
    return row!.count;
  }
}
