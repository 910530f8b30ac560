import { type ArtifactKind, ArtifactStore, type Clock, type Count } from '@clientele/runtime/ports/index';
import { type Database } from '../database/database.js';
import { ArtifactBatch } from './artifact-batch.js';
import { CountBatch } from './count-batch.js';

const upsert = `INSERT INTO artifacts (kind, key, value, expires_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT (kind, key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at`;

/** The value is JSON in text, and a number is written in JSON as SQL writes it. */
const upcount = `INSERT INTO artifacts (kind, key, value, expires_at) VALUES ($1, $2, '1', $3)
  ON CONFLICT (kind, key) DO UPDATE SET
    value = CASE WHEN artifacts.expires_at > $4 THEN CAST(CAST(artifacts.value AS integer) + 1 AS text) ELSE '1' END,
    expires_at = CASE WHEN artifacts.expires_at > $4 THEN artifacts.expires_at ELSE excluded.expires_at END
  RETURNING CAST(value AS integer) AS value, expires_at`;

const downcount = `UPDATE artifacts SET value = CAST(CAST(value AS integer) - 1 AS text)
  WHERE kind = $1 AND key = $2 AND expires_at = $3`;

/** Short-lived state in the database. What is put in one turn is one commit. */
export class DatabaseArtifactStore extends ArtifactStore {
  readonly #batch: ArtifactBatch;
  readonly #counts: CountBatch;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
    this.#batch = new ArtifactBatch(database, clock);
    this.#counts = new CountBatch(database, clock);
  }

  async put(kind: ArtifactKind, key: string, value: unknown, expires_at: number): Promise<void> {
    const row = { kind, key, value: JSON.stringify(value), expires_at };
    if (this.#batches) return this.#batch.put(row);
    await this.database.write(upsert, [kind, key, row.value, expires_at]);
  }

  async putOnce(kind: ArtifactKind, key: string, value: unknown, expires_at: number): Promise<boolean> {
    const row = { kind, key, value: JSON.stringify(value), expires_at };
    if (this.#batches) return this.#batch.putOnce(row);
    const { affected } = await this.database.write(`${upsert} WHERE artifacts.expires_at <= $5`, [
      kind,
      key,
      row.value,
      expires_at,
      this.clock.now(),
    ]);
    return affected === 1;
  }

  async get<T>(kind: ArtifactKind, key: string): Promise<T | undefined> {
    const rows = await this.database.read<{ value: string }>(
      'SELECT value FROM artifacts WHERE kind = $1 AND key = $2 AND expires_at > $3',
      [kind, key, this.clock.now()],
    );
    return rows[0] && (JSON.parse(rows[0].value) as T);
  }

  async take<T>(kind: ArtifactKind, key: string): Promise<T | undefined> {
    const { rows } = await this.database.write<{ value: string }>(
      'DELETE FROM artifacts WHERE kind = $1 AND key = $2 AND expires_at > $3 RETURNING value',
      [kind, key, this.clock.now()],
    );
    return rows[0] && (JSON.parse(rows[0].value) as T);
  }

  async increment(kind: ArtifactKind, key: string, expires_at: number): Promise<Count> {
    if (this.#batches) return this.#counts.increment(kind, key, expires_at);
    const { rows } = await this.database.write<Count>(upcount, [kind, key, expires_at, this.clock.now()]);
    return rows[0]!;
  }

  async decrement(kind: ArtifactKind, key: string, expires_at: number): Promise<void> {
    await this.database.write(downcount, [kind, key, expires_at]);
  }

  /** The writer of SQLite batches by itself; what belongs to a unit must not wait for others, or take them back with it. */
  get #batches(): boolean {
    return this.database.dialect === 'postgres' && !this.database.inUnit && !this.database.rehearses;
  }
}
