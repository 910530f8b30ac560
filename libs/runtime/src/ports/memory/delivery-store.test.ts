import { deliveryStoreContract } from '../contracts/delivery-store.js';
import { MemoryDeliveryStore } from './delivery-store.js';

deliveryStoreContract('memory', async () => ({ store: new MemoryDeliveryStore(), close: async () => undefined }));
