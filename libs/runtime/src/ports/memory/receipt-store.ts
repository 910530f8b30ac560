import { type Receipt, ReceiptStore } from '../receipt-store.js';

/** Keeps receipts where a test can read them. */
export class MemoryReceiptStore extends ReceiptStore {
  readonly receipts: Receipt[] = [];

  async keep(receipts: readonly Receipt[]): Promise<void> {
    this.receipts.push(...receipts);
  }

  find(code: string): Receipt | undefined {
    return this.receipts.find((receipt) => receipt.code === code);
  }
}
