import { grantStoreContract } from '@clientele/runtime/ports/contracts/grant-store';
import { dialects, testStorage } from '../testing/databases.js';

for (const dialect of dialects) {
  grantStoreContract(dialect, async () => {
    const { storage, close } = await testStorage(dialect);
    return { store: storage.ports.grants, close };
  });
}
