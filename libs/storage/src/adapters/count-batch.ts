import { setImmediate } from 'node:timers/promises';
import { type ArtifactKind, type Clock, type Count } from '@clientele/runtime/ports/index';
import { type Database } from '../database/database.js';

/** Those who add to one count. */
interface Group {
  readonly kind: ArtifactKind;
  readonly key: string;
  readonly expires_at: number;
  readonly callers: { resolve(count: Count): void; reject(error: unknown): void }[];
}

const upsert = `INSERT INTO artifacts (kind, key, value, expires_at)
  SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[])
  ON CONFLICT (kind, key) DO UPDATE SET
    value = CASE WHEN artifacts.expires_at > $5
      THEN CAST(CAST(artifacts.value AS integer) + CAST(excluded.value AS integer) AS text) ELSE excluded.value END,
    expires_at = CASE WHEN artifacts.expires_at > $5 THEN artifacts.expires_at ELSE excluded.expires_at END
  RETURNING kind, key, CAST(value AS integer) AS value, expires_at`;

/**
 * Adds to counts with one statement at a time; what comes meanwhile goes along in the next. Each by itself would wait
 * for the others' commits on the row that they all add to, and keep a connection from those who have other business.
 */
export class CountBatch {
  #waiting = new Map<string, Group>();
  #running = false;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  increment(kind: ArtifactKind, key: string, expires_at: number): Promise<Count> {
    return new Promise((resolve, reject) => {
      const name = identity({ kind, key });
      const group = this.#waiting.get(name) ?? { kind, key, expires_at, callers: [] };
      group.callers.push({ resolve, reject });
      this.#waiting.set(name, group);
      if (!this.#running) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#running = true;
    // The turn's others are still to come.
    await setImmediate();
    while (this.#waiting.size > 0) {
      const groups = this.#waiting;
      this.#waiting = new Map();
      try {
        await this.#add(groups);
      } catch (error) {
        for (const { callers } of groups.values()) for (const { reject } of callers) reject(error);
      }
    }
    this.#running = false;
  }

  async #add(groups: ReadonlyMap<string, Group>): Promise<void> {
    // In the order of their keys, so that two batches never wait for each other.
    const sorted = [...groups.values()].toSorted((a, b) => (identity(a) < identity(b) ? -1 : 1));
    const { rows } = await this.database.write<Count & { kind: ArtifactKind; key: string }>(upsert, [
      sorted.map(({ kind }) => kind),
      sorted.map(({ key }) => key),
      sorted.map(({ callers }) => String(callers.length)),
      sorted.map(({ expires_at }) => expires_at),
      this.clock.now(),
    ]);
    for (const row of rows) {
      const { callers } = groups.get(identity(row))!;
      const before = row.value - callers.length;
      callers.forEach(({ resolve }, index) => resolve({ value: before + index + 1, expires_at: row.expires_at }));
    }
  }
}

function identity({ kind, key }: { kind: ArtifactKind; key: string }): string {
  return `${kind}:${key}`;
}
