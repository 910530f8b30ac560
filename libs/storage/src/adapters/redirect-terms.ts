import { type Client } from '@clientele/client-schema';
import { findRedirectUri, prepareRedirectUris } from '@clientele/client-schema/redirect-uri';
import { hasWildcard } from '@clientele/client-schema/redirect-uri-wildcard';

/**
 * The redirect URIs of a client as keys, so that an index tells which clients accept a requested one. A loopback
 * address whose port is free has one key for all ports, RFC 8252 §7.3. A value with a wildcard is its own key: no
 * client has one that its policy does not permit.
 */
export function redirectKeysOf(document: Client): string[] {
  const anyPort = document.application_type === 'native' || document.validate_port_on_loopback_interfaces === false;
  const values = document.redirect_uris ?? [];
  const exact = prepareRedirectUris(values, anyPort).map((registered) =>
    registered.anyPort ? withAnyPort(registered.anyPort) : exactly(registered.value),
  );
  return [...exact, ...values.filter(hasWildcard).map(standingFor)];
}

/** The keys of which a client that accepts this redirect URI has one. */
export function redirectKeysFor(requested: string): string[] {
  return [exactly(requested), ...keyOfAnyPort(requested), ...patternsOf(requested).map(standingFor)];
}

function keyOfAnyPort(requested: string): string[] {
  const anyPort = prepareRedirectUris([requested], true)[0]?.anyPort;
  if (!anyPort) return [];
  const portless = prepareRedirectUris([anyPort.before + anyPort.after], true);
  return findRedirectUri(portless, requested) ? [withAnyPort(anyPort)] : [];
}

const wildcards = { allow_wildcards: true, allow_localhost_variations: false, allow_querystring_variations: false };
/** More labels and segments than addresses have that people register. */
const mostParts = 16;

/** The values with wildcards that stand for an address: `*` for one of its labels, `**` for one of its segments. */
function patternsOf(requested: string): string[] {
  const [, scheme, host, port, path, query] = /^(https?:\/\/)([^/?:]+)(:\d+)?(\/[^?]*)?(\?.*)?$/.exec(requested) ?? [];
  if (scheme === undefined || host === undefined) return [];
  const hosts = withOneReplaced(host, '.', '*');
  const paths = path === undefined ? [''] : withOneReplaced(path, '/', '**');
  return hosts
    .flatMap((one) => paths.map((other) => `${scheme}${one}${port ?? ''}${other}${query ?? ''}`))
    .filter(
      (pattern) => hasWildcard(pattern) && findRedirectUri(prepareRedirectUris([pattern], false, wildcards), requested),
    );
}

/** The text as it is, and with each of its parts in turn replaced. */
function withOneReplaced(text: string, separator: string, star: string): string[] {
  const parts = text.split(separator);
  if (parts.length > mostParts) return [text];
  return [text, ...parts.map((_, index) => parts.with(index, star).join(separator))];
}

function exactly(uri: string): string {
  return `=${uri}`;
}

function withAnyPort({ before, after }: { before: string; after: string }): string {
  return `~${before}${after}`;
}

function standingFor(uri: string): string {
  return `*${uri}`;
}
