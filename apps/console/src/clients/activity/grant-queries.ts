import { type Schemas } from '@clientele/sdk';
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf, changeReason, written } from '../../api.js';

/** What somebody allowed a client, for as long as it can be renewed. */
export type Grant = Schemas['Grant'];

export const grantsQuery = (client_id: string, after?: string) =>
  queryOptions({
    queryKey: ['grants', client_id, after],
    queryFn: () => bodyOf(api.GET('/grants', { params: { query: { client_id, ...(after && { after }) } } })),
    staleTime: 2000,
  });

/** Ends a grant with all its tokens. */
export function useRevocation() {
  const queries = useQueryClient();
  return ({ id, client_id }: Grant, reason: string) =>
    written(api.DELETE('/grants/{id}', { params: { path: { id } }, headers: changeReason(reason) }), queries, [
      'grants',
      client_id,
    ]);
}
