import { type ArtifactKind, ArtifactStore, type Count } from '../artifact-store.js';
import { type Clock } from '../clock.js';

interface Entry {
  readonly json: string;
  readonly expires_at: number;
}

/** Short-lived state of one process. */
export class MemoryArtifactStore extends ArtifactStore {
  readonly #entries = new Map<string, Entry>();

  constructor(private readonly clock: Clock) {
    super();
  }

  async put(kind: ArtifactKind, key: string, value: unknown, expires_at: number): Promise<void> {
    this.#entries.set(entryKey(kind, key), { json: JSON.stringify(value), expires_at });
  }

  async putOnce(kind: ArtifactKind, key: string, value: unknown, expires_at: number): Promise<boolean> {
    if (this.#live(kind, key)) return false;
    await this.put(kind, key, value, expires_at);
    return true;
  }

  async get<T>(kind: ArtifactKind, key: string): Promise<T | undefined> {
    const entry = this.#live(kind, key);
    return entry && (JSON.parse(entry.json) as T);
  }

  async take<T>(kind: ArtifactKind, key: string): Promise<T | undefined> {
    const entry = this.#live(kind, key);
    this.#entries.delete(entryKey(kind, key));
    return entry && (JSON.parse(entry.json) as T);
  }

  async increment(kind: ArtifactKind, key: string, expires_at: number): Promise<Count> {
    const entry = this.#live(kind, key);
    const count = { value: entry ? Number(entry.json) + 1 : 1, expires_at: entry?.expires_at ?? expires_at };
    await this.put(kind, key, count.value, count.expires_at);
    return count;
  }

  async decrement(kind: ArtifactKind, key: string, expires_at: number): Promise<void> {
    const entry = this.#live(kind, key);
    if (entry?.expires_at === expires_at) await this.put(kind, key, Number(entry.json) - 1, expires_at);
  }

  /** Loses everything, as a store that comes back empty. */
  clear(): void {
    this.#entries.clear();
  }

  #live(kind: ArtifactKind, key: string): Entry | undefined {
    const entry = this.#entries.get(entryKey(kind, key));
    return entry && entry.expires_at > this.clock.now() ? entry : undefined;
  }
}

/** No kind has a colon, so no two pairs share a key. */
function entryKey(kind: ArtifactKind, key: string): string {
  return `${kind}:${key}`;
}
