/**
 * Wildcards of registered redirect URIs: `*` stands for one whole host label, `**` for one whole segment of the path. A
 * value is split once where it is registered and compared part by part, so that no request costs more than its length.
 */

/** Whether a registered value stands for more than itself. */
export function hasWildcard(uri: string): boolean {
  return uri.includes('*');
}

interface Parts {
  readonly scheme: string;
  readonly labels: readonly string[];
  /** With the colon; empty: none. */
  readonly port: string;
  readonly segments: readonly string[];
  /** With the question mark; empty: none. */
  readonly query: string;
}

/** Second levels under which registries of countries sell names. */
const registrySecondLevels = new Set('ac co com edu go gob gov gv ltd ne net nom or org plc sch'.split(' '));
/** Hosts below which anybody can have a name. */
const sharedHosts = new Set([
  'amazonaws.com',
  'appspot.com',
  'azurestaticapps.net',
  'azurewebsites.net',
  'blogspot.com',
  'cloudfront.net',
  'deno.dev',
  'firebaseapp.com',
  'fly.dev',
  'github.io',
  'gitlab.io',
  'glitch.me',
  'herokuapp.com',
  'netlify.app',
  'ngrok-free.app',
  'ngrok.io',
  'onrender.com',
  'pages.dev',
  'replit.app',
  'run.app',
  'surge.sh',
  'vercel.app',
  'web.app',
  'workers.dev',
]);

/** What is wrong with the wildcards of a value, or nothing. */
export function wildcardFault(uri: string): string | undefined {
  const parts = split(uri);
  if (!parts) return 'must be an http or https URL to have a wildcard';
  const { labels, segments, port, query } = parts;
  if (port.includes('*') || query.includes('*')) return 'must not have a wildcard in its port or query';
  const stars = labels.flatMap((label, index) => (label === '*' ? [index] : []));
  if (labels.some((label) => label !== '*' && label.includes('*'))) return 'must have * for a whole host label';
  if (stars.length > 1) return 'must have one * at most';
  if (stars[0] !== undefined && isTooBroad(labels.slice(stars[0] + 1))) {
    return 'must not have * directly below a domain under which anybody can have a name';
  }
  if (segments.some((segment) => segment !== '**' && segment.includes('*'))) {
    return 'must have ** for a whole segment of the path';
  }
  return segments.filter((segment) => segment === '**').length > 1 ? 'must have one ** at most' : undefined;
}

/** One of the addresses that a value stands for: the value itself, if it has no wildcard. */
export function anInstanceOf(uri: string): string {
  return uri.replace('**', 'segment').replace('*', 'label');
}

/** Prepares the comparison with a value whose wildcards are without fault. */
export function wildcardMatcher(uri: string): (requested: string) => boolean {
  const pattern = split(uri);
  return (requested) => {
    const parts = split(requested);
    return (
      pattern !== undefined &&
      parts !== undefined &&
      parts.scheme === pattern.scheme &&
      parts.port === pattern.port &&
      parts.query === pattern.query &&
      each(pattern.labels, parts.labels, '*', isOneLabel) &&
      each(pattern.segments, parts.segments, '**', isOneSegment)
    );
  };
}

function each(
  pattern: readonly string[],
  parts: readonly string[],
  star: string,
  fits: (part: string) => boolean,
): boolean {
  return (
    pattern.length === parts.length &&
    pattern.every((expected, index) => (expected === star ? fits(parts[index]!) : expected === parts[index]))
  );
}

function isOneLabel(label: string): boolean {
  return /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(label) && !label.startsWith('xn--');
}

function isOneSegment(segment: string): boolean {
  return /^[A-Za-z0-9._~-]+$/.test(segment) && segment !== '.' && segment !== '..';
}

function isTooBroad(below: readonly string[]): boolean {
  const [second = '', top = ''] = below.slice(-2);
  if (below.length < 2) return true;
  if (below.length > 2) return false;
  return sharedHosts.has(`${second}.${top}`) || (top.length === 2 && registrySecondLevels.has(second));
}

function split(uri: string): Parts | undefined {
  const scheme = uri.startsWith('https://') ? 'https://' : uri.startsWith('http://') ? 'http://' : undefined;
  if (scheme === undefined) return undefined;
  const rest = uri.slice(scheme.length);
  const queryAt = rest.indexOf('?');
  const address = queryAt < 0 ? rest : rest.slice(0, queryAt);
  const [authority = '', ...segments] = address.split('/');
  const portAt = authority.indexOf(':');
  return {
    scheme,
    labels: (portAt < 0 ? authority : authority.slice(0, portAt)).split('.'),
    port: portAt < 0 ? '' : authority.slice(portAt),
    segments,
    query: queryAt < 0 ? '' : rest.slice(queryAt),
  };
}
