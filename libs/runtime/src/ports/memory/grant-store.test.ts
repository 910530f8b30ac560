import { grantStoreContract } from '../contracts/grant-store.js';
import { MemoryGrantStore } from './grant-store.js';

grantStoreContract('memory', async () => ({ store: new MemoryGrantStore(), close: async () => {} }));
