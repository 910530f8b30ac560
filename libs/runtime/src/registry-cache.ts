import { BoundedCache } from './bounded-cache.js';
import { type ClientDocuments } from './client-documents.js';
import { type Change } from './ports/change-feed.js';
import { type Ports } from './ports/index.js';
import { type ServerState } from './ports/settings-store.js';
import { type RegisteredClient, registeredClient } from './registered-client.js';

const clientLimit = 20_000;
const absenceLimit = 10_000;
/** As long as a client_id may be. What is longer nobody has, and it would fill the memory. */
const longestName = 255;
const nobody = Promise.resolve(undefined);

/** Whether a client_id may be the address of a document. */
function isAddress(client_id: string): boolean {
  return client_id.startsWith('https://');
}

/**
 * The registry as the endpoints read it: clients prepared once per revision, and the server's state. What changes is
 * dropped when the change feed says so, and never kept from an answer that was asked for before the change.
 */
export class RegistryCache {
  readonly #clients = new BoundedCache<RegisteredClient>(clientLimit);
  /** Names that nobody has. They are read once, as clients are: how long that takes must not tell one from the other. */
  readonly #absent = new BoundedCache<true>(absenceLimit);
  /** Reads under way. One that a change overtakes is struck off: whoever waits gets its answer, but it is not kept. */
  readonly #reads = new Map<string, Promise<RegisteredClient | undefined>>();
  /** The client_id of the client that answers for wallets; a promise of undefined: nobody does. */
  #publicClient: Promise<string | undefined> | undefined;
  #server: ServerState | undefined;
  #serverRead: Promise<ServerState> | undefined;

  constructor(
    private readonly ports: Pick<Ports, 'clients' | 'settings'>,
    private readonly issuer: string,
    /** Clients that nobody has registered. A registered one goes before a document of the same name. */
    private readonly documents: Pick<ClientDocuments, 'find' | 'known' | 'faultOf' | 'forget'>,
  ) {}

  /**
   * The client, whether it is enabled or not; undefined: no such client.
   * @param beforeFetch called before a document is fetched for this call; where it rejects, nothing is, and so does this
   */
  client(
    client_id: string,
    beforeFetch?: () => Promise<unknown>,
  ): Promise<RegisteredClient | undefined> | RegisteredClient {
    return (
      this.#clients.get(client_id) ??
      (isAddress(client_id) ? this.#atAddress(client_id, beforeFetch) : this.#registered(client_id))
    );
  }

  /** As `client`, of what is known here: no document is fetched for it. */
  async knownClient(client_id: string): Promise<RegisteredClient | undefined> {
    const client = this.#clients.get(client_id) ?? (await this.#registered(client_id));
    if (client || !isAddress(client_id)) return client;
    return this.documents.known(client_id, await this.server());
  }

  /** The client that answers for wallets: the one whose `public_client_id` is this. */
  async publicClient(public_client_id: string): Promise<RegisteredClient | undefined> {
    this.#publicClient ??= this.ports.clients.findPublic(public_client_id);
    const read = this.#publicClient;
    // What could not be read is asked for again.
    read.catch(() => this.#publicClient === read && (this.#publicClient = undefined));
    const client_id = await read;
    const client = client_id === undefined ? undefined : await this.client(client_id);
    return client?.public_client_id === public_client_id ? client : undefined;
  }

  /** Why the document of this name made no client; undefined: there is none, or it did. */
  documentFault(client_id: string): string | undefined {
    return isAddress(client_id) ? this.documents.faultOf(client_id) : undefined;
  }

  server(): Promise<ServerState> | ServerState {
    return this.#server ?? this.#serverRead ?? this.#readServer();
  }

  forget(change: Change): void {
    const { kind, client_id } = change;
    this.documents.forget(change);
    if (kind === 'keys') return;
    this.#publicClient = undefined;
    if (kind === 'client' && client_id !== undefined) {
      this.#clients.delete(client_id);
      this.#absent.delete(client_id);
      this.#reads.delete(client_id);
      return;
    }
    this.#clients.clear();
    this.#absent.clear();
    this.#reads.clear();
    this.#server = undefined;
    this.#serverRead = undefined;
  }

  async #atAddress(client_id: string, beforeFetch?: () => Promise<unknown>): Promise<RegisteredClient | undefined> {
    const client = await this.#registered(client_id);
    return client ?? this.documents.find(client_id, await this.server(), beforeFetch);
  }

  #registered(client_id: string): Promise<RegisteredClient | undefined> {
    return this.#reads.get(client_id) ?? (this.#absent.get(client_id) ? nobody : this.#readClient(client_id));
  }

  async #readClient(client_id: string): Promise<RegisteredClient | undefined> {
    const read = this.#prepared(client_id);
    this.#reads.set(client_id, read);
    try {
      const client = await read;
      if (this.#reads.get(client_id) === read) this.#keep(client_id, client);
      return client;
    } finally {
      if (this.#reads.get(client_id) === read) this.#reads.delete(client_id);
    }
  }

  #keep(client_id: string, client: RegisteredClient | undefined): void {
    if (client) this.#clients.set(client_id, client);
    else if (client_id.length <= longestName) this.#absent.set(client_id, true);
  }

  async #prepared(client_id: string): Promise<RegisteredClient | undefined> {
    const [record, server] = await Promise.all([this.ports.clients.find(client_id), this.server()]);
    return record && registeredClient(record, server, this.issuer);
  }

  async #readServer(): Promise<ServerState> {
    const read = this.ports.settings.read();
    this.#serverRead = read;
    try {
      const server = await read;
      if (this.#serverRead === read) this.#server = server;
      return server;
    } finally {
      if (this.#serverRead === read) this.#serverRead = undefined;
    }
  }
}
