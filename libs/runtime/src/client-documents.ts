import { type Server, type ServerState, admitsClientDocument, clientOfDocument } from '@clientele/client-schema';
import { BoundedCache } from './bounded-cache.js';
import { TooManyRequests } from './errors.js';
import { jsonIn } from './fetchers/json-in.js';
import { type Change } from './ports/change-feed.js';
import { type ClientDocumentStore, type KnownDocument } from './ports/client-document-store.js';
import { type Clock } from './ports/clock.js';
import { FetchFailed, type Fetcher, type Incoming } from './ports/fetcher.js';
import { type RegisteredClient, registeredClient } from './registered-client.js';

const cacheLimit = 2_000;
/** Of a document; those in use have a few hundred bytes, and some list the names of many languages. */
const maxBytes = 65_536;
/** Seconds for which a document is used at least, whatever its host says: no request fetches it again. */
const minAge = 60;
/** Seconds for which a document is used whose host says nothing. */
const usualAge = 3600;
/** Seconds between two fetches of what was not to be had. */
const coolDown = 30;
/** Seconds after its fetch for which a document is used whose host cannot be reached. */
const staleFor = 86_400;

interface Entry {
  readonly client: RegisteredClient | undefined;
  /** Why there is no client, in words for whoever owns the document. */
  readonly fault?: string;
  readonly until: number;
}

/** What a fetch has come to: a document, nothing for now, or nothing at all. */
type Fetched = { readonly known: KnownDocument } | { readonly fault: string; readonly isOutage: boolean };

/**
 * Clients whose client_id is the address of their metadata. They are made by the rules of every other client, below the
 * ceiling of the settings, each from a document that is fetched by one request at a time and used as long as HTTP says,
 * within bounds.
 */
export class ClientDocuments {
  readonly #entries = new BoundedCache<Entry>(cacheLimit);
  readonly #reads = new Map<string, Promise<Entry>>();

  constructor(
    private readonly ports: { clientDocuments: ClientDocumentStore; fetcher: Fetcher; clock: Clock },
    /** What the rules see of the server. */
    private readonly server: () => Promise<Server>,
  ) {}

  /**
   * The client of a document, be it frozen; undefined: the settings do not admit it, or it makes none.
   * @param beforeFetch called before the document is fetched for this call; where it rejects, nothing is, and so does this
   */
  async find(
    client_id: string,
    { settings }: ServerState,
    beforeFetch?: () => Promise<unknown>,
  ): Promise<RegisteredClient | undefined> {
    if (!admitsClientDocument(client_id, settings)) return undefined;
    const { client } = this.#fresh(client_id) ?? (await this.#read(client_id, beforeFetch));
    return client;
  }

  /** As `find`, of a document that is still good: nothing is fetched. */
  async known(client_id: string, { settings }: ServerState): Promise<RegisteredClient | undefined> {
    if (!admitsClientDocument(client_id, settings)) return undefined;
    const fresh = this.#fresh(client_id);
    if (fresh) return fresh.client;
    const { clientDocuments, clock } = this.ports;
    const stored = await clientDocuments.find(client_id);
    if (!stored || stored.fresh_until <= clock.now()) return undefined;
    return entryOf(stored, await this.server(), stored.fresh_until).client;
  }

  /** Why a document made no client when it was looked at last. */
  faultOf(client_id: string): string | undefined {
    return this.#entries.get(client_id)?.fault;
  }

  forget({ kind, client_id }: Change): void {
    if (kind === 'client' && client_id !== undefined) this.#entries.delete(client_id);
    else this.#entries.clear();
    this.#reads.clear();
  }

  #fresh(client_id: string): Entry | undefined {
    const entry = this.#entries.get(client_id);
    return entry && entry.until > this.ports.clock.now() ? entry : undefined;
  }

  async #read(client_id: string, beforeFetch?: () => Promise<unknown>): Promise<Entry> {
    const underWay = this.#reads.get(client_id);
    if (underWay) {
      try {
        return await underWay;
      } catch (error) {
        // Who asked first may ask no more: that says nothing of who waited.
        if (error instanceof TooManyRequests) return this.#read(client_id, beforeFetch);
        throw error;
      }
    }
    const read = this.#entryOf(client_id, beforeFetch);
    this.#reads.set(client_id, read);
    try {
      const entry = await read;
      // What a change has overtaken is good for whoever waited, and is not kept.
      if (this.#reads.get(client_id) === read) this.#entries.set(client_id, entry);
      return entry;
    } finally {
      if (this.#reads.get(client_id) === read) this.#reads.delete(client_id);
    }
  }

  async #entryOf(client_id: string, beforeFetch?: () => Promise<unknown>): Promise<Entry> {
    const { clientDocuments, clock } = this.ports;
    const server = await this.server();
    const before = await clientDocuments.find(client_id);
    if (before && before.fresh_until > clock.now()) return entryOf(before, server, before.fresh_until);
    await beforeFetch?.();
    const fetched = await this.#fetch(client_id, server);
    if ('known' in fetched) return entryOf(fetched.known, server, fetched.known.fresh_until);
    const until = clock.now() + coolDown;
    const isUsable = before && fetched.isOutage && clock.now() - before.fetched_at < staleFor;
    return isUsable ? entryOf(before, server, until) : { client: undefined, fault: fetched.fault, until };
  }

  /** Only a document that makes a client is kept, so that nobody fills the store with anything else. */
  async #fetch(client_id: string, server: Server): Promise<Fetched> {
    const { fetcher, clientDocuments, clock } = this.ports;
    let answer: Incoming;
    try {
      answer = await fetcher.send(client_id, { method: 'GET', maxBytes });
    } catch (error) {
      if (!(error instanceof FetchFailed)) throw error;
      return { fault: `its document could not be fetched: ${error.message}`, isOutage: true };
    }
    try {
      const document = jsonIn(answer);
      const made = clientOfDocument(client_id, document, server);
      if ('faults' in made) return { fault: inWords(made.faults), isOutage: false };
      const now = clock.now();
      const fresh_until = now + ageOf(answer, now, server.settings.client_document_max_age);
      return { known: await clientDocuments.keep({ client_id, document, fetched_at: now, fresh_until }) };
    } catch (error) {
      if (!(error instanceof FetchFailed)) throw error;
      return { fault: `its document could not be used: ${error.message}`, isOutage: isOutage(answer) };
    }
  }
}

function entryOf({ id, client_id, document, fetched_at, frozen }: KnownDocument, server: Server, until: number): Entry {
  const made = clientOfDocument(client_id, document, server);
  if ('faults' in made) return { client: undefined, fault: inWords(made.faults), until };
  const { host: document_host } = new URL(client_id);
  const described = { ...made.client, enabled: !frozen };
  const record = {
    id,
    client_id,
    revision: fetched_at,
    document: described,
    origin: 'open_registration' as const,
    secrets: [],
    document_host,
  };
  return { client: registeredClient(record, server, server.issuer), until };
}

/** RFC 6585 §4: a host that has been asked too often says nothing of the document. */
function isOutage({ status }: Incoming): boolean {
  return status >= 500 || status === 429;
}

function inWords(faults: readonly { pointer: string; detail: string }[]): string {
  return `its document is refused: ${faults.map(({ pointer, detail }) => `${pointer.slice(1)} ${detail}`.trim()).join('; ')}`;
}

/** For how many seconds an answer may be used, RFC 9111 §4.2, within bounds. */
function ageOf({ headers }: Incoming, now: number, maxAge: number): number {
  return Math.min(Math.max(freshFor(headers, now), minAge), maxAge);
}

function freshFor(headers: Incoming['headers'], now: number): number {
  const directives = (headers['cache-control'] ?? '').toLowerCase();
  if (/\bno-(?:store|cache)\b/.test(directives)) return 0;
  const maxAge = /(?:^|[\s,])max-age="?(\d{1,10})/.exec(directives)?.[1];
  if (maxAge !== undefined) return Number(maxAge) - (Number(headers['age'] ?? 0) || 0);
  const expires = headers['expires'];
  if (expires === undefined) return usualAge;
  // RFC 9111 §5.3: what is no date has passed.
  return Math.floor((Date.parse(expires) || 0) / 1000) - now;
}
