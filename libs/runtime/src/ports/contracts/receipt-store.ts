import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Receipt, type ReceiptStore } from '../receipt-store.js';

export interface ReceiptStoreFixture {
  store: ReceiptStore;
  read(code: string): Promise<Receipt | undefined>;
  /** Seconds since 1970, as the store sees it. */
  now: number;
  close(): Promise<void>;
}

/** What every receipt store does. */
export function receiptStoreContract(name: string, fixture: () => Promise<ReceiptStoreFixture>): void {
  describe(`receipt store: ${name}`, () => {
    let receipts: ReceiptStoreFixture;
    beforeAll(async () => (receipts = await fixture()));
    afterAll(() => receipts.close());

    it('keeps receipts whole', async () => {
      const many = ['R-0000-0001', 'R-0000-0002', 'R-0000-0003'].map((code) => aReceipt(code, receipts.now));
      await receipts.store.keep(many, receipts.now + 60);
      for (const receipt of many) expect(await receipts.read(receipt.code)).toEqual(receipt);
    });

    it('keeps a receipt of a request that named no client', async () => {
      const anonymous = { ...aReceipt('R-0000-0004', receipts.now), client_id: null, sent: null, difference: null };
      await receipts.store.keep([anonymous], receipts.now + 60);
      expect(await receipts.read(anonymous.code)).toEqual(anonymous);
    });

    it('does not mind having nothing to keep, and finds nothing unknown', async () => {
      await receipts.store.keep([], receipts.now + 60);
      expect(await receipts.read('R-9999-9999')).toBeUndefined();
    });
  });
}

function aReceipt(code: string, at: number): Receipt {
  return {
    code,
    at,
    endpoint: '/authorize',
    client_id: 'billing',
    error: 'invalid_request',
    rule: 'redirect-uri-is-registered',
    spec: { label: 'RFC 9700 §2.1', url: 'https://www.rfc-editor.org/rfc/rfc9700#section-2.1' },
    sentence: 'redirect_uri is not registered: it has a trailing slash.',
    sent: 'https://app.example.com/cb/',
    registered: ['https://app.example.com/cb'],
    difference: { registered: 'https://app.example.com/cb', at: 26, words: 'a trailing slash' },
    suggestion: { add: { redirect_uris: ['https://app.example.com/cb/'] } },
    passed: ['client-is-known'],
  };
}
