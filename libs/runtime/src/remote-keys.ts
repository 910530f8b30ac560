import { type PublicJwkSet } from '@clientele/client-schema';
import { jwkSetFault } from '@clientele/client-schema/jwk-set';
import { BoundedCache } from './bounded-cache.js';
import { type PublishedKeys } from './outbound.js';
import { type Clock } from './ports/clock.js';
import { FetchFailed, type Fetcher } from './ports/fetcher.js';
import { type VerificationKey, publicKey } from './registered-client.js';

/** Seconds between two fetches of one address, whatever asks for them. */
const coolDown = 30;
const cacheLimit = 2_000;

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
   */
  async find(
    published: PublishedKeys,
    maxAge: number,
    isWanted?: (key: VerificationKey) => boolean,
  ): Promise<{ keys: readonly VerificationKey[]; failure?: string }> {
    const entry = this.#entries.get(published.name) ?? this.#remember(published.name);
    const now = this.clock.now();
    const stale = now - entry.fetchedAt >= maxAge;
    const unknown = isWanted !== undefined && !entry.keys.some(isWanted);
    if ((stale || unknown) && now - entry.triedAt >= coolDown) {
      entry.triedAt = now;
      entry.fetching = this.#fetch(published, entry).finally(() => (entry.fetching = undefined));
    }
    await entry.fetching;
    return { keys: entry.keys, ...(entry.failure !== undefined && { failure: entry.failure }) };
  }

  #remember(name: string): Entry {
    const never = Number.NEGATIVE_INFINITY;
    const entry: Entry = { keys: [], fetchedAt: never, triedAt: never, fetching: undefined, failure: undefined };
    this.#entries.set(name, entry);
    return entry;
  }

  async #fetch({ url, limits }: PublishedKeys, entry: Entry): Promise<void> {
    try {
      const document = await this.fetcher.getJson(url, limits);
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
