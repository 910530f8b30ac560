import { type Schemas } from '@clientele/sdk';
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { type Answer, api, asMergePatch, bodyOf, changeReason, etagOf, everyItem, written } from '../api.js';

/** Somebody who can sign in at this server. */
export type Account = Schemas['Account'];
export type Role = Account['roles'][number];

/** The roles in words, from the one that may do the least to the one that may do the most. */
export const roles: Readonly<Record<Role, string>> = { viewer: 'Viewer', editor: 'Editor', admin: 'Administrator' };

export const accountsQuery = queryOptions({
  queryKey: ['accounts'],
  queryFn: () => everyItem((query) => api.GET('/accounts', { params: { query } })),
});

/** What people call those whose subject identifiers these are, as far as they have accounts. */
export const usernamesQuery = (subs: readonly string[]) =>
  queryOptions({
    queryKey: [...accountsQuery.queryKey, subs],
    queryFn: async () => {
      const { items } = await bodyOf(api.GET('/accounts', { params: { query: { sub: [...subs], limit: 200 } } }));
      return new Map(items.map(({ sub, username }) => [sub, username]));
    },
  });

/** The account as it is stored now. */
export function readAccount({ sub }: Account): Promise<Account> {
  return bodyOf(api.GET('/accounts/{sub}', { params: { path: { sub } } }));
}

/** Writes of accounts. A change is refused where somebody else has changed the record since it was read. */
export function useAccountWrites() {
  const queries = useQueryClient();
  const write = <T>(call: Promise<Answer<T>>) => written(call, queries, accountsQuery.queryKey);
  return {
    create: (account: Schemas['AccountInput'], reason: string) =>
      write(api.POST('/accounts', { body: account, headers: changeReason(reason) })),
    change: (account: Account, patch: Schemas['AccountPatch'], reason: string) =>
      write(
        api.PATCH('/accounts/{sub}', {
          params: { path: { sub: account.sub } },
          body: patch,
          ...asMergePatch(etagOf(account), reason),
        }),
      ),
    remove: ({ sub }: Account, reason: string) =>
      write(api.DELETE('/accounts/{sub}', { params: { path: { sub } }, headers: changeReason(reason) })),
  };
}
