import { clientDocumentStoreContract } from '@clientele/runtime/ports/contracts/client-document-store';
import { describe, expect, it } from 'vitest';
import { dialects, testStorage } from '../testing/databases.js';

for (const dialect of dialects) {
  clientDocumentStoreContract(dialect, async () => {
    const { storage, close } = await testStorage(dialect);
    return { store: storage.ports.clientDocuments, close };
  });

  describe(`client documents beside registered clients: ${dialect}`, () => {
    const client_id = 'https://app.example.com/c';
    const page = { limit: 10, caller: 'alice' };

    it('take the place of a registered client neither while it is there nor once it is deleted', async () => {
      const { storage, close } = await testStorage(dialect);
      const { clientDocuments } = storage.ports;
      const keep = () => clientDocuments.keep({ client_id, document: {}, fetched_at: 1, fresh_until: 2 });
      const before = await keep();
      await storage.clientDocuments.freeze(before.id, true);
      const client = await storage.clients.insert({ client_id, document: { client_name: 'x' }, created_by: 'alice' });
      expect(client).toMatchObject({ id: before.id, document: { client_name: 'x', enabled: false } });

      const { id, frozen } = await keep();
      expect(frozen).toBe(true);
      expect(await storage.clientDocuments.find(id)).toBeUndefined();
      expect(await storage.clientDocuments.freeze(id, false)).toBeUndefined();
      expect((await storage.clientDocuments.list(page)).items).toEqual([]);

      await storage.clients.trash(client_id, { updated_by: 'alice' });
      expect(await keep()).toMatchObject({ id, frozen: true });
      await storage.clients.purge(client_id);
      expect(await keep()).toMatchObject({ id, frozen: true });
      expect(await storage.clientDocuments.freeze(id, false)).toMatchObject({ frozen: false });
      expect(await keep()).toMatchObject({ id, frozen: false });
      await close();
    });
  });
}
