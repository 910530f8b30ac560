import { type ArtifactKind, ArtifactStore, type Clock } from '@clientele/runtime/ports/index';
import { type Database } from '../database/database.js';
import { ArtifactBatch } from './artifact-batch.js';

const upsert = `INSERT INTO artifacts (kind, key, value, expires_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT (kind, key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at`;

/** Short-lived state in the database. What is put in one turn is one commit. */
export class DatabaseArtifactStore extends ArtifactStore {
  readonly #batch: ArtifactBatch;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
    this.#batch = new ArtifactBatch(database, clock);
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

  /** The writer of SQLite batches by itself; what belongs to a unit must not wait for others. */
  get #batches(): boolean {
    return this.database.dialect === 'postgres' && !this.database.inUnit;
  }
}
