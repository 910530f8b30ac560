import { useQueryClient } from '@tanstack/react-query';
import { api, asMergePatch, bodyOf } from '../api.js';
import { type Scope, scopesQuery, serverQuery } from '../server/server-queries.js';

export type ScopeDocument = Pick<Scope, 'name' | 'description' | 'kind' | 'claims' | 'audience' | 'roles'>;

/** Writes of scopes; the list is read anew after each. */
export function useScopeWrites() {
  const queries = useQueryClient();
  const changed = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: scopesQuery.queryKey }),
      queries.invalidateQueries({ queryKey: serverQuery.queryKey }),
    ]);
  return {
    async create(scope: ScopeDocument) {
      await bodyOf(api.POST('/scopes', { body: scope }));
      await changed();
    },
    async change({ name, ...patch }: ScopeDocument) {
      await bodyOf(api.PATCH('/scopes/{name}', { params: { path: { name } }, body: patch, ...asMergePatch() }));
      await changed();
    },
    async remove(name: string) {
      await bodyOf(api.DELETE('/scopes/{name}', { params: { path: { name } } }));
      await changed();
    },
  };
}
