import { settingsStoreContract } from '@clientele/runtime/ports/contracts/settings-store';
import { dialects, testStorage } from '../testing/databases.js';

for (const dialect of dialects) {
  settingsStoreContract(dialect, async () => {
    const { storage, close } = await testStorage(dialect);
    return {
      store: storage.ports.settings,
      async change(overrides) {
        const { revision } = await storage.settings.read();
        await storage.settings.write(revision, overrides, { updated_by: 'test' });
      },
      close,
    };
  });
}
