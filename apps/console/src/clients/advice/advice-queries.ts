import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../../api.js';
import { type StoredClient } from '../client-queries.js';

/** What lint says about a revision of a client. */
export const findingsQuery = ({ client_id, revision }: Pick<StoredClient, 'client_id' | 'revision'>) =>
  queryOptions({
    queryKey: ['client', client_id, 'lint', revision],
    queryFn: async () =>
      (await bodyOf(api.GET('/clients/{client_id}/lint', { params: { path: { client_id } } }))).findings,
    placeholderData: keepPreviousData,
  });
