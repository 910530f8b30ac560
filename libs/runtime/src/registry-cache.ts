import { BoundedCache } from './bounded-cache.js';
import { type Change } from './ports/change-feed.js';
import { type Ports } from './ports/index.js';
import { type ServerState } from './ports/settings-store.js';
import { type RegisteredClient, registeredClient } from './registered-client.js';

const clientLimit = 20_000;

/**
 * The registry as the endpoints read it: clients prepared once per revision, and the server's state. What changes is
 * dropped when the change feed says so, and never served from an answer that was asked for before the change.
 */
export class RegistryCache {
  readonly #clients = new BoundedCache<RegisteredClient>(clientLimit);
  #server: ServerState | undefined;
  #serverLoading: Promise<ServerState> | undefined;
  /** Raised with every change, so that a read which the change overtook is not kept. */
  #epoch = 0;

  constructor(private readonly ports: Pick<Ports, 'clients' | 'settings'>) {}

  /** The client, whether it is enabled or not; undefined: no such client. */
  async client(client_id: string): Promise<RegisteredClient | undefined> {
    const cached = this.#clients.get(client_id);
    if (cached) return cached;
    const epoch = this.#epoch;
    const [record, server] = await Promise.all([this.ports.clients.find(client_id), this.server()]);
    if (!record) return undefined;
    const client = registeredClient(record, server);
    if (epoch === this.#epoch) this.#clients.set(client_id, client);
    return client;
  }

  server(): Promise<ServerState> | ServerState {
    return this.#server ?? (this.#serverLoading ??= this.#loadServer());
  }

  forget(change: Change): void {
    this.#epoch++;
    if (change.kind === 'client' && change.client_id !== undefined) {
      this.#clients.delete(change.client_id);
      return;
    }
    this.#clients.clear();
    this.#server = undefined;
    this.#serverLoading = undefined;
  }

  async #loadServer(): Promise<ServerState> {
    const epoch = this.#epoch;
    try {
      const server = await this.ports.settings.read();
      if (epoch === this.#epoch) this.#server = server;
      return server;
    } finally {
      if (epoch === this.#epoch) this.#serverLoading = undefined;
    }
  }
}
