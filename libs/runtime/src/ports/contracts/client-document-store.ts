import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ClientDocumentStore } from '../client-document-store.js';
import { inParallel } from './parallel.js';

export interface ClientDocumentStoreFixture {
  store: ClientDocumentStore;
  close(): Promise<void>;
}

const now = 1_700_000_000;

/** What every store of client ID metadata documents does. */
export function clientDocumentStoreContract(name: string, fixture: () => Promise<ClientDocumentStoreFixture>): void {
  describe(`client document store: ${name}`, () => {
    let store: ClientDocumentStore;
    let close: () => Promise<void>;
    beforeAll(async () => ({ store, close } = await fixture()));
    afterAll(() => close());

    const fetched = (client_id: string, document: unknown, at = now) => ({
      client_id,
      document,
      fetched_at: at,
      fresh_until: at + 60,
    });

    it('knows what was fetched last, under the id that it had first', async () => {
      const url = 'https://app.example.com/a';
      expect(await store.find(url)).toBeUndefined();
      const first = await store.keep(fetched(url, { client_id: url, n: [1, { a: 'ü' }] }));
      expect(await store.find(url)).toEqual({ ...fetched(url, { client_id: url, n: [1, { a: 'ü' }] }), ...first });
      const second = await store.keep(fetched(url, { client_id: url }, now + 100));
      expect(second).toEqual({ ...fetched(url, { client_id: url }, now + 100), id: first.id, frozen: false });
      expect(await store.find(url)).toEqual(second);
    });

    it('tells addresses apart by every character', async () => {
      const { id } = await store.keep(fetched('https://app.example.com/b', {}));
      expect((await store.keep(fetched('https://app.example.com/B', {}))).id).not.toBe(id);
      expect(await store.find('https://app.example.com/b\0')).toBeUndefined();
    });

    it('gives many that meet a document for the first time one id', async () => {
      const url = 'https://app.example.com/c';
      const ids = await inParallel(10, async (index) => (await store.keep(fetched(url, { index }))).id);
      expect(new Set(ids).size).toBe(1);
    });
  });
}
