import { type Schemas } from '@clientele/sdk';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../../api.js';
import { type StoredClient } from '../client-queries.js';

/** What one write of a client has changed, and who wrote it. */
export type Revision = Schemas['Revision'];
export type Difference = Schemas['Difference'];

/** Newest first. The present revision is part of the key, so that a write is seen at once. */
export const revisionsQuery = ({ client_id, revision }: StoredClient, after: string | undefined) =>
  queryOptions({
    queryKey: ['client', client_id, 'revisions', revision, after],
    queryFn: () =>
      bodyOf(
        api.GET('/clients/{client_id}/revisions', {
          params: { path: { client_id }, query: { limit: 50, ...(after !== undefined && { after }) } },
        }),
      ),
    placeholderData: keepPreviousData,
  });

/** How one revision differs from another, field by field. */
export const comparisonQuery = (client_id: string, since: number, revision: number) =>
  queryOptions({
    queryKey: ['client', client_id, 'comparison', since, revision],
    queryFn: async () =>
      (
        await bodyOf(
          api.GET('/clients/{client_id}/revisions/{revision}', {
            params: { path: { client_id, revision: String(revision) }, query: { since } },
          }),
        )
      ).changes,
    // Neither of the two ever changes.
    staleTime: Infinity,
  });
