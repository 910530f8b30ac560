import { type Client } from '@clientele/client-schema';
import { findRedirectUri, prepareRedirectUris } from '@clientele/client-schema/redirect-uri';

/**
 * The redirect URIs of a client as keys, so that an index tells which clients accept a requested one. A loopback
 * address whose port is free has one key for all ports, RFC 8252 §7.3.
 */
export function redirectKeysOf(document: Client): string[] {
  const anyPort = document.application_type === 'native' || document.validate_port_on_loopback_interfaces === false;
  return prepareRedirectUris(document.redirect_uris ?? [], anyPort).map((registered) =>
    registered.anyPort ? withAnyPort(registered.anyPort) : exactly(registered.value),
  );
}

/** The keys that a client has which accepts this redirect URI. */
export function redirectKeysFor(requested: string): string[] {
  const parsed = prepareRedirectUris([requested], true);
  const anyPort = parsed[0]?.anyPort;
  if (!anyPort) return [exactly(requested)];
  const portless = prepareRedirectUris([anyPort.before + anyPort.after], true);
  return findRedirectUri(portless, requested) ? [exactly(requested), withAnyPort(anyPort)] : [exactly(requested)];
}

function exactly(uri: string): string {
  return `=${uri}`;
}

function withAnyPort({ before, after }: { before: string; after: string }): string {
  return `~${before}${after}`;
}
