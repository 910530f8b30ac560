import { clientDocumentStoreContract } from '../contracts/client-document-store.js';
import { MemoryClientDocumentStore } from './client-document-store.js';

clientDocumentStoreContract('memory', async () => ({
  store: new MemoryClientDocumentStore(),
  close: async () => undefined,
}));
