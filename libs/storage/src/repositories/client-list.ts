import { setImmediate as othersTurn } from 'node:timers/promises';
import { type Clock } from '@clientele/runtime/ports/index';
import { type PlainClient, toStoredClient } from '../adapters/client-rows.js';
import { type Database } from '../database/database.js';
import { type ClientQuery, type CountedPage, type StoredClient } from '../records.js';
import { type ClientCounts, countLimit } from './client-counts.js';
import { countedCriteria, isAccepted } from './client-criteria.js';
import { ClientSearch, type Place } from './client-search.js';
import { type Cursors } from './cursor.js';

/** Where the last page ended, and what the first one counted and decided. */
interface Position extends Place {
  readonly total: number | null;
  readonly byRedirectUri: boolean;
}

/** One page of clients, in an order that has no ties. */
export async function listClients(
  database: Database,
  counts: ClientCounts,
  cursors: Cursors,
  clock: Clock,
  query: ClientQuery,
): Promise<CountedPage<StoredClient>> {
  // With the defaults written out, so that saying them makes no other query.
  const asked = { sort: 'name', trashed: false, filters: {}, ...query } as const;
  const from = cursors.placeIn('clients', asked) as Position | undefined;
  const { redirect_uri } = query;
  const byRedirectUri = from
    ? from.byRedirectUri
    : redirect_uri !== undefined && (await isAccepted(counts, redirect_uri, query));
  const criteria = await countedCriteria(database, counts, query, clock.milliseconds(), byRedirectUri);
  const search = new ClientSearch(database.dialect, query, criteria);

  const found = await firstClients(database, search, query.limit + 1, from);
  const isLast = found.length <= query.limit;
  const total = from ? from.total : isLast ? found.length : await count(counts, search);
  const { items, next } = cursors.page('clients', asked, found, (row) => ({
    value: row[search.column],
    id: row.id,
    total,
    byRedirectUri,
  }));
  return { items: items.map(toStoredClient), next, total };
}

/** A walk goes stretch by stretch: however far it leads, no statement runs for long. */
async function firstClients(
  database: Database,
  search: ClientSearch,
  limit: number,
  from?: Place,
): Promise<PlainClient[]> {
  const read = (count: number, start?: Place, end?: Place): Promise<PlainClient[]> =>
    database.read<PlainClient>(...search.page(count, start, end), search.isPlain);

  if (!search.walks) return read(limit, from);
  const found: PlainClient[] = [];
  for (let start = from; ; await othersTurn()) {
    const [end] = await database.read<Place>(...search.endOfStretch(start), false);
    found.push(...(await read(limit - found.length, start, end)));
    if (!end || found.length === limit) return found;
    start = end;
  }
}

async function count(counts: ClientCounts, search: ClientSearch): Promise<number | null> {
  const counted = search.counted;
  if (!counted) return null;
  const found = await counts.of(...counted);
  return found > countLimit ? null : found;
}
