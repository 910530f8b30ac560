import { setImmediate as othersTurn } from 'node:timers/promises';
import { type PlainClient, groupByClient, toStoredClient } from '../adapters/client-rows.js';
import { type Database } from '../database/database.js';
import { type ClientPage, type ClientQuery } from '../records.js';
import { countLimit, countedFilters } from './client-filters.js';
import { ClientSearch, type Place } from './client-search.js';
import { type Cursors } from './cursor.js';

/** Where the last page ended, and what the first one counted. */
interface Position extends Place {
  readonly total: number | null;
}

/** One page of clients, in an order that has no ties. */
export async function listClients(database: Database, cursors: Cursors, query: ClientQuery): Promise<ClientPage> {
  const { limit, after, ...bound } = query;
  const from = after === undefined ? undefined : (cursors.read(after, identityOf(bound)) as Position);
  const search = new ClientSearch(database.dialect, query, await countedFilters(database, query));

  const found = await firstClients(database, search, limit + 1, from);
  const page = found.slice(0, limit);
  const more = found.length > limit;
  const total = from ? from.total : more ? await count(database, search) : page.length;
  const last = page.at(-1)?.[0];
  return {
    items: page.map((rows) => toStoredClient(rows)!),
    next: more && last ? cursors.write({ value: last[search.column], id: last.id, total }, identityOf(bound)) : null,
    total,
  };
}

/** A query without its place in the list, so that members in another order are the same query. */
function identityOf({ q, filters = {}, sort, trashed, caller }: Omit<ClientQuery, 'limit' | 'after'>): unknown {
  const given = Object.entries(filters).filter(([, value]) => value !== undefined);
  return [q ?? '', given.toSorted(([a], [b]) => (a < b ? -1 : 1)), sort ?? 'name', trashed ?? false, caller ?? ''];
}

/** The rows of each client. A walk goes stretch by stretch: however far it leads, no statement runs for long. */
async function firstClients(
  database: Database,
  search: ClientSearch,
  limit: number,
  from?: Place,
): Promise<PlainClient[][]> {
  const read = async (count: number, start?: Place, end?: Place): Promise<PlainClient[][]> =>
    groupByClient(await database.read<PlainClient>(...search.page(count, start, end), false));

  if (!search.walks) return read(limit, from);
  const found: PlainClient[][] = [];
  for (let start = from; ; await othersTurn()) {
    const [end] = await database.read<Place>(...search.endOfStretch(start), false);
    found.push(...(await read(limit - found.length, start, end)));
    if (!end || found.length === limit) return found;
    start = end;
  }
}

async function count(database: Database, search: ClientSearch): Promise<number | null> {
  const statement = search.count();
  if (!statement) return null;
  const [row] = await database.read<{ count: number }>(...statement, false);
  return row!.count > countLimit ? null : row!.count;
}
