import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { api, asMergePatch, bodyOf, everyItem } from '../api.js';

/** Somebody who can sign in at this server. */
export interface Account {
  sub: string;
  username: string;
  enabled: boolean;
  claims: Readonly<Record<string, unknown>>;
  roles: readonly Role[];
  system: boolean;
  created_at: string;
}

export interface AccountDocument {
  username: string;
  enabled: boolean;
  claims: Record<string, unknown>;
  roles: Role[];
  /** Write-only; absent: unchanged. */
  password?: string;
}

/** What a role may do in this console, from the least to the most. */
export const roles = { viewer: 'Viewer', editor: 'Editor', admin: 'Administrator' } as const;
export type Role = keyof typeof roles;

export const accountsQuery = queryOptions({
  queryKey: ['accounts'],
  queryFn: () => everyItem<Account>((query) => api.GET('/accounts', { params: { query } })),
});

export function useAccountWrites() {
  const queries = useQueryClient();
  const changed = () => queries.invalidateQueries({ queryKey: accountsQuery.queryKey });
  return {
    async create(account: AccountDocument) {
      await bodyOf(api.POST('/accounts', { body: account }));
      await changed();
    },
    async change(sub: string, patch: Partial<AccountDocument>) {
      await bodyOf(api.PATCH('/accounts/{sub}', { params: { path: { sub } }, body: patch, ...asMergePatch() }));
      await changed();
    },
    async remove(sub: string) {
      await bodyOf(api.DELETE('/accounts/{sub}', { params: { path: { sub } } }));
      await changed();
    },
  };
}
