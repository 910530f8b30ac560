/** A request as the host hands it over: nothing decoded, nothing trusted. */
export interface ProtocolRequest {
  readonly method: string;
  /** The path, without the query. */
  readonly path: string;
  /** The raw query, without the question mark. */
  readonly query: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The raw body; empty where there is none. */
  readonly body: string;
  /** The true peer, after trusted proxies. */
  readonly peer: {
    readonly address: string;
    /** Undefined: it showed none. */
    readonly certificate?: PeerCertificate | undefined;
  };
}

/**
 * The certificate of a peer who has shown to hold its key, RFC 8446 §4.4.3. Nothing else about it has been checked, and
 * it may not even be one.
 */
export interface PeerCertificate {
  /** DER. */
  readonly der: Uint8Array;
  /** DER each; what the peer offers between its certificate and an authority's. */
  readonly chain: readonly Uint8Array[];
  /** Who has seen the key in use: this host, or a proxy that is trusted to tell. */
  readonly termination: 'direct' | 'proxy';
}

export interface ProtocolResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  /** To a HEAD what a GET would get: the host leaves it out and knows its length, RFC 9110 §9.3.2. */
  readonly body: string;
}

export type Parameters = ReadonlyMap<string, string>;

const jsonHeaders = Object.freeze({
  'content-type': 'application/json',
  // RFC 6749 §5.1: tokens and errors about them stay out of every cache.
  'cache-control': 'no-store',
  pragma: 'no-cache',
  'x-content-type-options': 'nosniff',
});

export function json(status: number, body: unknown, headers?: Record<string, string | string[]>): ProtocolResponse {
  return { status, headers: headers ? { ...jsonHeaders, ...headers } : jsonHeaders, body: JSON.stringify(body) };
}

/** A document that anybody may read and keep for a while, such as the JWK Set. */
export function publicDocument(body: string, maxAge: number): ProtocolResponse {
  return {
    status: 200,
    headers: {
      'content-type': 'application/json',
      'cache-control': `public, max-age=${maxAge}`,
      'x-content-type-options': 'nosniff',
      'access-control-allow-origin': '*',
    },
    body,
  };
}

/** 303, so that a browser never posts credentials on: RFC 9700 §4.12. */
export function seeOther(location: string, headers: Record<string, string | string[]> = {}): ProtocolResponse {
  return { status: 303, headers: { ...pageHeaders, location, ...headers }, body: '' };
}

/** What every page and every redirect from a page carries. */
export const pageHeaders = {
  'cache-control': 'no-store',
  pragma: 'no-cache',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

/** One header; of a repeated one nothing, since two parties may read different ones of them. */
export function header(request: ProtocolRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

/** Reads the Cookie header, RFC 6265 §5.4. Of a repeated name the first counts. */
export function cookie(request: ProtocolRequest, name: string): string | undefined {
  for (const pair of (header(request, 'cookie') ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}

/** A form or query, with the names that came more than once. */
export interface ParsedParameters {
  readonly values: Parameters;
  readonly repeated: ReadonlySet<string>;
  /** How many there were, with the repeated and the empty ones. */
  readonly count: number;
}

/** The one parameter that may come several times, RFC 8707 §2. */
const repeatable = 'resource';

/**
 * Decodes application/x-www-form-urlencoded, RFC 6749 Appendix B. Brackets in names mean nothing. A parameter without a
 * value counts as omitted (RFC 6749 §3.1), save for redirect_uri: whoever sends an empty one meant to send another. The
 * values of a `resource` that comes several times are separated by spaces.
 */
export function parseParameters(raw: string): ParsedParameters {
  const values = new Map<string, string>();
  const repeated = new Set<string>();
  let count = 0;
  for (const [name, value] of new URLSearchParams(raw)) {
    count++;
    const before = values.get(name);
    if (before !== undefined && name !== repeatable) repeated.add(name);
    // An address has no space in it, so the list of all is as good as each by itself.
    else values.set(name, before === undefined ? value : `${before} ${value}`);
  }
  for (const [name, value] of values) if (value === '' && name !== 'redirect_uri') values.delete(name);
  return { values, repeated, count };
}
