import { differencesBetween } from '@clientele/client-schema';
import { type Clock, type Scope } from '@clientele/runtime/ports/index';
import { term } from '../adapters/client-projection.js';
import { toScope } from '../adapters/settings-store.js';
import { type Database } from '../database/database.js';
import { storable } from '../database/storable.js';
import { ScopeRow } from '../entities/scope.js';
import { type CountedPage, type ListQuery, type StoredScope } from '../records.js';
import { type ScopeRepository } from '../storage.js';
import { type Cursors } from './cursor.js';
import { toRevised } from './revised.js';
import { slice } from './slice.js';

/** As many users of a scope as are named. */
const namedUsers = 100;

export class DatabaseScopeRepository implements ScopeRepository {
  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
    private readonly clock: Clock,
  ) {}

  async all(): Promise<readonly StoredScope[]> {
    return (await this.database.reading((rows) => rows.find(ScopeRow, { order: { name: 'ASC' } }))).map(toStoredScope);
  }

  async list(query: ListQuery): Promise<CountedPage<StoredScope>> {
    return slice(this.cursors, 'scopes', query, await this.all(), ({ name }) => name);
  }

  async find(name: string): Promise<StoredScope | undefined> {
    if (!storable(name)) return undefined;
    const row = await this.database.reading((rows) => rows.findOneBy(ScopeRow, { name }));
    return row ? toStoredScope(row) : undefined;
  }

  insert(scope: Scope, { updated_by, system = false }: { updated_by: string; system?: boolean }): Promise<StoredScope> {
    return this.database.unit(async (manager) => {
      const row = { ...toScope(scope), system, revision: 1, updated_at: this.clock.milliseconds(), updated_by };
      await manager.insert(ScopeRow, row);
      this.database.changed({ kind: 'server' });
      this.database.happened({ type: 'scope.created', target: row.name, revision: 1 });
      return toStoredScope(row);
    });
  }

  update(
    name: string,
    seenRevision: number,
    members: Partial<Omit<Scope, 'name'>>,
    { updated_by }: { updated_by: string },
  ): Promise<StoredScope | undefined> {
    return this.database.unit(async (manager) => {
      const present = await this.find(name);
      if (!present) return undefined;
      const { affected } = await manager.update(
        ScopeRow,
        { name, revision: seenRevision },
        {
          ...toScope({ ...present, ...members, name }),
          revision: seenRevision + 1,
          updated_at: this.clock.milliseconds(),
          updated_by,
        },
      );
      if (affected !== 1) return undefined;
      this.database.changed({ kind: 'server' });
      const fields = differencesBetween(present, { ...present, ...members }).map(({ pointer }) => pointer);
      this.database.happened({ type: 'scope.changed', target: name, revision: seenRevision + 1, fields });
      return this.find(name);
    });
  }

  async remove(name: string, seenRevision?: number): Promise<boolean> {
    if (!storable(name)) return false;
    return this.database.unit(async (manager) => {
      const revision = seenRevision === undefined ? {} : { revision: seenRevision };
      const { affected } = await manager.delete(ScopeRow, { name, ...revision });
      if (affected !== 1) return false;
      this.database.changed({ kind: 'server' });
      this.database.happened({ type: 'scope.deleted', target: name });
      return true;
    });
  }

  async usedBy(name: string): Promise<{ client_ids: readonly string[]; count: number }> {
    const values = [term('scope', name)];
    // Any hundred will do: sorting all of them would cost more than the answer is worth.
    const users = await this.database.read<{ client_id: string }>(
      `SELECT c.client_id FROM (SELECT client FROM client_terms WHERE term = $1 ORDER BY client LIMIT ${namedUsers}) t
        JOIN clients c ON c.id = t.client`,
      values,
    );
    const [row] = await this.database.read<{ count: number }>(
      'SELECT count(*) AS count FROM client_terms WHERE term = $1',
      values,
    );
    return { client_ids: users.map(({ client_id }) => client_id).toSorted(), count: row!.count };
  }
}

function toStoredScope(row: ScopeRow): StoredScope {
  return { ...toScope(row), system: row.system, ...toRevised(row) };
}
