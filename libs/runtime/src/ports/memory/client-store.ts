import { originMatches } from '@clientele/client-schema';
import { type ClientRecord, ClientStore } from '../client-store.js';

/** A registry of one process. */
export class MemoryClientStore extends ClientStore {
  readonly #records = new Map<string, ClientRecord>();

  async find(client_id: string): Promise<ClientRecord | undefined> {
    return this.#records.get(client_id);
  }

  async findPublic(public_client_id: string): Promise<string | undefined> {
    return [...this.#records.values()].find(({ document }) => document.public_client_id === public_client_id)
      ?.client_id;
  }

  async startable({ offset, limit }: { offset: number; limit: number }): Promise<readonly string[]> {
    return [...this.#records.values()]
      .filter(({ document }) => document.enabled !== false && document.initiate_login_uri !== undefined)
      .toSorted((a, b) => (a.document.client_name.toLowerCase() < b.document.client_name.toLowerCase() ? -1 : 1))
      .slice(offset, offset + limit)
      .map(({ client_id }) => client_id);
  }

  async allowsOrigin(origin: string): Promise<boolean> {
    return [...this.#records.values()].some(
      ({ document }) => document.enabled !== false && originMatches(document.allowed_origins ?? [], origin),
    );
  }

  /** Adds or replaces. */
  put(record: ClientRecord): void {
    this.#records.set(record.client_id, record);
  }

  remove(client_id: string): void {
    this.#records.delete(client_id);
  }
}
