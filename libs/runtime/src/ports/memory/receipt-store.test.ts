import { receiptStoreContract } from '../contracts/receipt-store.js';
import { MemoryReceiptStore } from './receipt-store.js';

receiptStoreContract('memory', async () => {
  const store = new MemoryReceiptStore();
  return { store, read: async (code) => store.find(code), now: 1_700_000_000, close: async () => {} };
});
