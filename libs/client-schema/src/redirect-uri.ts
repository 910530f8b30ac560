import { anInstanceOf, hasWildcard, wildcardFault, wildcardMatcher } from './redirect-uri-wildcard.js';
import { hasUriSyntax } from './uri-syntax.js';

/**
 * The syntax of a registered redirect URI and the comparison with a requested one. A value is taken as it is or
 * refused: nothing is normalised on either side, so that no two parsers can disagree about it.
 */

const maxLength = 2048;
const forbiddenSchemes = new Set([
  'about:',
  'blob:',
  'data:',
  'file:',
  'ftp:',
  'javascript:',
  'mailto:',
  'vbscript:',
  'view-source:',
  'ws:',
  'wss:',
]);
/** Parameters of a response; a registered query that carried one would be ambiguous. */
const responseParameters = new Set([
  'access_token',
  'code',
  'error',
  'error_description',
  'expires_in',
  'id_token',
  'iss',
  'response',
  'scope',
  'session_state',
  'state',
  'token_type',
]);

/** Whether a browser can send a form to a redirect URI: it opens an app by its scheme, but posts nothing to it. */
export function canBePostedTo(uri: string): boolean {
  return /^https?:/i.test(uri);
}

/** What is wrong with the syntax of a redirect URI, whatever the client, or nothing. RFC 6749 §3.1.2, RFC 9700 §2.1. */
export function redirectUriFault(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'must be a string';
  if (value.length > maxLength) return `must have at most ${maxLength} characters`;
  if (!hasUriSyntax(value)) {
    return 'must be written as RFC 3986 says; an international host name needs punycode';
  }
  if (value.includes('#')) return 'must not have a fragment';
  if (hasWildcard(value)) return wildcardFault(value) ?? redirectUriFault(anInstanceOf(value));
  const url = URL.parse(value);
  if (!url) return 'must be an absolute URI';
  if (forbiddenSchemes.has(url.protocol)) return `must not use the ${url.protocol.slice(0, -1)} scheme`;
  if (url.username || url.password) return 'must not contain user information';
  if (isHttp(url) && !/^https?:\/\/[^/]/.test(value)) return 'must name a host';
  if (url.href !== value && !(isHttp(url) && url.href === `${value}/`)) return `must be written as ${url.href}`;
  if (/(^|\/)(%2e|\.){1,2}(\/|$)/i.test(url.pathname)) return 'must not contain dot segments';
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname)) {
    return 'must use https; http is for 127.0.0.1, [::1] and localhost';
  }
  for (const name of url.searchParams.keys()) {
    if (responseParameters.has(name)) return `must not contain the response parameter ${name}`;
  }
  return undefined;
}

/** `localhost`, 127.0.0.0/8 or [::1], in the spelling that the WHATWG URL parser gives. */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname);
}

/** Whether a redirect URI has a private-use scheme, RFC 8252 §7.1. */
export function hasPrivateUseScheme(uri: string): boolean {
  return !/^https?:/.test(uri);
}

/** A registered redirect URI, parsed once so that a request costs string comparisons only. */
export interface RegisteredRedirectUri {
  readonly value: string;
  /** Present where only the port may differ, RFC 8252 §7.3: what stands before and after it. */
  readonly anyPort?: { readonly before: string; readonly after: string };
  /** Present where the client's policy lets it stand for other addresses: whether it stands for this one. */
  readonly standsFor?: (requested: string) => boolean;
}

/** How far a requested redirect URI may differ from the registered one: see the resource of that name. */
export interface RedirectUriPolicy {
  readonly allow_wildcards: boolean;
  readonly allow_localhost_variations: boolean;
  readonly allow_querystring_variations: boolean;
}

const exactly: RedirectUriPolicy = {
  allow_wildcards: false,
  allow_localhost_variations: false,
  allow_querystring_variations: false,
};

/**
 * Prepares the registered values of a client. `anyLoopbackPort`: see `validate_port_on_loopback_interfaces`. A value
 * with a wildcard stands for nothing where the policy permits none.
 */
export function prepareRedirectUris(
  values: readonly string[],
  anyLoopbackPort: boolean,
  policy: RedirectUriPolicy = exactly,
): RegisteredRedirectUri[] {
  return values
    .filter((value) => policy.allow_wildcards || !hasWildcard(value))
    .map((value) => {
      const loopback = loopbackOrigin.exec(value);
      const standsFor = variations(value, loopback?.[1], policy);
      return {
        value,
        ...(anyLoopbackPort &&
          loopback && { anyPort: { before: loopback[1]!, after: value.slice(loopback[0].length) } }),
        ...(standsFor.length > 0 && {
          // What differs from a registered value has passed no check yet.
          standsFor: (requested: string) =>
            !hasWildcard(requested) &&
            redirectUriFault(requested) === undefined &&
            standsFor.some((fits) => fits(requested)),
        }),
      };
    });
}

const loopbackOrigin = /^(http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost))(?::\d+)?(?=[/?]|$)/;

/** What a policy makes of one registered value. */
function variations(
  value: string,
  loopback: string | undefined,
  policy: RedirectUriPolicy,
): ((requested: string) => boolean)[] {
  const fits = hasWildcard(value) ? [wildcardMatcher(value)] : [];
  if (policy.allow_localhost_variations && loopback !== undefined) {
    fits.push((requested) => loopbackOrigin.exec(requested)?.[1] === loopback);
  }
  if (policy.allow_querystring_variations) {
    const address = withoutQuery(value);
    fits.push((requested) => withoutQuery(requested) === address);
  }
  return fits;
}

function withoutQuery(uri: string): string {
  const at = uri.indexOf('?');
  return at < 0 ? uri : uri.slice(0, at);
}

/** Whether a requested redirect URI is one of the registered: byte for byte, save for what their policy leaves free. */
export function findRedirectUri(
  registered: readonly RegisteredRedirectUri[],
  requested: string,
): RegisteredRedirectUri | undefined {
  return registered.find(
    ({ value, anyPort, standsFor }) =>
      (value === requested && !hasWildcard(value)) ||
      (anyPort && differsInPortOnly(anyPort, requested)) ||
      standsFor?.(requested),
  );
}

function differsInPortOnly({ before, after }: { before: string; after: string }, requested: string): boolean {
  // Without the length, the end could be found inside the beginning: http://localhost ends with //localhost.
  if (requested.length < before.length + after.length) return false;
  if (!requested.startsWith(before) || !requested.endsWith(after)) return false;
  const port = requested.slice(before.length, requested.length - after.length);
  return port === '' || (/^:[1-9]\d{0,4}$/.test(port) && Number(port.slice(1)) <= 65_535);
}

function isHttp(url: URL): boolean {
  return url.protocol === 'http:' || url.protocol === 'https:';
}
