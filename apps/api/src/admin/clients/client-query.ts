import {
  clientFilters,
  clientSorts,
  type ClientFilter,
  type ClientQuery,
  type ClientSort,
  type ExportQuery,
  type FilterValue,
} from '@clientele/storage';
import { badParameter } from '../../problems/problem.js';
import { type CallerIdentity } from '../authorization/caller.js';
import { type RawQuery, flag, pageRequest, single } from '../http/query.js';
import { type PickMembers, shownMembers } from './client-view.js';
import { type Search, readSearch } from './search-language.js';

const flags: readonly ClientFilter[] = ['enabled', 'system'];

/** Characters of a search: as many as a redirect URI may have. */
const longestSearch = 2048;

/** Reads the parameters of the list of clients. @throws Problem 400 */
export function clientQuery(query: RawQuery, caller: CallerIdentity): ClientQuery {
  const { trashed: _trashed, fields: _fields, include: _include, ...rest } = query;
  const { q, sort, filters, ...page } = pageRequest(rest, caller, {
    q: longestSearch,
    sort: clientSorts,
    filters: clientFilters,
  });
  const { filters: sought, ...search } = readSearch(q ?? '');
  return {
    ...page,
    ...search,
    ...caller.reach,
    filters: both(
      Object.fromEntries(Object.entries(filters).map(([name, value]) => [name, filterValue(name, value)])),
      sought,
    ),
    trashed: flag(query, 'trashed'),
    ...(sort && { sort: sort as ClientSort }),
  };
}

/** The query of an export: the list without pages, by client_id unless asked otherwise. @throws Problem 400 */
export function exportQuery(query: RawQuery, caller: CallerIdentity): ExportQuery {
  for (const name of ['limit', 'after', 'include']) {
    if (query[name] !== undefined) throw badParameter(name, 'is for pages; an export has none');
  }
  const { limit: _limit, caller: _caller, ...asked } = clientQuery(query, caller);
  return { sort: 'client_id', ...asked };
}

/** What of each client is shown: the members that `fields` names; undefined: everything. @throws Problem 400 */
export function membersToShow(query: RawQuery): PickMembers | undefined {
  const fields = single(query, 'fields');
  if (fields === undefined) return undefined;
  const names = new Set(fields.split(',').map((name) => name.trim()));
  const unknown = [...names].filter((name) => !shownMembers.has(name));
  if (unknown.length > 0) {
    throw badParameter('fields', `names ${unknown.map((name) => name || 'nothing').join(', ')}, which no client shows`);
  }
  return (view) => Object.fromEntries(Object.entries(view).filter(([name]) => names.has(name)));
}

/** What the parameters and the search ask of one field must both hold. */
function both(
  given: Readonly<Record<string, string | boolean>>,
  sought: Search['filters'],
): Record<string, FilterValue> {
  const searched = Object.entries(sought).map(([name, values]) => {
    const value = given[name];
    return [name, typeof value === 'string' ? [value, ...values] : values] as const;
  });
  return { ...given, ...Object.fromEntries(searched) };
}

function filterValue(name: string, value: string): string | boolean {
  if (!flags.some((one) => one === name)) return value;
  if (value !== 'true' && value !== 'false') throw badParameter(name, 'must be true or false');
  return value === 'true';
}

/** Whether the answer shows what it shows only where it is asked for: the values in force, or the count of findings. */
export function includes(query: RawQuery, what: 'effective' | 'findings'): boolean {
  const include = single(query, 'include');
  if (include !== undefined && include !== what) throw badParameter('include', `must be ${what}`);
  return include === what;
}
