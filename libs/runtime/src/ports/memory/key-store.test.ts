import { keyStoreContract } from '../contracts/key-store.js';
import { MemoryKeyStore } from './key-store.js';

keyStoreContract('memory', async () => {
  const store = new MemoryKeyStore();
  return { store, generate: (alg) => store.generate(alg), close: async () => {} };
});
