import { clientFilters, clientSorts, type ClientFilter, type ClientQuery, type ClientSort } from '@clientele/storage';
import { badParameter } from '../../problems/problem.js';
import { type CallerIdentity } from '../authorization/caller.js';
import { type RawQuery, flag, pageRequest, single } from '../http/query.js';

const flags: readonly ClientFilter[] = ['enabled', 'system'];

/** Reads the parameters of the list of clients. @throws Problem 400 */
export function clientQuery(query: RawQuery, caller: CallerIdentity): ClientQuery {
  const { trashed: _, ...rest } = query;
  const { sort, filters, ...page } = pageRequest(rest, caller, { q: true, sort: clientSorts, filters: clientFilters });
  return {
    ...page,
    filters: Object.fromEntries(Object.entries(filters).map(([name, value]) => [name, filterValue(name, value)])),
    trashed: flag(query, 'trashed'),
    ...(sort && { sort: sort as ClientSort }),
  };
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
