import { type Schemas } from '@clientele/sdk';
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { api, asMergePatch, bodyOf, everyItem } from '../api.js';

/** Somebody who can sign in at this server. */
export type Account = Schemas['Account'];
export type Role = Account['roles'][number];

/** The roles in words, from the one that may do the least to the one that may do the most. */
export const roles: Readonly<Record<Role, string>> = { viewer: 'Viewer', editor: 'Editor', admin: 'Administrator' };

export const accountsQuery = queryOptions({
  queryKey: ['accounts'],
  queryFn: () => everyItem((query) => api.GET('/accounts', { params: { query } })),
});

export function useAccountWrites() {
  const queries = useQueryClient();
  const changed = () => queries.invalidateQueries({ queryKey: accountsQuery.queryKey });
  return {
    async create(account: Schemas['AccountInput']) {
      await bodyOf(api.POST('/accounts', { body: account }));
      await changed();
    },
    async change(sub: string, patch: Schemas['AccountPatch']) {
      await bodyOf(api.PATCH('/accounts/{sub}', { params: { path: { sub } }, body: patch, ...asMergePatch() }));
      await changed();
    },
    async remove(sub: string) {
      await bodyOf(api.DELETE('/accounts/{sub}', { params: { path: { sub } } }));
      await changed();
    },
  };
}
