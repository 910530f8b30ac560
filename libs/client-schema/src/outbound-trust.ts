import { type EffectiveClient, type Settings } from './client.js';
import { comparableHost } from './host-name.js';

/**
 * The hosts that this server calls for a client; undefined: as far as their names go, any.
 * @param issuer the issuer identifier, whose host is always among them
 */
export function trustedHosts(
  { trusted_hosts, trusted_authorities }: Pick<EffectiveClient, 'trusted_hosts' | 'trusted_authorities'>,
  { outbound_trust_mode }: Pick<Settings, 'outbound_trust_mode'>,
  issuer: string,
): readonly string[] | undefined {
  // Whoever shows a certificate of such an authority is trusted, and that is seen when it is called.
  if (trusted_authorities !== '') return undefined;
  if (trusted_hosts.length === 0 && outbound_trust_mode === 'system') return undefined;
  return [new URL(issuer).hostname, ...trusted_hosts].map(comparableHost);
}

/** Whether a URL leads to one of these hosts. */
export function leadsTo(hosts: readonly string[], url: URL): boolean {
  return hosts.includes(comparableHost(url.hostname));
}
