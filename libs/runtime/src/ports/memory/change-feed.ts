import { type Change, ChangeFeed } from '../change-feed.js';

/** Tells of the changes it is told of. */
export class MemoryChangeFeed extends ChangeFeed {
  readonly #listeners = new Set<(change: Change) => void>();

  subscribe(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }
}
