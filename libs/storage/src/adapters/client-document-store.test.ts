import { clientDocumentStoreContract } from '@clientele/runtime/ports/contracts/client-document-store';
import { dialects, testStorage } from '../testing/databases.js';

for (const dialect of dialects) {
  clientDocumentStoreContract(dialect, async () => {
    const { storage, close } = await testStorage(dialect);
    return { store: storage.ports.clientDocuments, close };
  });
}
