import { selectClients } from '../adapters/client-rows.js';
import { type Dialect, type Value } from '../database/database.js';
import { type ClientQuery } from '../records.js';
import { countLimit } from './client-counts.js';
import { type CountedCriterion } from './client-criteria.js';

/** Up to so many matches a criterion is where the search begins; with more, the order of the list is walked instead. */
const fewMatches = 1000;
/** How many clients one statement walks past: on SQLite it keeps the process from everything else. */
const stretch = 2000;

type SortColumn = 'name_key' | 'client_id' | 'created_at' | 'updated_at' | 'last_used_at';

const columns: Record<string, SortColumn> = {
  name: 'name_key',
  client_id: 'client_id',
  created_at: 'created_at',
  updated_at: 'updated_at',
  last_used_at: 'last_used_at',
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
    private readonly criteria: readonly CountedCriterion[],
  ) {
    const { sort = 'name' } = query;
    this.#descending = sort.startsWith('-');
    const column = columns[this.#descending ? sort.slice(1) : sort];
    if (!column) throw new TypeError(`clients are not sorted by ${sort}`);
    this.column = column;
    this.#key = keyOf(column, dialect);
  }

  /** Whether nothing is asked of the clients: then there are but a few statements, which are worth keeping. */
  get isPlain(): boolean {
    return this.criteria.length === 0;
  }

  /** Whether clients are looked at one after the other, however few of them match. */
  get walks(): boolean {
    return !this.#beginsWithCriterion && !this.isPlain;
  }

  /** The first clients that match, after `from` and up to `to`. */
  page(limit: number, from?: Place, to?: Place): Statement {
    const values: Value[] = [];
    const conditions = this.#conditions(this.#beginsWithCriterion, values);
    if (from) conditions.push(this.#compare('>', from, values));
    if (to) conditions.push(this.#compare('<=', to, values));
    return [
      `${selectClients(this.dialect)} WHERE ${conditions.join(' AND ')}
        ORDER BY ${this.#order} LIMIT $${values.push(limit)}`,
      values,
    ];
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

  /** Everything that matches, as `ClientCounts` counts it; undefined: that would take long. */
  get counted(): Statement | undefined {
    const fewest = this.criteria[0];
    if (fewest && fewest.matches > countLimit) return undefined;
    const values: Value[] = [];
    return [`clients c WHERE ${this.#conditions(true, values).join(' AND ')}`, values];
  }

  get #beginsWithCriterion(): boolean {
    const fewest = this.criteria[0];
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

  #conditions(begin: boolean, values: Value[]): string[] {
    const conditions = this.criteria.map((criterion, index) =>
      begin && index === 0 ? criterion.begin(values) : criterion.check(values),
    );
    // Few clients are deleted: their index is no place to begin when the others are wanted.
    return [...conditions, this.query.trashed ? 'c.trashed_at IS NOT NULL' : '(c.trashed_at IS NULL) IS TRUE'];
  }
}

/** Text is ordered by code point on every database. A client_id has no ties; for the others, the internal id breaks them. */
function keyOf(column: SortColumn, dialect: Dialect): string[] {
  const byText = column === 'name_key' || column === 'client_id';
  const collate = byText && dialect === 'postgres' ? ' COLLATE "C"' : '';
  const names = column === 'client_id' ? [column] : [column, 'id'];
  return names.map((name) => `c.${name}${collate}`);
}
