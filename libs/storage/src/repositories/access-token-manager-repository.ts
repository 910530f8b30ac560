import { type Database } from '../database/database.js';
import { storable } from '../database/storable.js';
import { AccessTokenManagerRow } from '../entities/access-token-manager.js';
import { type CountedPage, type ListQuery, type StoredAccessTokenManager } from '../records.js';
import { type AccessTokenManagerRepository } from '../storage.js';
import { type Cursors } from './cursor.js';
import { toRevised } from './revised.js';
import { slice } from './slice.js';

export class DatabaseAccessTokenManagerRepository implements AccessTokenManagerRepository {
  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
  ) {}

  async list(query: ListQuery): Promise<CountedPage<StoredAccessTokenManager>> {
    const rows = await this.database.reading((rows) => rows.find(AccessTokenManagerRow));
    return slice(this.cursors, 'access-token-managers', query, rows.map(toStored), ({ id }) => id);
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
