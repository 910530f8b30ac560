import { deliveryStoreContract } from '@clientele/runtime/ports/contracts/delivery-store';
import { dialects, testStorage } from '../testing/databases.js';

for (const dialect of dialects) {
  deliveryStoreContract(dialect, async () => {
    const { storage, close } = await testStorage(dialect);
    return { store: storage.ports.deliveries, close };
  });
}
