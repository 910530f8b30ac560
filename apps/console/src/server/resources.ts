import { type FieldOptions } from '@clientele/client-schema';
import { queryOptions } from '@tanstack/react-query';
import { api, everyItem } from '../api.js';

/** A record that a field may refer to. */
export interface ResourceRecord {
  id: string;
  name: string;
}

/** The records that a reference field chooses from: the resource's path is its name in kebab-case. */
export function resourceOf(options: FieldOptions) {
  const name = 'resource' in options ? String(options.resource) : '';
  const path = `/${name.replaceAll('_', '-')}` as '/access-token-managers';
  return queryOptions({
    queryKey: ['resource', name],
    queryFn: async (): Promise<readonly ResourceRecord[]> => {
      const items = await everyItem((query) => api.GET(path, { params: { query } }));
      return items.map(({ id, name: title }) => ({ id, name: title }));
    },
    staleTime: 60_000,
  });
}
