import { type Clock } from '@clientele/runtime/ports/index';
import { type Sealer } from '@clientele/runtime/sealer';
import { type GeneratedAlg, generateSigningKey } from '@clientele/runtime/signers/generated-key';
import { instant } from '../adapters/client-rows.js';
import { sealPurpose } from '../adapters/key-store.js';
import { type Database } from '../database/database.js';
import { asJson } from '../entities/columns.js';
import { SigningKeyRow } from '../entities/signing-key.js';
import { type StoredKey } from '../records.js';
import { type KeyRepository } from '../storage.js';

export class DatabaseKeyRepository implements KeyRepository {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
    private readonly clock: Clock,
  ) {}

  async ensure(alg: GeneratedAlg): Promise<StoredKey> {
    const present = await this.#active(alg);
    if (present) return toStored(present);
    // Takes long: not inside the unit, where other writers would wait. Who comes second throws its key away.
    const { kid, public_jwk, pkcs8 } = await generateSigningKey(alg);
    return this.database.unit(async (manager) => {
      await this.#lock();
      const first = await this.#active(alg);
      if (first) return toStored(first);
      const sealed = this.sealer.seal(pkcs8, sealPurpose(kid));
      const row = { kid, alg, state: 'active', public_jwk, sealed, created_at: this.clock.milliseconds() } as const;
      await manager.insert(SigningKeyRow, { ...row, public_jwk: asJson(public_jwk) });
      this.database.changed({ kind: 'keys' });
      this.database.happened({ type: 'key.created', target: kid });
      return toStored(row);
    });
  }

  async list(): Promise<readonly StoredKey[]> {
    const rows = await this.database.reading((rows) =>
      rows.find(SigningKeyRow, { order: { created_at: 'ASC', kid: 'ASC' } }),
    );
    return rows.map(toStored);
  }

  #active(alg: GeneratedAlg): Promise<SigningKeyRow | null> {
    return this.database.reading((rows) =>
      rows.findOne(SigningKeyRow, {
        where: { alg, state: 'active' },
        order: { created_at: 'ASC', kid: 'ASC' },
      }),
    );
  }

  /** Units of SQLite come one after the other anyway. */
  async #lock(): Promise<void> {
    if (this.database.dialect === 'postgres') await this.database.write('LOCK TABLE signing_keys IN EXCLUSIVE MODE');
  }
}

function toStored({ kid, alg, state, public_jwk, created_at }: SigningKeyRow): StoredKey {
  return { kid, alg, state, public_jwk, created_at: instant(created_at) };
}
