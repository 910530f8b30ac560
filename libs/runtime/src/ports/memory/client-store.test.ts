import { clientStoreContract } from '../contracts/client-store.js';
import { MemoryClientStore } from './client-store.js';

clientStoreContract('memory', async () => {
  const store = new MemoryClientStore();
  return {
    store,
    async register(client_id, document, secrets) {
      const numbered = secrets.map((secret, index) => ({ ...secret, id: String(index) }));
      store.put({ id: `internal-${client_id}`, client_id, revision: 1, origin: 'api', document, secrets: numbered });
      return `internal-${client_id}`;
    },
    remove: async (client_id) => store.remove(client_id),
    close: async () => {},
  };
});
