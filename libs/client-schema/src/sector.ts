import { type EffectiveClient } from './client.js';

type Sectored = Pick<EffectiveClient, 'subject_type' | 'sector_identifier_uri' | 'sector_identifier' | 'redirect_uris'>;

/**
 * The sector in which the users of a client have one identifier, OpenID Connect Core §8.1; undefined: its subjects are
 * public, or nothing says which sector it is.
 */
export function sectorOf(client: Sectored): string | undefined {
  if (client.subject_type !== 'pairwise') return undefined;
  if (client.sector_identifier_uri !== undefined) return new URL(client.sector_identifier_uri).hostname;
  const hosts = hostsOf(client.redirect_uris);
  // Anything can be written there, and no host has a space: nobody comes into the sector of a host by its name.
  if (client.sector_identifier !== undefined) return `named ${client.sector_identifier}`;
  return hosts.length === 1 ? hosts[0] : undefined;
}

/** The hosts of redirect URIs, each once and without its port, RFC 3986 §3.2.2; of a private scheme the scheme, which stands for the app. */
export function hostsOf(redirect_uris: readonly string[]): readonly string[] {
  return [...new Set(redirect_uris.map((uri) => new URL(uri)).map(({ hostname, protocol }) => hostname || protocol))];
}
