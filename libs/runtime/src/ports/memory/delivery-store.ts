import { randomUUID } from 'node:crypto';
import { type Delivery, DeliveryStore } from '../delivery-store.js';

/** Deliveries of one process. */
export class MemoryDeliveryStore extends DeliveryStore {
  readonly #waiting = new Map<string, Delivery & { due_at: number }>();

  async add(documents: readonly unknown[], due_at: number): Promise<void> {
    for (const document of structuredClone(documents)) {
      const id = randomUUID();
      this.#waiting.set(id, { id, document, attempts: 0, due_at });
    }
  }

  async claim(now: number, until: number, limit: number): Promise<readonly Delivery[]> {
    const due = [...this.#waiting.values()]
      .filter(({ due_at }) => due_at <= now)
      .toSorted((left, right) => left.due_at - right.due_at)
      .slice(0, limit);
    return due.map(({ id, document, attempts }) => {
      this.#waiting.set(id, { id, document, attempts: attempts + 1, due_at: until });
      return { id, document: structuredClone(document), attempts: attempts + 1 };
    });
  }

  async postpone(id: string, due_at: number): Promise<void> {
    const delivery = this.#waiting.get(id);
    if (delivery) this.#waiting.set(id, { ...delivery, due_at });
  }

  async remove(id: string): Promise<void> {
    this.#waiting.delete(id);
  }
}
