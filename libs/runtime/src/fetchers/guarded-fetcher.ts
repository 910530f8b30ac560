import { type LookupAddress, type LookupAllOptions, type LookupOneOptions, lookup as systemLookup } from 'node:dns';
import { type IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { isIP } from 'node:net';
import { type SecureContext, createSecureContext, getCACertificates } from 'node:tls';
import { leadsTo } from '@clientele/client-schema/outbound-trust';
import { BoundedCache } from '../bounded-cache.js';
import { FetchFailed, Fetcher, type Incoming, type Limits, type Outgoing } from '../ports/fetcher.js';
import { jsonIn } from './json-in.js';
import { isPublicAddress } from './special-addresses.js';

/** Seconds for the whole exchange. */
const defaultSeconds = 3;
const defaultMaxBytes = 262_144;
/** As many bundles of authorities are kept read. */
const contextLimit = 100;

type Lookup = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export interface GuardedFetcherOptions {
  /** Additional certificate authorities, PEM. */
  readonly ca?: string | undefined;
  /** `host:port` of otherwise forbidden targets that the operator allows. Empty by default. */
  readonly allow?: readonly string[];
  /** How names are resolved; by default as the system does. */
  readonly lookup?: Lookup;
}

/**
 * Fetches over https from public addresses alone. What is checked is the address that the connection is made to, not a
 * name looked up beforehand, so that a changing answer of the name server gains nothing.
 */
export class GuardedFetcher extends Fetcher {
  readonly #contexts = new BoundedCache<SecureContext>(contextLimit);

  constructor(private readonly options: GuardedFetcherOptions = {}) {
    super();
  }

  async getJson(address: string, limits: Limits = {}): Promise<unknown> {
    return jsonIn(await this.send(address, { method: 'GET', ...limits }));
  }

  async send(address: string, outgoing: Outgoing): Promise<Incoming> {
    const refusal = this.refusal(address);
    if (refusal !== undefined) throw new FetchFailed(refusal);
    const url = new URL(address);
    if (outgoing.hosts && !leadsTo(outgoing.hosts, url)) throw new FetchFailed(`${url.hostname} is not a trusted host`);
    return this.#exchange(url, this.#isAllowed(url), this.#contextFor(outgoing), outgoing);
  }

  override refusal(address: string): string | undefined {
    const url = URL.parse(address);
    if (!url || url.protocol !== 'https:') return 'the address must be https';
    if (url.username || url.password) return 'the address must not contain user information';
    if (this.#isAllowed(url)) return undefined;
    if (url.port !== '') return 'the address must use port 443';
    const literal = url.hostname.replace(/^\[|\]$/g, '');
    return isIP(literal) && !isPublicAddress(literal) ? 'the address is not public' : undefined;
  }

  #isAllowed({ hostname, port }: URL): boolean {
    return this.options.allow?.includes(`${hostname}:${port || '443'}`) ?? false;
  }

  /** Who is trusted, where that is not who is trusted by default. Reading hundreds of certificates takes milliseconds. */
  #contextFor({ ca: more, authorities }: Outgoing): SecureContext | undefined {
    const added = [this.options.ca, more].filter((one) => one !== undefined);
    if (authorities === undefined && added.length === 0) return undefined;
    const key = authorities ?? `beside the usual ones: ${added.join('\n')}`;
    const known = this.#contexts.get(key);
    if (known) return known;
    try {
      // Node takes `ca` in place of the authorities that it knows.
      const context = createSecureContext({ ca: authorities ?? [...getCACertificates(), ...added] });
      this.#contexts.set(key, context);
      return context;
    } catch (cause) {
      throw new FetchFailed('the certificates of the trusted authorities cannot be read', { cause });
    }
  }

  #exchange(
    url: URL,
    allowed: boolean,
    secureContext: SecureContext | undefined,
    { method, headers, body, maxBytes = defaultMaxBytes, seconds = defaultSeconds }: Outgoing,
  ): Promise<Incoming> {
    return new Promise((resolve, reject) => {
      const fail = (reason: string, cause?: unknown) => reject(new FetchFailed(reason, { cause }));
      const outgoing = request(
        url,
        {
          method,
          agent: false,
          lookup: guardedLookup(this.options.lookup ?? systemLookup, allowed),
          headers: { accept: 'application/json', 'user-agent': 'Clientele', ...headers, 'accept-encoding': 'identity' },
          signal: AbortSignal.timeout(seconds * 1000),
          ...(secureContext && { secureContext }),
        },
        (response) => {
          const encoding = response.headers['content-encoding'] ?? 'identity';
          if (encoding !== 'identity') {
            outgoing.destroy();
            fail('the answer is compressed');
            return;
          }
          readAtMost(response, maxBytes).then(
            (text) => resolve({ status: response.statusCode!, headers: singleHeaders(response), body: text }),
            (cause: unknown) => {
              outgoing.destroy();
              fail(cause instanceof FetchFailed ? cause.message : 'the answer broke off', cause);
            },
          );
        },
      );
      outgoing.on('error', (cause: NodeJS.ErrnoException) => {
        if (cause instanceof FetchFailed) fail(cause.message);
        else
          fail(
            cause.name === 'AbortError' || cause.name === 'TimeoutError'
              ? 'the answer took too long'
              : `the host could not be reached (${cause.code ?? cause.name})`,
            cause,
          );
      });
      outgoing.end(body);
    });
  }
}

function singleHeaders({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}

async function readAtMost(response: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw new FetchFailed(`the answer is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Resolves a name and refuses unless every address is public: a mixed answer is an attempt. */
function guardedLookup(lookup: Lookup, allowed: boolean) {
  return (
    hostname: string,
    options: LookupOneOptions | LookupAllOptions,
    callback: (error: Error | null, address: string | LookupAddress[], family?: number) => void,
  ): void => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const first = addresses?.[0];
      if (error) return callback(error, []);
      if (!first || (!allowed && !addresses.every(({ address }) => isPublicAddress(address)))) {
        return callback(new FetchFailed('the host does not resolve to public addresses'), []);
      }
      return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
    });
  };
}
