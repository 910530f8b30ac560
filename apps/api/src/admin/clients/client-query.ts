import {
  clientFilters,
  clientSorts,
  type ClientFilter,
  type ClientQuery,
  type ClientSort,
  type FilterValue,
} from '@clientele/storage';
import { badParameter } from '../../problems/problem.js';
import { type CallerIdentity } from '../authorization/caller.js';
import { type RawQuery, flag, pageRequest, single } from '../http/query.js';
import { type Search, readSearch } from './search-language.js';

const flags: readonly ClientFilter[] = ['enabled', 'system'];

/** Characters of a search: as many as a redirect URI may have. */
const longestSearch = 2048;

/** Reads the parameters of the list of clients. @throws Problem 400 */
export function clientQuery(query: RawQuery, caller: CallerIdentity): ClientQuery {
  const { trashed: _, ...rest } = query;
  const { q, sort, filters, ...page } = pageRequest(rest, caller, {
    q: longestSearch,
    sort: clientSorts,
    filters: clientFilters,
  });
  const { filters: sought, ...search } = readSearch(q ?? '');
  return {
    ...page,
    ...search,
    filters: both(
      Object.fromEntries(Object.entries(filters).map(([name, value]) => [name, filterValue(name, value)])),
      sought,
    ),
    trashed: flag(query, 'trashed'),
    ...(sort && { sort: sort as ClientSort }),
  };
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

/** Whether the answer shows the values in force. */
export function includesEffective(query: RawQuery): boolean {
  const include = single(query, 'include');
  if (include !== undefined && include !== 'effective') throw badParameter('include', 'must be effective');
  return include === 'effective';
}
