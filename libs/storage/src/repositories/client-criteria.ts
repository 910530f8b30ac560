import { type Client } from '@clientele/client-schema';
import { redirectKeysFor } from '../adapters/redirect-terms.js';
import { searchable, term } from '../adapters/client-projection.js';
import { type Database, type Value } from '../database/database.js';
import { findsByIndex, indexedText, isPart } from '../database/text-index.js';
import { type ClientFilter, type ClientQuery } from '../records.js';
import { type ClientCounts, countLimit } from './client-counts.js';
import { isVisible } from './reach.js';

/** Something that the clients of a query fulfil. */
interface Criterion {
  /** `FROM` of a statement that an index answers, of one row for each match; undefined: no index tells. */
  readonly source?: (values: Value[]) => string;
  /** The condition on a client `c`, so that a search begins with it: written to be found by an index. */
  readonly begin: (values: Value[]) => string;
  /** The condition on clients that are found otherwise: written so that no index tempts the database to begin here. */
  readonly check: (values: Value[]) => string;
}

/** A criterion, and how many clients match it: `countLimit + 1` stands for more, or for that no index tells. */
export interface CountedCriterion extends Criterion {
  readonly matches: number;
}

/**
 * What clients must be to be in the list, what fewest clients are first.
 * @param now milliseconds since 1970
 * @param byRedirectUri whether the query's redirect URI decides, and not its text
 */
export async function countedCriteria(
  database: Database,
  counts: ClientCounts,
  query: ClientQuery,
  now: number,
  byRedirectUri: boolean,
): Promise<CountedCriterion[]> {
  const { q, redirect_uri, filters = {}, unusedFor, usedWithin, visibleTo } = query;
  const before = (seconds: number): number => now - seconds * 1000;
  const criteria = [
    ...(visibleTo === undefined ? [] : [isWithinReach(visibleTo)]),
    ...(Object.entries(filters) as [ClientFilter, unknown][]).flatMap(([field, value]) =>
      value === undefined ? [] : [value].flat().map((one) => hasValue(field, one as string | boolean)),
    ),
    ...(unusedFor === undefined ? [] : [unusedSince(before(unusedFor))]),
    ...(usedWithin === undefined ? [] : [usedSince(before(usedWithin))]),
    ...(byRedirectUri ? [acceptsRedirect(redirect_uri!)] : q ? [await hasText(database, q)] : []),
  ];
  const counted = await Promise.all(criteria.map((criterion) => withCount(counts, criterion)));
  return counted.toSorted((a, b) => a.matches - b.matches);
}

/** Whether any client that the query may find would accept this redirect URI. */
export async function isAccepted(
  counts: ClientCounts,
  redirect_uri: string,
  { visibleTo }: Pick<ClientQuery, 'visibleTo'>,
): Promise<boolean> {
  const accepts = acceptsRedirect(redirect_uri);
  if (visibleTo === undefined) return (await withCount(counts, accepts)).matches > 0;
  const values: Value[] = [];
  const conditions = [accepts.begin(values), isWithinReach(visibleTo).check(values)];
  return (await counts.of(`clients c WHERE ${conditions.join(' AND ')}`, values)) > 0;
}

async function withCount(counts: ClientCounts, criterion: Criterion): Promise<CountedCriterion> {
  const values: Value[] = [];
  const from = criterion.source?.(values);
  return { ...criterion, matches: from === undefined ? countLimit + 1 : await counts.of(from, values) };
}

/** The fields in which clients list scopes. */
const scopeFields = ['scope', 'restricted_common_scopes', 'exclusive_scopes'] as const satisfies (keyof Client)[];

function hasValue(field: ClientFilter, value: string | boolean): Criterion {
  if (field === 'scope') return hasTerm(scopeFields.map((name) => term(name, String(value))));
  if (field === 'grant_types' || field === 'label' || field === 'client_template_id') {
    return hasTerm([term(field, String(value))]);
  }
  return ofColumn(`${columnOf(field)} = `, typeof value === 'string' ? value.replaceAll('\0', '') : value);
}

function isWithinReach(visibleTo: string): Criterion {
  const visible = (values: Value[]): string => isVisible(visibleTo, values);
  return {
    source: (values) => `clients c WHERE ${visible(values)}`,
    begin: visible,
    check: (values) => `(${visible(values)}) IS TRUE`,
  };
}

function acceptsRedirect(redirect_uri: string): Criterion {
  return hasTerm(redirectKeysFor(redirect_uri).map((key) => term('redirect', key)));
}

/** One of these terms. */
function hasTerm(terms: readonly string[]): Criterion {
  const among = (values: Value[]): string => `(${terms.map((one) => `$${values.push(one)}`).join(', ')})`;
  return {
    source: (values) => `client_terms WHERE term IN ${among(values)}`,
    begin: (values) => `c.id IN (SELECT t.client FROM client_terms t WHERE t.term IN ${among(values)})`,
    check: (values) => `EXISTS (SELECT 1 FROM client_terms t WHERE t.term IN ${among(values)} AND t.client = c.id)`,
  };
}

function unusedSince(instant: number): Criterion {
  const { source, begin, check } = ofColumn('last_used_at < ', instant);
  const older = (values: Value[]): string => `c.created_at < $${values.push(instant)}`;
  return {
    ...(source && { source }),
    begin: (values) => `${begin(values)} AND ${older(values)}`,
    check: (values) => `${check(values)} AND (${older(values)}) IS TRUE`,
  };
}

function usedSince(instant: number): Criterion {
  return ofColumn('last_used_at >= ', instant);
}

/** @param comparison a column and an operator, both of ours */
function ofColumn(comparison: string, value: string | number | boolean): Criterion {
  return {
    source: (values) => `clients WHERE ${comparison}$${values.push(value)}`,
    begin: (values) => `c.${comparison}$${values.push(value)}`,
    check: (values) => `(c.${comparison}$${values.push(value)}) IS TRUE`,
  };
}

async function hasText(database: Database, q: string): Promise<Criterion> {
  const text = searchable(q);
  const check = (values: Value[]): string => isPart(database.dialect, text, values);
  if (!(await findsByIndex(database, text))) return { begin: check, check };
  return {
    source: (values) => indexedText(database.dialect, text, values).source,
    begin: (values) => indexedText(database.dialect, text, values).condition,
    check,
  };
}

/** The column of a filter: a name of ours, whatever the query said. */
function columnOf(field: ClientFilter): string {
  switch (field) {
    case 'enabled':
    case 'client_type':
    case 'application_type':
    case 'token_endpoint_auth_method':
    case 'origin':
    case 'system':
      return field;
    default:
      throw new TypeError(`clients are not filtered by ${field}`);
  }
}
