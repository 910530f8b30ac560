import { receiptStoreContract } from '@clientele/runtime/ports/contracts/receipt-store';
import { dialects, testStorage } from '../testing/databases.js';

for (const dialect of dialects) {
  receiptStoreContract(dialect, async () => {
    const { storage, clock, close } = await testStorage(dialect);
    return {
      store: storage.ports.receipts,
      read: (code) => storage.receipts.find(code),
      now: clock.now(),
      close,
    };
  });
}
