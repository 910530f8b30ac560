import { clientStoreContract } from '@clientele/runtime/ports/contracts/client-store';
import { dialects, testStorage } from '../testing/databases.js';

for (const dialect of dialects) {
  clientStoreContract(dialect, async () => {
    const { storage, close } = await testStorage(dialect);
    return {
      store: storage.ports.clients,
      async register(client_id, document, secrets) {
        const { id } = await storage.clients.insert({ client_id, document, secrets, created_by: 'test' });
        return id;
      },
      async remove(client_id) {
        await storage.clients.trash(client_id, { updated_by: 'test' });
      },
      close,
    };
  });
}
