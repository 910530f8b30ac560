import { type Schemas } from '@clientele/sdk';
import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../../api.js';
import { type StoredClient } from '../client-queries.js';
import { type PastedRequest } from './pasted-request.js';

/** What would become of a request, and why. */
export type Explanation = Schemas['Explanation'];

/**
 * What the issuer would decide about a request of a client as it is stored. The revision is part of the key, so that a
 * change of the client is judged at once. A request may hold a code: it is forgotten when nobody looks at it any more.
 */
export const explanationQuery = ({ client_id, revision }: StoredClient, { parameters, isPushed }: PastedRequest) =>
  queryOptions({
    queryKey: ['client', client_id, 'explanation', revision, parameters, isPushed],
    queryFn: () =>
      bodyOf(
        api.POST('/clients/{client_id}/explain', {
          params: { path: { client_id }, ...(isPushed && { query: { endpoint: '/par' as const } }) },
          body: { ...parameters },
        }),
      ),
    staleTime: Infinity,
    gcTime: 0,
  });
