import { isLoopbackHost } from './redirect-uri.js';

// The URL parser also takes stars and other signs for parts of a host; no browser ever sends such an origin.
const hostCharacters = /^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])$/;

/**
 * What is wrong with a web origin (RFC 6454 §6.2), or nothing. The host may begin with a `*.` label, which stands for
 * one label; http is for the local machine alone.
 */
export function originFault(value: unknown): string | undefined {
  const demand = 'must be an origin: scheme://host[:port]';
  if (typeof value !== 'string' || value.length > 255) return demand;
  const plain = value.replace('://*.', '://wildcard.');
  const url = URL.parse(plain);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return demand;
  if (url.origin !== plain || !hostCharacters.test(url.hostname)) return demand;
  if (plain !== value && url.hostname.split('.').length < 3) return 'must not leave the whole domain to the wildcard';
  return url.protocol === 'http:' && !isLoopbackHost(url.hostname) ? 'must use https unless it is loopback' : undefined;
}

/** Whether an Origin header names one of the registered origins. */
export function originMatches(registered: readonly string[], origin: string): boolean {
  return registered.some((pattern) => {
    if (pattern === origin) return true;
    const [scheme, domain] = pattern.split('://*.');
    if (!domain || !origin.startsWith(`${scheme}://`) || !origin.endsWith(`.${domain}`)) return false;
    const label = origin.slice(`${scheme}://`.length, -domain.length - 1);
    return /^[a-z0-9-]+$/.test(label);
  });
}

/** The web origins of redirect URIs, each once. Private-use schemes have none. */
export function originsOf(redirectUris: readonly string[]): string[] {
  const origins = redirectUris.map((uri) => URL.parse(uri)?.origin ?? 'null').filter((origin) => origin !== 'null');
  return [...new Set(origins)];
}
