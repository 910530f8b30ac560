import { type Settings, defaultSettings, resources, standardResources } from '@clientele/client-schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SettingsStore } from '../settings-store.js';
import { inParallel } from './parallel.js';

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

    it('begins with the default settings and the standard records of each resource', async () => {
      const { settings, ...records } = await server.store.read();
      expect(settings).toEqual(defaultSettings);
      for (const { name } of resources) {
        expect(new Set<unknown>(records[name])).toEqual(new Set<unknown>(standardResources[name]));
      }
      expect(Object.keys(records).toSorted()).toEqual(resources.map(({ name }) => name).toSorted());
    });

    it('has one key for pairwise subjects, be it asked for the first time by many at once', async () => {
      const keys = await inParallel(10, () => server.store.pairwiseKey());
      expect(keys[0]).toHaveLength(32);
      for (const key of keys) expect(Buffer.from(key).equals(keys[0]!)).toBe(true);
    });

    it('shows a changed setting among unchanged ones', async () => {
      await server.change({ access_token_ttl: 42 });
      expect((await server.store.read()).settings).toEqual({ ...defaultSettings, access_token_ttl: 42 });
    });
  });
}
