import { searchable } from '../adapters/client-projection.js';
import { secretOrder, selectClients } from '../adapters/client-rows.js';
import { type Dialect, type Value } from '../database/database.js';
import { type ClientQuery } from '../records.js';
import { type CountedFilter, beginningCondition, checkingCondition, countLimit } from './client-filters.js';

/** Up to so many matches a filter is where the search begins; with more, the order of the list is walked instead. */
const fewMatches = 1000;
/** How many clients one statement walks past: on SQLite it keeps the process from everything else. */
const stretch = 2000;

type SortColumn = 'name_key' | 'client_id' | 'created_at' | 'updated_at';

const columns: Record<string, SortColumn> = {
  name: 'name_key',
  client_id: 'client_id',
  created_at: 'created_at',
  updated_at: 'updated_at',
};

/** A place in the order of a list. */
export interface Place {
  readonly value: string | number;
  readonly id: string;
}

/** A statement and its values. */
type Statement = [text: string, values: Value[]];

/** The statements of one query of clients. */
export class ClientSearch {
  /** The column whose value tells the place of a client. */
  readonly column: SortColumn;
  readonly #descending: boolean;
  /** The columns that the list is ordered by, which has no ties. */
  readonly #key: readonly string[];

  constructor(
    private readonly dialect: Dialect,
    private readonly query: ClientQuery,
    private readonly filters: readonly CountedFilter[],
  ) {
    const { sort = 'name' } = query;
    this.#descending = sort.startsWith('-');
    const column = columns[this.#descending ? sort.slice(1) : sort];
    if (!column) throw new TypeError(`clients are not sorted by ${sort}`);
    this.column = column;
    this.#key = keyOf(column, dialect);
  }

  /** Whether clients are looked at one after the other, however few of them match. */
  get walks(): boolean {
    return !this.#beginsWithFilter && (this.filters.length > 0 || Boolean(this.query.q));
  }

  /** The first clients that match, after `from` and up to `to`. */
  page(limit: number, from?: Place, to?: Place): Statement {
    const values: Value[] = [];
    const conditions = this.#conditions(this.#beginsWithFilter, values);
    if (from) conditions.push(this.#compare('>', from, values));
    if (to) conditions.push(this.#compare('<=', to, values));
    const page = `(SELECT c.* FROM clients c WHERE ${conditions.join(' AND ')}
      ORDER BY ${this.#order} LIMIT $${values.push(limit)}) c`;
    return [`${selectClients(page)} ORDER BY ${this.#order}, ${secretOrder}`, values];
  }

  /** The place where the next stretch of a walk ends; no row: the list ends before. */
  endOfStretch(from?: Place): Statement {
    const values: Value[] = [];
    const where = from ? `WHERE ${this.#compare('>', from, values)}` : '';
    return [
      `SELECT c.${this.column} AS value, c.id FROM clients c ${where} ORDER BY ${this.#order} LIMIT 1 OFFSET ${stretch - 1}`,
      values,
    ];
  }

  /** Counts what matches; undefined: that would take long. */
  count(): Statement | undefined {
    const fewest = this.filters[0];
    if (this.query.q || (fewest && fewest.matches > countLimit)) return undefined;
    const values: Value[] = [];
    const where = this.#conditions(true, values).join(' AND ');
    return [
      `SELECT count(*) AS count FROM (SELECT 1 FROM clients c WHERE ${where} LIMIT ${countLimit + 1}) matches`,
      values,
    ];
  }

  get #beginsWithFilter(): boolean {
    const fewest = this.filters[0];
    return fewest !== undefined && fewest.matches <= fewMatches;
  }

  get #order(): string {
    return this.#key.map((column) => `${column} ${this.#descending ? 'DESC' : 'ASC'}`).join(', ');
  }

  /** `>` is further on in the list, whatever its direction. */
  #compare(operator: '>' | '<=', { value, id }: Place, values: Value[]): string {
    const places = [value, id].slice(0, this.#key.length).map((part) => `$${values.push(part)}`);
    const mirrored = operator === '>' ? '<' : '>=';
    return `(${this.#key.join(', ')}) ${this.#descending ? mirrored : operator} (${places.join(', ')})`;
  }

  #conditions(beginWithFilter: boolean, values: Value[]): string[] {
    const { q, trashed } = this.query;
    const conditions = this.filters.map((filter, index) =>
      beginWithFilter && index === 0 ? beginningCondition(filter, values) : checkingCondition(filter, values),
    );
    // Few clients are deleted: their index is no place to begin when the others are wanted.
    conditions.push(trashed ? 'c.trashed_at IS NOT NULL' : '(c.trashed_at IS NULL) IS TRUE');
    if (q) conditions.push(this.#contains(q, values));
    return conditions;
  }

  #contains(q: string, values: Value[]): string {
    if (this.dialect === 'sqlite') return `instr(c.search_text, $${values.push(searchable(q))}) > 0`;
    const pattern = `%${searchable(q).replace(/[\\%_]/g, '\\$&')}%`;
    return `c.search_text LIKE $${values.push(pattern)} ESCAPE '\\'`;
  }
}

/** Text is ordered by code point on every database. A client_id has no ties; for the others, the internal id breaks them. */
function keyOf(column: SortColumn, dialect: Dialect): string[] {
  const byText = column === 'name_key' || column === 'client_id';
  const collate = byText && dialect === 'postgres' ? ' COLLATE "C"' : '';
  const names = column === 'client_id' ? [column] : [column, 'id'];
  return names.map((name) => `c.${name}${collate}`);
}
