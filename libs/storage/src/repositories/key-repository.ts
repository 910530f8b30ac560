import { type KeyPair, type KeyParameters } from '@clientele/client-schema';
import { type Clock } from '@clientele/runtime/ports/index';
import { type Sealer } from '@clientele/runtime/sealer';
import { generateServerKey } from '@clientele/runtime/signers/generated-key';
import { type FindOptionsWhere, In, IsNull } from 'typeorm';
import { instant } from '../adapters/client-rows.js';
import { type KeyLife, livesOf } from '../adapters/key-life.js';
import { sealPurpose } from '../adapters/key-store.js';
import { type Database } from '../database/database.js';
import { SigningKeyRow } from '../entities/signing-key.js';
import { type Happening, type NewKey, type StoredKey } from '../records.js';
import { type KeyRepository } from '../storage.js';
import { type KeyGenerations } from './key-generations.js';

export class DatabaseKeyRepository implements KeyRepository {
  constructor(
    private readonly database: Database,
    private readonly generations: KeyGenerations,
    private readonly sealer: Sealer,
    private readonly clock: Clock,
  ) {}

  async make(parameters: KeyParameters, name?: string): Promise<NewKey> {
    const { kid, public_jwk, pkcs8 } = await generateServerKey(parameters, name);
    const sealed = this.sealer.seal(pkcs8, sealPurpose(kid));
    return { kid, public_jwk, sealed, adapter_id: 'internal', reference: null };
  }

  async ensure(pair: Pick<KeyPair, 'id'> & KeyParameters): Promise<void> {
    if ((await this.list([pair.id])).length > 0) return;
    // Takes long: not inside the unit, where other writers would wait. Who comes second throws its key away.
    const key = await this.make(pair);
    await this.#change(async () =>
      (await this.list([pair.id])).length === 0 ? this.generations.add(shared(pair.id), key) : [],
    );
  }

  async add(pair: string, key: NewKey, options: { atOnce?: boolean } = {}): Promise<StoredKey> {
    await this.#change(() => this.generations.add(shared(pair), key, options));
    return (await this.list([pair])).find(({ kid }) => kid === key.kid)!;
  }

  async withdraw(pair: string, kid: string): Promise<boolean> {
    return (await this.#change(() => this.generations.withdraw(shared(pair), kid))) !== undefined;
  }

  async removePair(pair: string): Promise<void> {
    await this.#change(() => this.generations.remove(shared(pair)));
  }

  async isNamed(kid: string): Promise<boolean> {
    return (await this.database.read('SELECT kid FROM signing_keys WHERE kid = $1', [kid])).length > 0;
  }

  list(pairs: readonly string[]): Promise<readonly StoredKey[]> {
    return this.#find({ pair: In([...pairs]) });
  }

  listShared(): Promise<readonly StoredKey[]> {
    return this.#find({ client_id: IsNull() });
  }

  async tellStates(): Promise<number> {
    if (!(await this.generations.isDue())) return 0;
    const told = await this.#change(() => this.generations.cameDue());
    return told.length;
  }

  async #find(where: FindOptionsWhere<SigningKeyRow>): Promise<readonly StoredKey[]> {
    const rows = await this.database.reading((rows) => rows.find(SigningKeyRow, { where }));
    return livesOf(rows, this.clock.now()).map(toStored);
  }

  /** Changes keys and tells the audit log. */
  #change<T extends readonly Happening[] | undefined>(work: () => Promise<T>): Promise<T> {
    return this.database.unit(async () => {
      // Units of SQLite come one after the other anyway.
      if (this.database.dialect === 'postgres') await this.database.write('LOCK TABLE signing_keys IN EXCLUSIVE MODE');
      const happenings = await work();
      for (const happening of happenings ?? []) this.database.happened(happening);
      return happenings;
    });
  }
}

function shared(pair: string) {
  return { pair, client_id: null };
}

function toStored({ row, state, until }: KeyLife): StoredKey {
  const { kid, pair, adapter_id, generation, public_jwk, created_at, active_from } = row;
  return {
    kid,
    pair,
    adapter_id,
    generation,
    state,
    public_jwk,
    created_at: instant(created_at),
    active_from: instant(active_from * 1000),
    until: until === null ? null : instant(until * 1000),
  };
}
