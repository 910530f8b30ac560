import { term } from '../adapters/client-projection.js';
import { type Database, type Value } from '../database/database.js';
import { type ClientFilter, type ClientQuery } from '../records.js';

/** Beyond this, lists do not count. */
export const countLimit = 10_000;

/** A filter of a query, and how many clients match it: `countLimit + 1` stands for more. */
export interface CountedFilter {
  readonly field: ClientFilter;
  readonly value: string | boolean;
  readonly matches: number;
}

/** The filters of a query, the one that fewest clients match first. */
export async function countedFilters(database: Database, { filters = {} }: ClientQuery): Promise<CountedFilter[]> {
  const given = Object.entries(filters) as [ClientFilter, string | boolean | undefined][];
  const counted = given.flatMap(([field, value]) => (value === undefined ? [] : countMatches(database, field, value)));
  return (await Promise.all(counted)).toSorted((a, b) => a.matches - b.matches);
}

async function countMatches(database: Database, field: ClientFilter, value: string | boolean): Promise<CountedFilter> {
  const [from, expected] = isTerm(field)
    ? ['client_terms WHERE term', term(field, String(value))]
    : [`clients WHERE ${columnOf(field)}`, storedValue(value)];
  const [row] = await database.read<{ count: number }>(
    `SELECT count(*) AS count FROM (SELECT 1 FROM ${from} = $1 LIMIT ${countLimit + 1}) matches`,
    [expected],
  );
  return { field, value, matches: row!.count };
}

/** The condition on a client `c`, so that the search begins with it: written to be found by an index. */
export function beginningCondition({ field, value }: CountedFilter, values: Value[]): string {
  return isTerm(field)
    ? `c.id IN (SELECT t.client FROM client_terms t WHERE t.term = $${values.push(term(field, String(value)))})`
    : `c.${columnOf(field)} = $${values.push(storedValue(value))}`;
}

/** The condition on clients that are found otherwise: written so that no index tempts the database to begin here. */
export function checkingCondition({ field, value }: CountedFilter, values: Value[]): string {
  return isTerm(field)
    ? `EXISTS (SELECT 1 FROM client_terms t WHERE t.term = $${values.push(term(field, String(value)))} AND t.client = c.id)`
    : `(c.${columnOf(field)} = $${values.push(storedValue(value))}) IS TRUE`;
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

/** PostgreSQL has no U+0000. */
function storedValue(value: string | boolean): string | boolean {
  return typeof value === 'string' ? value.replaceAll('\0', '') : value;
}
