import { type PlainClient, secretOrder, selectClients, toStoredClient } from '../adapters/client-rows.js';
import { searchable, term } from '../adapters/client-projection.js';
import { type Database, type Dialect, type Value } from '../database/database.js';
import {
  type ClientFilter,
  type ClientPage,
  type ClientQuery,
  type ClientSort,
  type StoredClient,
} from '../records.js';
import { type Cursors } from './cursor.js';

/** Beyond this, lists do not count. */
const countLimit = 10_000;
/** Up to so many matches a filter is where the search begins; with more, the order of the list is walked instead. */
const fewMatches = 1000;

/** Where the last page ended, and what the first one counted. */
interface Position {
  readonly value: string | number;
  readonly id: string;
  readonly total: number | null;
}

type SortColumn = 'name_key' | 'client_id' | 'created_at' | 'updated_at';

/** One page of clients, in an order that has no ties. Reads as many rows as the page has, not as the registry has. */
export async function listClients(database: Database, cursors: Cursors, query: ClientQuery): Promise<ClientPage> {
  const { limit, after, ...bound } = query;
  const from = after === undefined ? undefined : cursors.read<Position>(after, identityOf(bound));
  const filters = await Promise.all(filtersOf(query).map((filter) => chosen(database, filter)));
  const search = new ClientSearch(database.dialect, query, filters);

  const rows = await database.read<PlainClient>(...search.page(limit + 1, from), false);
  const clients = groupByClient(rows);
  const items = clients.slice(0, limit);
  const more = clients.length > limit;

  const total = from ? from.total : more ? await count(database, query, search) : items.length;
  const last = rows.findLast(({ id }) => id === items.at(-1)?.id);
  const next =
    more && last ? cursors.write({ value: last[search.column], id: last.id, total }, identityOf(bound)) : null;
  return { items, next, total };
}

/** A query without its place in the list, so that members in another order are the same query. */
function identityOf({ q, filters = {}, sort, trashed, caller }: Omit<ClientQuery, 'limit' | 'after'>): unknown {
  const given = Object.entries(filters).filter(([, value]) => value !== undefined);
  return [q ?? '', given.sort(([a], [b]) => (a < b ? -1 : 1)), sort ?? 'name', trashed ?? false, caller ?? ''];
}

async function count(database: Database, { q }: ClientQuery, search: ClientSearch): Promise<number | null> {
  // A search reads every text: once per page is enough.
  if (q) return null;
  const [row] = await database.read<{ count: number }>(...search.count(countLimit + 1), false);
  return row!.count > countLimit ? null : row!.count;
}

interface Filter {
  readonly field: ClientFilter;
  readonly value: string | boolean;
}

/** A filter, and whether so few clients match it that it is the place to begin. */
interface ChosenFilter extends Filter {
  readonly selective: boolean;
}

function filtersOf({ filters = {} }: ClientQuery): Filter[] {
  return (Object.entries(filters) as [ClientFilter, string | boolean | undefined][]).flatMap(([field, value]) =>
    value === undefined ? [] : { field, value: typeof value === 'string' ? value.replaceAll('\0', '') : value },
  );
}

async function chosen(database: Database, filter: Filter): Promise<ChosenFilter> {
  const { field, value } = filter;
  const text = isTerm(field)
    ? `SELECT count(*) AS count FROM (SELECT 1 FROM client_terms WHERE term = $1 LIMIT ${fewMatches + 1}) matches`
    : `SELECT count(*) AS count FROM (SELECT 1 FROM clients WHERE ${columnOf(field)} = $1 LIMIT ${fewMatches + 1}) matches`;
  const [row] = await database.read<{ count: number }>(text, [isTerm(field) ? term(field, String(value)) : value]);
  return { ...filter, selective: row!.count <= fewMatches };
}

function isTerm(field: ClientFilter): field is 'grant_types' | 'scope' | 'label' {
  return field === 'grant_types' || field === 'scope' || field === 'label';
}

/** The column of a filter: a name of ours, whatever the query said. */
function columnOf(field: ClientFilter): string {
  switch (field) {
    case 'enabled':
    case 'client_type':
    case 'application_type':
    case 'token_endpoint_auth_method':
    case 'system':
      return field;
    default:
      throw new TypeError(`clients are not filtered by ${field}`);
  }
}

const columns: Record<string, SortColumn> = {
  name: 'name_key',
  client_id: 'client_id',
  created_at: 'created_at',
  updated_at: 'updated_at',
};

/** The statements of one query. */
class ClientSearch {
  readonly column: SortColumn;
  readonly #descending: boolean;

  constructor(
    private readonly dialect: Dialect,
    private readonly query: ClientQuery,
    private readonly filters: readonly ChosenFilter[],
  ) {
    const sort: ClientSort = query.sort ?? 'name';
    this.#descending = sort.startsWith('-');
    const column = columns[this.#descending ? sort.slice(1) : sort];
    if (!column) throw new TypeError(`clients are not sorted by ${sort}`);
    this.column = column;
  }

  page(limit: number, from: Position | undefined): [string, Value[]] {
    const values: Value[] = [];
    const conditions = this.#conditions(values);
    if (from) conditions.push(this.#beyond(from, values));
    const direction = this.#descending ? 'DESC' : 'ASC';
    const order = this.#key.map((column) => `${column} ${direction}`).join(', ');
    values.push(limit);
    const page = `(SELECT c.* FROM clients c WHERE ${conditions.join(' AND ')} ORDER BY ${order} LIMIT $${values.length}) c`;
    return [`${selectClients(page)} ORDER BY ${order}, ${secretOrder}`, values];
  }

  count(limit: number): [string, Value[]] {
    const values: Value[] = [];
    const where = this.#conditions(values).join(' AND ');
    values.push(limit);
    return [
      `SELECT count(*) AS count FROM (SELECT 1 FROM clients c WHERE ${where} LIMIT $${values.length}) matches`,
      values,
    ];
  }

  /** The columns that the list is ordered by. Text is ordered by code point on every database. */
  get #key(): string[] {
    const byText = this.column === 'name_key' || this.column === 'client_id';
    const collate = byText && this.dialect === 'postgres' ? ' COLLATE "C"' : '';
    // A client_id has no ties.
    const names = this.column === 'client_id' ? ['client_id'] : [this.column, 'id'];
    return names.map((name) => `c.${name}${collate}`);
  }

  #beyond({ value, id }: Position, values: Value[]): string {
    const places = [value, id].slice(0, this.#key.length).map((part) => `$${values.push(part)}`);
    return `(${this.#key.join(', ')}) ${this.#descending ? '<' : '>'} (${places.join(', ')})`;
  }

  #conditions(values: Value[]): string[] {
    const { q, trashed } = this.query;
    const conditions = this.filters.map((filter) => this.#condition(filter, values));
    conditions.push(trashed ? 'c.trashed_at IS NOT NULL' : '(c.trashed_at IS NULL) IS TRUE');
    if (q) conditions.push(this.#contains(q, values));
    return conditions;
  }

  /**
   * A selective filter is written so that its index can be used; any other so that it cannot, as the database would else
   * sort half the registry for one page.
   */
  #condition({ field, value, selective }: ChosenFilter, values: Value[]): string {
    if (isTerm(field)) {
      const place = `$${values.push(term(field, String(value)))}`;
      return selective
        ? `c.id IN (SELECT t.client FROM client_terms t WHERE t.term = ${place})`
        : `EXISTS (SELECT 1 FROM client_terms t WHERE t.term = ${place} AND t.client = c.id)`;
    }
    const equal = `c.${columnOf(field)} = $${values.push(value)}`;
    return selective ? equal : `(${equal}) IS TRUE`;
  }

  #contains(q: string, values: Value[]): string {
    if (this.dialect === 'sqlite') return `instr(c.search_text, $${values.push(searchable(q))}) > 0`;
    const pattern = `%${searchable(q).replace(/[\\%_]/g, '\\$&')}%`;
    return `c.search_text LIKE $${values.push(pattern)} ESCAPE '\\'`;
  }
}

/** Rows of one client are neighbours. */
function groupByClient(rows: readonly PlainClient[]): StoredClient[] {
  const groups = new Map<string, PlainClient[]>();
  for (const row of rows) {
    const group = groups.get(row.id);
    if (group) group.push(row);
    else groups.set(row.id, [row]);
  }
  return [...groups.values()].map((group) => toStoredClient(group)!);
}
