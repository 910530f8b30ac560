import { settingsStoreContract } from '../contracts/settings-store.js';
import { MemorySettingsStore } from './settings-store.js';

settingsStoreContract('memory', async () => {
  const store = new MemorySettingsStore();
  return { store, change: async (overrides) => store.change(overrides), close: async () => {} };
});
