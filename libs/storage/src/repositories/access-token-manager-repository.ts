import { type Database } from '../database/database.js';
import { storable } from '../database/storable.js';
import { AccessTokenManagerRow } from '../entities/access-token-manager.js';
import { type StoredAccessTokenManager } from '../records.js';
import { type AccessTokenManagerRepository } from '../storage.js';
import { toRevised } from './revised.js';

export class DatabaseAccessTokenManagerRepository implements AccessTokenManagerRepository {
  constructor(private readonly database: Database) {}

  async list(): Promise<readonly StoredAccessTokenManager[]> {
    return (await this.database.reading((rows) => rows.find(AccessTokenManagerRow, { order: { id: 'ASC' } }))).map(
      toStored,
    );
  }

  async find(id: string): Promise<StoredAccessTokenManager | undefined> {
    if (!storable(id)) return undefined;
    const row = await this.database.reading((rows) => rows.findOneBy(AccessTokenManagerRow, { id }));
    return row ? toStored(row) : undefined;
  }
}

function toStored(row: AccessTokenManagerRow): StoredAccessTokenManager {
  const { id, name, format, signing_alg, system } = row;
  return { id, name, format, signing_alg, system, ...toRevised(row) };
}
