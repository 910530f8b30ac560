import { randomUUID } from 'node:crypto';
import { ClientDocumentStore, type KnownDocument } from '../client-document-store.js';

/** Documents of one process. */
export class MemoryClientDocumentStore extends ClientDocumentStore {
  readonly #known = new Map<string, KnownDocument>();

  async find(client_id: string): Promise<KnownDocument | undefined> {
    return structuredClone(this.#known.get(client_id));
  }

  async keep(fetched: Omit<KnownDocument, 'id' | 'frozen'>): Promise<KnownDocument> {
    const { id = randomUUID(), frozen = false } = this.#known.get(fetched.client_id) ?? {};
    const known = { ...structuredClone(fetched), id, frozen };
    this.#known.set(fetched.client_id, known);
    return known;
  }

  /** As an administrator does. */
  freeze(client_id: string, frozen: boolean): void {
    this.#known.set(client_id, { ...this.#known.get(client_id)!, frozen });
  }
}
