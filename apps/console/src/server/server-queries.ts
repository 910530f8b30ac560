import { type Server, type Settings, defaultSettings, settingsFields } from '@clientele/client-schema';
import { type Schemas } from '@clientele/sdk';
import { queryOptions } from '@tanstack/react-query';
import { type Stored, api, everyItem, stored } from '../api.js';
import { type ConsoleConfig, readConfig } from '../session/config.js';
import { type IssuerMetadata, discoveryUrl } from './discovery.js';

export type Scope = Schemas['Scope'];

const rarely = 60_000;

export const configQuery = queryOptions<ConsoleConfig>({
  queryKey: ['config'],
  queryFn: readConfig,
  staleTime: Infinity,
});

export const issuerQuery = queryOptions({
  queryKey: ['issuer'],
  queryFn: async ({ client }): Promise<IssuerMetadata> => {
    const { issuer } = await client.ensureQueryData(configQuery);
    const response = await fetch(discoveryUrl(issuer));
    if (!response.ok) throw new Error(`The issuer's metadata could not be read (HTTP ${response.status}).`);
    return (await response.json()) as IssuerMetadata;
  },
  staleTime: rarely,
});

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: (): Promise<Stored<Record<string, unknown>>> => stored(api.GET('/settings')),
  staleTime: rarely,
});

export const scopesQuery = queryOptions({
  queryKey: ['scopes'],
  queryFn: () => everyItem((query) => api.GET('/scopes', { params: { query } })),
  staleTime: rarely,
});

export const accessTokenManagersQuery = queryOptions({
  queryKey: ['access-token-managers'],
  queryFn: () => everyItem((query) => api.GET('/access-token-managers', { params: { query } })),
  staleTime: rarely,
});

/** The settings in a settings document, without what the server notes about it. */
export function settingsOf(document: Record<string, unknown>): Settings {
  const known = Object.entries(document).filter(([name]) => settingsFields.has(name));
  return { ...defaultSettings, ...Object.fromEntries(known) };
}

/** What the rules of clients look at beside the client. */
export const serverQuery = queryOptions({
  queryKey: ['server'],
  queryFn: async ({ client }): Promise<Server> => {
    const [settings, scopes, managers, issuer] = await Promise.all([
      client.ensureQueryData(settingsQuery),
      client.ensureQueryData(scopesQuery),
      client.ensureQueryData(accessTokenManagersQuery),
      client.ensureQueryData(issuerQuery),
    ]);
    return {
      settings: settingsOf(settings.body),
      scopes,
      access_token_managers: managers.map(({ id }) => id),
      signing_algs: issuer.id_token_signing_alg_values_supported ?? ['RS256'],
    };
  },
  staleTime: rarely,
});
