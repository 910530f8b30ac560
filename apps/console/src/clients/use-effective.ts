import { type EffectiveClient, type Layers, defaultSettings, resolveClient } from '@clientele/client-schema';
import { useQuery } from '@tanstack/react-query';
import { serverQuery } from '../server/server-queries.js';
import { type StoredClient } from './client-queries.js';

/** What clients inherit while the server has not been read yet. */
const unread: Layers = { settings: defaultSettings, client_templates: [] };

/** Tells what is in force for a client, whoever says it: the client, its template or the server. */
export function useEffective(): (client: StoredClient) => EffectiveClient {
  const { data: server = unread } = useQuery(serverQuery);
  return (client) => resolveClient(client, server);
}
