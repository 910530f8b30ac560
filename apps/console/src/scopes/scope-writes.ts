import { type Schemas } from '@clientele/sdk';
import { useQueryClient } from '@tanstack/react-query';
import { type Answer, api, asMergePatch, bodyOf, etagOf, written } from '../api.js';
import { type Scope, scopesQuery, serverQuery } from '../server/server-queries.js';

/** The scope as it is stored now. */
export function readScope({ name }: Scope): Promise<Scope> {
  return bodyOf(api.GET('/scopes/{name}', { params: { path: { name } } }));
}

/** Writes of scopes. A change is refused where somebody else has changed the record since it was read. */
export function useScopeWrites() {
  const queries = useQueryClient();
  const write = <T>(call: Promise<Answer<T>>) => written(call, queries, scopesQuery.queryKey, serverQuery.queryKey);
  return {
    create: (scope: Schemas['ScopeInput']) => write(api.POST('/scopes', { body: scope })),
    change: (scope: Scope, patch: Schemas['ScopePatch']) =>
      write(
        api.PATCH('/scopes/{name}', {
          params: { path: { name: scope.name } },
          body: patch,
          ...asMergePatch(etagOf(scope)),
        }),
      ),
    remove: ({ name }: Scope) => write(api.DELETE('/scopes/{name}', { params: { path: { name } } })),
  };
}
