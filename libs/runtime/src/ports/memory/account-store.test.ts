import { accountStoreContract } from '../contracts/account-store.js';
import { MemoryAccountStore } from './account-store.js';

accountStoreContract('memory', async () => {
  const store = new MemoryAccountStore();
  return {
    store,
    async add(members, password) {
      const account = { ...members, sub: `sub-of-${members.username}`, sign_in_epoch: 1 };
      store.add(account, password);
      return account;
    },
    close: async () => {},
  };
});
