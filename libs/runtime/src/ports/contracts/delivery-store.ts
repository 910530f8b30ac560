import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeliveryStore } from '../delivery-store.js';
import { inParallel } from './parallel.js';

export interface DeliveryStoreFixture {
  store: DeliveryStore;
  close(): Promise<void>;
}

const now = 1_700_000_000;

/** What every delivery store does. */
export function deliveryStoreContract(name: string, fixture: () => Promise<DeliveryStoreFixture>): void {
  describe(`delivery store: ${name}`, () => {
    let store: DeliveryStore;
    let close: () => Promise<void>;
    beforeAll(async () => ({ store, close } = await fixture()));
    afterAll(() => close());

    /** Takes everything out of the store that is due. */
    async function drain(at = now + 1_000_000): Promise<unknown[]> {
      const claimed = await store.claim(at, at + 60, 1000);
      for (const { id } of claimed) await store.remove(id);
      return claimed.map(({ document }) => document);
    }

    it('hands out what is due, the longest due first, and nothing before', async () => {
      await store.add([{ of: 'later' }], now + 2);
      await store.add([{ of: 'now', to: ['a', { b: null }] }], now);
      expect((await store.claim(now - 1, now + 60, 10)).map(({ document }) => document)).toEqual([]);
      const claimed = await store.claim(now + 2, now + 60, 1);
      expect(claimed).toMatchObject([{ document: { of: 'now', to: ['a', { b: null }] }, attempts: 1 }]);
      expect((await store.claim(now + 2, now + 60, 10)).map(({ document }) => document)).toEqual([{ of: 'later' }]);
      await drain();
    });

    it('hands out again what was claimed and not removed, and counts', async () => {
      await store.add([{ of: 'crash' }], now);
      const [first] = await store.claim(now, now + 60, 10);
      expect(await store.claim(now + 59, now + 120, 10)).toEqual([]);
      expect(await store.claim(now + 60, now + 120, 10)).toEqual([{ ...first, attempts: 2 }]);
      await store.remove(first!.id);
      expect(await store.claim(now + 1000, now + 1060, 10)).toEqual([]);
    });

    it('keeps what was postponed until then', async () => {
      await store.add([{ of: 'retry' }], now);
      const [claimed] = await store.claim(now, now + 60, 10);
      await store.postpone(claimed!.id, now + 300);
      expect(await store.claim(now + 299, now + 400, 10)).toEqual([]);
      expect(await store.claim(now + 300, now + 400, 10)).toMatchObject([{ id: claimed!.id, attempts: 2 }]);
      await drain();
    });

    it('hands out each to one of many who claim at once', async () => {
      const documents = Array.from({ length: 30 }, (_, index) => ({ index }));
      await store.add(documents, now);
      const claims = await inParallel(10, () => store.claim(now, now + 60, 5));
      const ids = claims.flat().map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      const left = await store.claim(now, now + 60, 100);
      expect(ids.length + left.length).toBe(30);
      await drain();
    });

    it('takes nothing to deliver', async () => {
      await store.add([], now);
      expect(await drain()).toEqual([]);
    });
  });
}
