import {
  type RecordIn,
  type ResourceName,
  type Resources,
  type Server,
  type Settings,
  defaultSettings,
  pathOf,
  resources,
  settingsFields,
} from '@clientele/client-schema';
import { type Schemas } from '@clientele/sdk';
import { queryOptions } from '@tanstack/react-query';
import { type Stored, api, everyItem, stored } from '../api.js';
import { type ConsoleConfig, readConfig } from '../session/config.js';
import { discoverIssuer } from '../session/session.js';

const rarely = 60_000;

export const configQuery = queryOptions<ConsoleConfig>({
  queryKey: ['config'],
  queryFn: readConfig,
  staleTime: Infinity,
});

export const issuerQuery = queryOptions({
  queryKey: ['issuer'],
  queryFn: async ({ client }) => (await discoverIssuer(await client.ensureQueryData(configQuery))).metadata,
  staleTime: rarely,
});

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: (): Promise<Stored<Record<string, unknown>>> => stored(api.GET('/settings')),
  staleTime: rarely,
});

/** A record as the API shows it. */
export type RecordView<N extends ResourceName> = RecordIn<N> & { revision: number; system: boolean; used_by: number };

/** The records of a resource that is declared in the client schema. */
export function recordsQuery<N extends ResourceName>(name: N) {
  const path = pathOf({ name }) as '/scopes';
  return queryOptions({
    queryKey: ['records', name],
    queryFn: async () =>
      (await everyItem((query) => api.GET(path, { params: { query } }))) as unknown as readonly RecordView<N>[],
    staleTime: rarely,
  });
}

export type Scope = Schemas['Scope'];

export const scopesQuery = queryOptions({
  queryKey: recordsQuery('scopes').queryKey,
  queryFn: () => everyItem((query) => api.GET('/scopes', { params: { query } })),
  staleTime: rarely,
});

export const accessTokenManagersQuery = recordsQuery('access_token_managers');

/** The settings in a settings document, without what the server notes about it. */
export function settingsOf(document: Record<string, unknown>): Settings {
  const known = Object.entries(document).filter(([name]) => settingsFields.has(name));
  return { ...defaultSettings, ...Object.fromEntries(known) };
}

/** What the rules of clients look at beside the client. */
export const serverQuery = queryOptions({
  queryKey: ['server'],
  queryFn: async ({ client }): Promise<Server> => {
    const [{ client_certificates }, settings, issuer, ...records] = await Promise.all([
      client.fetchQuery(configQuery),
      client.fetchQuery(settingsQuery),
      client.fetchQuery(issuerQuery),
      ...resources.map(async ({ name }) => [name, await client.fetchQuery(recordsQuery(name))] as const),
    ]);
    return {
      ...(Object.fromEntries(records) as unknown as Resources),
      settings: settingsOf(settings.body),
      issuer: issuer.issuer,
      signing_algs: issuer.id_token_signing_alg_values_supported ?? ['RS256'],
      client_certificates,
    };
  },
  staleTime: rarely,
});
