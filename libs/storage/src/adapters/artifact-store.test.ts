import { artifactStoreContract } from '@clientele/runtime/ports/contracts/artifact-store';
import { dialects, testStorage } from '../testing/databases.js';

for (const dialect of dialects) {
  artifactStoreContract(dialect, async () => {
    const { storage, clock, close } = await testStorage(dialect);
    return { store: storage.ports.artifacts, clock, close };
  });
}
