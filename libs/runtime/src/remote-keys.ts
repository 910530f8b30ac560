import { type HttpClient, type PublicJwkSet } from '@clientele/client-schema';
import { jwkSetFault } from '@clientele/client-schema/jwk-set';
import { BoundedCache } from './bounded-cache.js';
import { type Clock } from './ports/clock.js';
import { FetchFailed, type Fetcher, type Limits } from './ports/fetcher.js';
import { type VerificationKey, publicKey } from './registered-client.js';

/** Seconds between two fetches of one address, whatever asks for them. */
const coolDown = 30;
const cacheLimit = 2_000;
const defaultMaxBytes = 262_144;

interface Entry {
  keys: readonly VerificationKey[];
  fetchedAt: number;
  triedAt: number;
  fetching: Promise<void> | undefined;
  failure: string | undefined;
}

/** The keys that clients publish at their `jwks_uri`: cached, fetched by one request at a time, never in a storm. */
export class RemoteKeys {
  readonly #entries = new BoundedCache<Entry>(cacheLimit);

  constructor(
    private readonly fetcher: Fetcher,
    private readonly clock: Clock,
  ) {}

  /**
   * The keys at an address.
   * @param maxAge seconds after which they are fetched again
   * @param isWanted fetches again where no key is
   * @param http how they are fetched, where not as every other address
   */
  async find(
    url: string,
    maxAge: number,
    isWanted?: (key: VerificationKey) => boolean,
    http?: HttpClient,
  ): Promise<{ keys: readonly VerificationKey[]; failure?: string }> {
    // Who fetches otherwise may see otherwise, and its failures are not another's.
    const key = http ? JSON.stringify([url, http]) : url;
    const entry = this.#entries.get(key) ?? this.#remember(key);
    const now = this.clock.now();
    const stale = now - entry.fetchedAt >= maxAge;
    const unknown = isWanted !== undefined && !entry.keys.some(isWanted);
    if ((stale || unknown) && now - entry.triedAt >= coolDown) {
      entry.triedAt = now;
      entry.fetching = this.#fetch(url, entry, http).finally(() => (entry.fetching = undefined));
    }
    await entry.fetching;
    return { keys: entry.keys, ...(entry.failure !== undefined && { failure: entry.failure }) };
  }

  #remember(key: string): Entry {
    const never = Number.NEGATIVE_INFINITY;
    const entry: Entry = { keys: [], fetchedAt: never, triedAt: never, fetching: undefined, failure: undefined };
    this.#entries.set(key, entry);
    return entry;
  }

  async #fetch(url: string, entry: Entry, http?: HttpClient): Promise<void> {
    try {
      const document = await this.fetcher.getJson(url, limitsOf(http));
      const fault = jwkSetFault(document);
      if (fault) throw new FetchFailed(`the JWK Set ${fault}`);
      entry.keys = (document as PublicJwkSet).keys.flatMap(publicKey);
      entry.fetchedAt = this.clock.now();
      entry.failure = undefined;
    } catch (error) {
      if (!(error instanceof FetchFailed)) throw error;
      // Keys that were good a moment ago stay in use until they are too old to trust.
      if (this.clock.now() - entry.fetchedAt >= 86_400) entry.keys = [];
      entry.failure = error.message;
    }
  }
}

/** How much an HTTP client bears. */
export function limitsOf(http: HttpClient | undefined): Limits {
  if (!http) return { maxBytes: defaultMaxBytes };
  const { max_response_bytes: maxBytes, read_timeout: seconds, trust_store: ca } = http;
  return { maxBytes, seconds, ...(ca !== null && { ca }) };
}
