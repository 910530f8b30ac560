import { type EffectiveClient, resolveClient } from '@clientele/client-schema';
import { useQuery } from '@tanstack/react-query';
import { recordsQuery, settingsOf, settingsQuery } from '../server/server-queries.js';
import { type StoredClient } from './client-queries.js';

/**
 * Tells what is in force for a client, whoever says it: the client, its template or the server. Until these are read,
 * what they say is missing.
 */
export function useEffective(): (client: StoredClient) => EffectiveClient {
  const { data: settings } = useQuery(settingsQuery);
  const { data: client_templates = [] } = useQuery(recordsQuery('client_templates'));
  const server = { settings: settingsOf(settings?.body ?? {}), client_templates };
  return (client) => resolveClient(client, server);
}
