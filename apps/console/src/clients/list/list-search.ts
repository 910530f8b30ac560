import { type ClientOrigin, clientFields, clientOrigins } from '@clientele/client-schema';

/** What the list shows, as the URL says it: a view can be mailed, and Back works. */
export interface ListSearch {
  q?: string;
  state?: State;
  client_type?: string;
  grant_types?: string;
  token_endpoint_auth_method?: string;
  label?: string;
  origin?: ClientOrigin;
  sort?: Sort;
  /** Cursor of the page. */
  after?: string;
}

export const sorts = {
  name: 'Name',
  '-updated_at': 'Recently changed',
  '-created_at': 'Newest',
  client_id: 'Client ID',
} as const;
export type Sort = keyof typeof sorts;

/** What a client is at the moment; only where somebody asks for them does the list show deleted ones. */
export const states = { enabled: 'Enabled', disabled: 'Disabled', deleted: 'Deleted' } as const;
export type State = keyof typeof states;

/** A filter with a closed list of values. */
export interface Filter {
  readonly name: 'state' | 'client_type' | 'grant_types' | 'token_endpoint_auth_method' | 'origin';
  readonly label: string;
  readonly values: readonly string[];
}

export const filters: readonly Filter[] = [
  { name: 'state', label: 'State', values: Object.keys(states) },
  { name: 'client_type', label: 'Kind', values: valuesOf('client_type') },
  { name: 'grant_types', label: 'Grant', values: valuesOf('grant_types') },
  { name: 'token_endpoint_auth_method', label: 'Authentication', values: valuesOf('token_endpoint_auth_method') },
  { name: 'origin', label: 'Came by', values: clientOrigins },
];

function valuesOf(name: string): string[] {
  const schema = clientFields.get(name)?.schema;
  const items = schema?.['items'] as { enum?: string[] } | undefined;
  return (schema?.['enum'] as string[] | undefined) ?? items?.enum ?? [];
}

/** Reads the URL; what it does not know or cannot be is left out. */
export function listSearch(raw: Record<string, unknown>): ListSearch {
  const search: ListSearch = {};
  if (typeof raw['q'] === 'string' && raw['q'] !== '') search.q = raw['q'].slice(0, 2048);
  for (const { name, values } of filters) {
    const value = raw[name];
    if (typeof value === 'string' && values.includes(value)) Object.assign(search, { [name]: value });
  }
  if (typeof raw['label'] === 'string' && raw['label'] !== '') search.label = raw['label'].slice(0, 64);
  if (typeof raw['sort'] === 'string' && raw['sort'] in sorts) search.sort = raw['sort'] as Sort;
  if (typeof raw['after'] === 'string') search.after = raw['after'];
  return search;
}

/** The order of the list while nobody has chosen one: what was deleted last is what somebody wants back. */
export function usualSort({ state }: ListSearch): Sort {
  return state === 'deleted' ? '-updated_at' : 'name';
}

/** Whether the list is narrowed down at all. */
export function isFiltered({ q, label, ...search }: ListSearch): boolean {
  return q !== undefined || label !== undefined || filters.some(({ name }) => search[name] !== undefined);
}
