import { type Settings, defaultSettings } from '@clientele/client-schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { standardAccessTokenManagers, standardScopes } from '../server-defaults.js';
import { type SettingsStore } from '../settings-store.js';

export interface SettingsStoreFixture {
  /** The store of a new server. */
  store: SettingsStore;
  change(overrides: Partial<Settings>): Promise<void>;
  close(): Promise<void>;
}

/** What every settings store does. */
export function settingsStoreContract(name: string, fixture: () => Promise<SettingsStoreFixture>): void {
  describe(`settings store: ${name}`, () => {
    let server: SettingsStoreFixture;
    beforeAll(async () => (server = await fixture()));
    afterAll(() => server.close());

    it('begins with the default settings, the standard scopes and access token managers', async () => {
      const state = await server.store.read();
      expect(state.settings).toEqual(defaultSettings);
      expect(byName(state.scopes)).toEqual(byName(standardScopes));
      expect(new Set(state.access_token_managers)).toEqual(new Set(standardAccessTokenManagers));
    });

    it('shows a changed setting among unchanged ones', async () => {
      await server.change({ access_token_ttl: 42 });
      expect((await server.store.read()).settings).toEqual({ ...defaultSettings, access_token_ttl: 42 });
    });
  });
}

function byName<T extends { name: string }>(items: readonly T[]): T[] {
  return items.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
