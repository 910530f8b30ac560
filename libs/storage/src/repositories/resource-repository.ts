import {
  type RecordIn,
  type ResourceName,
  clientFields,
  differencesBetween,
  recordTypeOf,
} from '@clientele/client-schema';
import { fieldsReferringTo } from '@clientele/client-schema/references';
import { completeRecord } from '@clientele/client-schema/resource';
import { resourceOf } from '@clientele/client-schema/resources/index';
import { type Clock } from '@clientele/runtime/ports/index';
import { term } from '../adapters/client-projection.js';
import { instant } from '../adapters/client-rows.js';
import { type Database, type Value } from '../database/database.js';
import { insertRows } from '../database/rows.js';
import { storable } from '../database/storable.js';
import { type ResourceRow } from '../entities/resource.js';
import { type CountedPage, type ListQuery, type Reach, type StoredRecord } from '../records.js';
import { type ResourceRepository, type Users } from '../storage.js';
import { type Cursors } from './cursor.js';
import { refindClientsOf } from './found-clients.js';
import { isVisible } from './reach.js';
import { toRevised } from './revised.js';
import { slice } from './slice.js';

/** A row of the table as the drivers read it; SQLite has numbers for booleans. */
type PlainRecord = Omit<ResourceRow, 'system'> & { readonly system: boolean | number };

/** As many users of a record as are named. */
const namedUsers = 100;

export class DatabaseResourceRepository implements ResourceRepository {
  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
    private readonly clock: Clock,
  ) {}

  async list<N extends ResourceName>(
    name: N,
    query: ListQuery & { q?: string },
  ): Promise<CountedPage<StoredRecord<N>>> {
    const rows = await this.database.read<PlainRecord>('SELECT * FROM resources WHERE kind = $1', [name]);
    const found = rows.map((row) => toStored<N>(row)).filter(({ document }) => holdsText(document, query.q ?? ''));
    return slice(this.cursors, name, query, found, (record) => record.id);
  }

  async find<N extends ResourceName>(name: N, id: string): Promise<StoredRecord<N> | undefined> {
    if (!storable(id)) return undefined;
    const [row] = await this.database.read<PlainRecord>('SELECT * FROM resources WHERE kind = $1 AND id = $2', [
      name,
      id,
    ]);
    return row && toStored<N>(row);
  }

  insert<N extends ResourceName>(
    name: N,
    document: RecordIn<N>,
    { created_by, system = false }: { created_by: string; system?: boolean },
  ): Promise<StoredRecord<N>> {
    const id = idOf(name, document);
    const now = this.clock.milliseconds();
    const row = {
      kind: name,
      id,
      document: JSON.stringify(document),
      revision: 1,
      system,
      created_at: now,
      created_by,
      updated_at: now,
      updated_by: created_by,
    };
    return this.database.unit(async () => {
      await insertRows(this.database, 'resources', [row]);
      this.database.changed({ kind: 'server' });
      this.database.happened({ type: `${typeOf(name)}.created`, target: id, revision: 1 });
      return toStored<N>(row);
    });
  }

  async update<N extends ResourceName>(
    name: N,
    seenRevision: number,
    document: RecordIn<N>,
    { updated_by }: { updated_by: string },
  ): Promise<StoredRecord<N> | undefined> {
    if (!Number.isInteger(seenRevision)) throw new TypeError('a revision is a whole number');
    const id = idOf(name, document);
    return this.database.unit(async () => {
      const before = await this.find(name, id);
      const { rows } = await this.database.write<PlainRecord>(
        `UPDATE resources SET document = $1, revision = revision + 1, updated_at = $2, updated_by = $3
          WHERE kind = $4 AND id = $5 AND revision = $6 RETURNING *`,
        [JSON.stringify(document), this.clock.milliseconds(), updated_by, name, id, seenRevision],
      );
      if (!rows[0]) return undefined;
      if (name === 'client_templates') {
        await refindClientsOf(this.database, { id, before: before!.document, after: document });
      }
      this.database.changed({ kind: 'server' });
      const fields = differencesBetween({ ...before!.document }, { ...document }).map(({ pointer }) => pointer);
      this.database.happened({ type: `${typeOf(name)}.changed`, target: id, revision: seenRevision + 1, fields });
      return toStored<N>(rows[0]);
    });
  }

  async remove(name: ResourceName, id: string, seenRevision?: number): Promise<boolean> {
    if (!storable(id)) return false;
    const values: Value[] = [name, id];
    const revision = seenRevision === undefined ? '' : ` AND revision = $${values.push(seenRevision)}`;
    return this.database.unit(async () => {
      const { affected } = await this.database.write(
        `DELETE FROM resources WHERE kind = $1 AND id = $2${revision}`,
        values,
      );
      if (affected !== 1) return false;
      this.database.changed({ kind: 'server' });
      this.database.happened({ type: `${typeOf(name)}.deleted`, target: id });
      return true;
    });
  }

  async usedBy(name: ResourceName | 'clients', id: string, { visibleTo }: Reach = {}): Promise<Users> {
    const values: Value[] = termsOfUse(name, id);
    if (values.length === 0) return { client_ids: [], trashed: [], count: 0 };
    const terms = values.map((_, index) => `$${index + 1}`).join(', ');
    const using = `client_terms t ${joinVisible(visibleTo, values)} WHERE t.term IN (${terms})`;
    // Any hundred will do: sorting all of them would cost more than the answer is worth.
    const users = await this.database.read<{ client_id: string; trashed_at: number | null }>(
      `SELECT c.client_id, c.trashed_at
        FROM (SELECT DISTINCT t.client FROM ${using} ORDER BY t.client LIMIT ${namedUsers}) u
        JOIN clients c ON c.id = u.client`,
      values,
    );
    const [row] = await this.database.read<{ count: number }>(
      `SELECT count(DISTINCT t.client) AS count FROM ${using}`,
      values,
    );
    const named = users.toSorted((a, b) => (a.client_id < b.client_id ? -1 : 1));
    return {
      client_ids: named.map(({ client_id }) => client_id),
      trashed: named.flatMap(({ client_id, trashed_at }) => (trashed_at === null ? [] : [client_id])),
      count: row!.count,
    };
  }

  async uses(
    name: ResourceName,
    ids: readonly string[],
    { visibleTo }: Reach = {},
  ): Promise<ReadonlyMap<string, number>> {
    const values: Value[] = [];
    const pairs = ids.flatMap((id) => termsOfUse(name, id).map((use) => `($${values.push(use)}, $${values.push(id)})`));
    if (pairs.length === 0) return new Map();
    const visible = joinVisible(visibleTo, values);
    const rows = await this.database.read<{ id: string; count: number }>(
      `WITH uses (term, id) AS (VALUES ${pairs.join(', ')})
        SELECT u.id, count(DISTINCT t.client) AS count FROM uses u JOIN client_terms t ON t.term = u.term ${visible}
        GROUP BY u.id`,
      values,
      false,
    );
    return new Map(rows.map(({ id, count }) => [id, count]));
  }
}

/** Leaves of terms `t` those of clients that somebody gets to see. */
function joinVisible(visibleTo: string | undefined, values: Value[]): string {
  return visibleTo === undefined ? '' : `JOIN clients c ON c.id = t.client AND ${isVisible(visibleTo, values)}`;
}

/** The terms under which clients are found that name a record. */
function termsOfUse(name: ResourceName | 'clients', id: string): string[] {
  return fieldsReferringTo(name, clientFields.values()).map((field) => term(field.name, id));
}

/** What events call a record: `access_token_manager`. */
function typeOf(name: ResourceName): string {
  return recordTypeOf(resourceOf(name));
}

function idOf(name: ResourceName, document: object): string {
  return String((document as Readonly<Record<string, unknown>>)[resourceOf(name).id]);
}

function holdsText(document: object, text: string): boolean {
  const wanted = text.toLowerCase();
  return Object.values(document).some((value) => typeof value === 'string' && value.toLowerCase().includes(wanted));
}

function toStored<N extends ResourceName>(row: PlainRecord): StoredRecord<N> {
  return {
    id: row.id,
    // A member that was declared later has its default in the records from before.
    document: completeRecord(resourceOf(row.kind).members, JSON.parse(row.document) as object) as RecordIn<N>,
    system: Boolean(row.system),
    created_at: instant(row.created_at),
    created_by: row.created_by,
    ...toRevised(row),
  };
}
