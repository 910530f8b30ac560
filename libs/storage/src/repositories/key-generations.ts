import { type Clock } from '@clientele/runtime/ports/index';
import { type KeyMoments, type KeyState, livesOf, publishedBefore } from '../adapters/key-life.js';
import { type Database } from '../database/database.js';
import { insertRows } from '../database/rows.js';
import { type Happening, type KeyChange, type NewKey } from '../records.js';

/** A key pair: one that clients share, or one that a client has for itself. */
export interface Pair {
  /** Its id, or `ownPair` of the client. */
  readonly pair: string;
  /** The client whose own it is; null: it is shared. */
  readonly client_id: string | null;
}

type KeyRow = KeyMoments & { kid: string; client_id: string | null; told: KeyState };

/** What the audit log says when a key is found in a state that it does not know of. */
const types = {
  active: 'key.activated',
  retiring: 'key.retiring',
  retired: 'key.retired',
} as const satisfies Partial<Record<KeyState, string>>;

/**
 * The changes of key pairs. Each is part of an open unit, and returns what has happened to the keys of the pair by it:
 * the caller puts that into the audit log.
 */
export class KeyGenerations {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The next key of a pair; the first signs at once, and so does one that follows a pair which was given up. */
  async add(of: Pair, key: NewKey, { atOnce = false } = {}): Promise<Happening[]> {
    const now = this.clock.now();
    const lives = livesOf(await this.#rows(of.pair), now);
    const generation = (lives.at(-1)?.row.generation ?? 0) + 1;
    const replaces = lives.some(({ state }) => state === 'active');
    const { kid, public_jwk, sealed, adapter_id, reference } = key;
    const kept = { public_jwk: JSON.stringify(public_jwk), sealed, adapter_id, reference };
    const active_from = now + (replaces && !atOnce ? publishedBefore : 0);
    const moments = { created_at: this.clock.milliseconds(), active_from, ended_at: null, withdrawn_at: null };
    await insertRows(this.database, 'signing_keys', [
      { kid, ...of, generation, ...kept, ...moments, told: 'pending' satisfies KeyState },
    ]);
    return [{ type: 'key.created', target: kid, client_id: of.client_id }, ...(await this.#changed(of))];
  }

  /** Takes a key out of the JWK Set; undefined: the pair has none that could go, for one that signs cannot. */
  async withdraw(of: Pair, kid: string): Promise<Happening[] | undefined> {
    const now = this.clock.now();
    const key = livesOf(await this.#rows(of.pair), now).find(({ row }) => row.kid === kid);
    if (!key || key.state === 'active' || key.state === 'retired') return undefined;
    await this.database.write('UPDATE signing_keys SET withdrawn_at = $1, told = $2 WHERE kid = $3', [
      now,
      'retired',
      kid,
    ]);
    return [{ type: 'key.withdrawn', target: kid, client_id: of.client_id }, ...(await this.#changed(of))];
  }

  /** Nothing signs with the pair from now on; what it has signed can be verified for as long as tokens live. */
  async end(of: Pair): Promise<Happening[]> {
    const { affected } = await this.database.write(
      'UPDATE signing_keys SET ended_at = $1 WHERE pair = $2 AND ended_at IS NULL',
      [this.clock.now(), of.pair],
    );
    return affected > 0 ? this.#changed(of) : [];
  }

  /** Removes the keys of a pair, with all that they have signed. */
  async remove(of: Pair): Promise<Happening[]> {
    const standing = (await this.#rows(of.pair)).filter(({ told }) => told !== 'retired');
    await this.database.write('DELETE FROM signing_keys WHERE pair = $1', [of.pair]);
    this.database.changed({ kind: 'keys' });
    return standing.map(({ kid, client_id }) => ({ type: types.retired, target: kid, client_id }));
  }

  /** What a write to a client does to the pair that it has for itself. */
  async follow(of: Pair, change: KeyChange): Promise<Happening[]> {
    if ('add' in change) return this.add(of, change.add, change);
    if ('end' in change) return this.end(of);
    return (await this.withdraw(of, change.withdraw)) ?? [];
  }

  /** Whether some key has come into a state that was not told yet. Needs no unit. */
  async isDue(): Promise<boolean> {
    const lives = livesOf(await this.#rows(), this.clock.now());
    return lives.some(({ row, state }) => state !== row.told && state !== 'pending');
  }

  /** The states that keys have come into by the passing of time, and that were not told yet; each is told once. */
  async cameDue(): Promise<Happening[]> {
    return this.#tell(await this.#rows());
  }

  async #changed({ pair }: Pair): Promise<Happening[]> {
    this.database.changed({ kind: 'keys' });
    return this.#tell(await this.#rows(pair));
  }

  async #tell(rows: readonly KeyRow[]): Promise<Happening[]> {
    const happenings: Happening[] = [];
    for (const { row, state } of livesOf(rows, this.clock.now())) {
      if (state === row.told || state === 'pending') continue;
      // Of many processes that look at the same time, one tells.
      const { affected } = await this.database.write('UPDATE signing_keys SET told = $1 WHERE kid = $2 AND told = $3', [
        state,
        row.kid,
        row.told,
      ]);
      if (affected > 0) happenings.push({ type: types[state], target: row.kid, client_id: row.client_id });
    }
    return happenings;
  }

  #rows(pair?: string): Promise<KeyRow[]> {
    const text =
      'SELECT kid, pair, client_id, generation, created_at, active_from, ended_at, withdrawn_at, told FROM signing_keys';
    return pair === undefined
      ? this.database.read<KeyRow>(text)
      : this.database.read<KeyRow>(`${text} WHERE pair = $1`, [pair]);
  }
}
