import { type ArtifactKind, ArtifactStore } from '../artifact-store.js';
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

  #live(kind: ArtifactKind, key: string): Entry | undefined {
    const entry = this.#entries.get(entryKey(kind, key));
    return entry && entry.expires_at > this.clock.now() ? entry : undefined;
  }
}

/** No kind has a colon, so no two pairs share a key. */
function entryKey(kind: ArtifactKind, key: string): string {
  return `${kind}:${key}`;
}
