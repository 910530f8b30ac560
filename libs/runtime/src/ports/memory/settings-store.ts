import { type Settings, defaultSettings } from '@clientele/client-schema';
import { standardAccessTokenManagers, standardScopes } from '../server-defaults.js';
import { type AccessTokenManager, type Scope, type ServerState, SettingsStore } from '../settings-store.js';

/** The state of a new server, to be changed at will. */
export class MemorySettingsStore extends SettingsStore {
  scopes: readonly Scope[] = standardScopes;
  access_token_managers: readonly AccessTokenManager[] = standardAccessTokenManagers;
  #settings: Settings;

  constructor(overrides: Partial<Settings> = {}) {
    super();
    this.#settings = { ...defaultSettings, ...overrides };
  }

  async read(): Promise<ServerState> {
    return { settings: this.#settings, scopes: this.scopes, access_token_managers: this.access_token_managers };
  }

  change(overrides: Partial<Settings>): void {
    this.#settings = { ...this.#settings, ...overrides };
  }
}
