import { type KeyPair, type KeyParameters } from '@clientele/client-schema';
import { type Clock } from '@clientele/runtime/ports/index';
import { type Sealer } from '@clientele/runtime/sealer';
import { generateSigningKey } from '@clientele/runtime/signers/generated-key';
import { instant } from '../adapters/client-rows.js';
import { type KeyLife, livesOf, publishedBefore } from '../adapters/key-life.js';
import { sealPurpose } from '../adapters/key-store.js';
import { type Database } from '../database/database.js';
import { asJson } from '../entities/columns.js';
import { SigningKeyRow } from '../entities/signing-key.js';
import { type NewKey, type StoredKey } from '../records.js';
import { type KeyRepository } from '../storage.js';

export class DatabaseKeyRepository implements KeyRepository {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
    private readonly clock: Clock,
  ) {}

  async make(parameters: KeyParameters): Promise<NewKey> {
    const { kid, public_jwk, pkcs8 } = await generateSigningKey(parameters);
    return { kid, public_jwk, sealed: this.sealer.seal(pkcs8, sealPurpose(kid)) };
  }

  async ensure(pair: Pick<KeyPair, 'id'> & KeyParameters): Promise<void> {
    if ((await this.list(pair.id)).length > 0) return;
    // Takes long: not inside the unit, where other writers would wait. Who comes second throws its key away.
    const key = await this.make(pair);
    await this.database.unit(async () => {
      await this.#lock();
      if ((await this.list(pair.id)).length === 0) await this.#insert(pair.id, key, 1, this.clock.now());
    });
  }

  add(pair: string, key: NewKey, { atOnce = false } = {}): Promise<StoredKey> {
    return this.database.unit(async () => {
      await this.#lock();
      const generation = ((await this.list(pair)).at(-1)?.generation ?? 0) + 1;
      const first = generation === 1;
      await this.#insert(pair, key, generation, this.clock.now() + (first || atOnce ? 0 : publishedBefore));
      return (await this.list(pair)).find(({ kid }) => kid === key.kid)!;
    });
  }

  async withdraw(pair: string, kid: string): Promise<boolean> {
    return this.database.unit(async (manager) => {
      await this.#lock();
      const key = (await this.list(pair)).find((known) => known.kid === kid);
      if (!key || key.state === 'active' || key.state === 'retired') return false;
      await manager.update(SigningKeyRow, { kid }, { withdrawn_at: this.clock.now() });
      this.database.changed({ kind: 'keys' });
      this.database.happened({ type: 'key.withdrawn', target: kid });
      return true;
    });
  }

  async removePair(pair: string): Promise<void> {
    await this.database.unit(async (manager) => {
      await manager.delete(SigningKeyRow, { pair });
      this.database.changed({ kind: 'keys' });
    });
  }

  async list(pair?: string): Promise<readonly StoredKey[]> {
    const where = pair === undefined ? {} : { where: { pair } };
    const rows = await this.database.reading((rows) => rows.find(SigningKeyRow, where));
    return livesOf(rows, this.clock.now()).map(toStored);
  }

  async #insert(pair: string, key: NewKey, generation: number, active_from: number): Promise<void> {
    await this.database.unit(async (manager) => {
      const { kid, sealed } = key;
      const moments = { created_at: this.clock.milliseconds(), active_from, withdrawn_at: null };
      await manager.insert(SigningKeyRow, {
        kid,
        pair,
        generation,
        sealed,
        ...moments,
        public_jwk: asJson(key.public_jwk),
      });
      this.database.changed({ kind: 'keys' });
      this.database.happened({ type: 'key.created', target: kid });
    });
  }

  /** Units of SQLite come one after the other anyway. */
  async #lock(): Promise<void> {
    if (this.database.dialect === 'postgres') await this.database.write('LOCK TABLE signing_keys IN EXCLUSIVE MODE');
  }
}

function toStored({ row, state, until }: KeyLife): StoredKey {
  const { kid, pair, generation, public_jwk, created_at, active_from } = row;
  return {
    kid,
    pair,
    generation,
    state,
    public_jwk,
    created_at: instant(created_at),
    active_from: instant(active_from * 1000),
    until: until === null ? null : instant(until * 1000),
  };
}
