import { type ArtifactKind, type Clock } from '@clientele/runtime/ports/index';
import { type Database } from '../database/database.js';

export interface NewArtifact {
  readonly kind: ArtifactKind;
  readonly key: string;
  readonly value: string;
  readonly expires_at: number;
}

interface Waiting extends NewArtifact {
  resolve(stored: boolean): void;
  reject(error: unknown): void;
}

const upsert = `INSERT INTO artifacts (kind, key, value, expires_at)
  SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[])
  ON CONFLICT (kind, key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at`;

/** Gathers what is put in one turn into one statement: a commit costs the same for one row and for fifty. */
export class ArtifactBatch {
  readonly #puts: Waiting[] = [];
  readonly #onces: Waiting[] = [];

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async put(row: NewArtifact): Promise<void> {
    await this.#join(this.#puts, row, (batch) => this.#store(batch));
  }

  putOnce(row: NewArtifact): Promise<boolean> {
    return this.#join(this.#onces, row, (batch) => this.#storeOnce(batch));
  }

  #join(queue: Waiting[], row: NewArtifact, store: (batch: Waiting[]) => Promise<void>): Promise<boolean> {
    return new Promise((resolve, reject) => {
      queue.push({ ...row, resolve, reject });
      if (queue.length > 1) return;
      setImmediate(() => {
        const batch = queue.splice(0);
        store(batch).catch((error: unknown) => batch.forEach((waiting) => waiting.reject(error)));
      });
    });
  }

  async #store(batch: readonly Waiting[]): Promise<void> {
    // A statement cannot write a row twice: of equal keys the last one stays, as if each had been put in turn.
    const rows = new Map(batch.map((waiting) => [identity(waiting), waiting]));
    await this.database.write(upsert, columns([...rows.values()]));
    for (const waiting of batch) waiting.resolve(true);
  }

  async #storeOnce(batch: readonly Waiting[]): Promise<void> {
    const rows = new Map<string, Waiting>();
    for (const waiting of batch) if (!rows.has(identity(waiting))) rows.set(identity(waiting), waiting);
    const outcome = await this.database.write<{ kind: ArtifactKind; key: string }>(
      `${upsert} WHERE artifacts.expires_at <= $5 RETURNING kind, key`,
      [...columns([...rows.values()]), this.clock.now()],
    );
    const stored = new Set(outcome.rows.map(identity));
    for (const waiting of batch) {
      waiting.resolve(stored.has(identity(waiting)) && rows.get(identity(waiting)) === waiting);
    }
  }
}

function identity({ kind, key }: { kind: ArtifactKind; key: string }): string {
  return `${kind}:${key}`;
}

/** In the order of their keys, so that two batches never wait for each other. */
function columns(rows: NewArtifact[]): (string | number)[][] {
  rows.sort((a, b) => (identity(a) < identity(b) ? -1 : 1));
  return [
    rows.map(({ kind }) => kind),
    rows.map(({ key }) => key),
    rows.map(({ value }) => value),
    rows.map(({ expires_at }) => expires_at),
  ];
}
