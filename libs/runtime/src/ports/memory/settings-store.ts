import { randomBytes } from 'node:crypto';
import { type Resources, type Settings, defaultSettings, standardResources } from '@clientele/client-schema';
import { type ServerState, SettingsStore } from '../settings-store.js';

/** The state of a new server, to be changed at will. */
export class MemorySettingsStore extends SettingsStore {
  /** The records of each resource. */
  readonly records: { -readonly [N in keyof Resources]: Resources[N] } = { ...standardResources };
  #settings: Settings;
  readonly #pairwiseKey = randomBytes(32);

  constructor(overrides: Partial<Settings> = {}) {
    super();
    this.#settings = { ...defaultSettings, ...overrides };
  }

  async read(): Promise<ServerState> {
    return { ...this.records, settings: this.#settings };
  }

  async pairwiseKey(): Promise<Uint8Array> {
    return this.#pairwiseKey;
  }

  change(overrides: Partial<Settings>): void {
    this.#settings = { ...this.#settings, ...overrides };
  }
}
