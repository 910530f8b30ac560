import { createHash } from 'node:crypto';
import { type EffectiveClient, type HttpClient, type Settings } from '@clientele/client-schema';
import { trustedHosts } from '@clientele/client-schema/outbound-trust';
import { type Limits } from './ports/fetcher.js';

const defaultMaxBytes = 262_144;

/** Whom a client lets this server trust when it calls for it. */
export type Trust = Pick<Limits, 'hosts' | 'authorities'>;

export function trustOf(
  client: Pick<EffectiveClient, 'trusted_hosts' | 'trusted_authorities'>,
  settings: Settings,
  issuer: string,
): Trust {
  const hosts = trustedHosts(client, settings, issuer);
  const authorities = client.trusted_authorities || undefined;
  return { ...(hosts && { hosts }), ...(authorities !== undefined && { authorities }) };
}

/** How much an HTTP client bears. */
export function limitsOf(http: HttpClient | undefined): Limits {
  if (!http) return { maxBytes: defaultMaxBytes };
  const { max_response_bytes: maxBytes, read_timeout: seconds, trust_store: ca } = http;
  return { maxBytes, seconds, ...(ca !== null && { ca }) };
}

/** Public keys that a client has at an address. */
export interface PublishedKeys {
  readonly url: string;
  readonly limits: Limits;
  /** The name under which they are kept. Who fetches otherwise may see otherwise, and its failures are not another's. */
  readonly name: string;
}

export function keysPublishedAt(url: string, http: HttpClient | undefined, trust: Trust): PublishedKeys {
  const limits = { ...limitsOf(http), ...trust };
  const isUsual = !http && Object.keys(trust).length === 0;
  const how = isUsual ? '' : createHash('sha256').update(JSON.stringify(limits)).digest('base64url');
  return { url, limits, name: `${how} ${url}` };
}
