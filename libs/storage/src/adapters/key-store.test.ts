import { randomBytes } from 'node:crypto';
import { keyStoreContract } from '@clientele/runtime/ports/contracts/key-store';
import { SealBroken, Sealer } from '@clientele/runtime/sealer';
import { describe, expect, it } from 'vitest';
import { dialects, testStorage } from '../testing/databases.js';

for (const dialect of dialects) {
  keyStoreContract(dialect, async () => {
    const { storage, close } = await testStorage(dialect);
    return { store: storage.ports.keys, generate: (alg) => storage.keys.ensure(alg), close };
  });

  describe(`signing keys: ${dialect}`, () => {
    it('are not opened by another master key, and are not taken for missing', async () => {
      const { storage, open, close } = await testStorage(dialect);
      await storage.keys.ensure('ES256');
      const stranger = await open({ sealer: new Sealer([randomBytes(32)]) });
      await expect(stranger.ports.keys.list()).rejects.toThrow(SealBroken);
      expect(await stranger.keys.list()).toHaveLength(1);
      await close();
    });

    it('are made once per algorithm by 20 first starts at once', async () => {
      const { storage, open, close } = await testStorage(dialect);
      const others = await Promise.all(Array.from({ length: 4 }, () => open()));
      const starts = [storage, ...others].flatMap(({ keys }) => Array.from({ length: 4 }, () => keys.ensure('ES256')));
      const made = await Promise.all(starts);
      expect(new Set(made.map(({ kid }) => kid)).size).toBe(1);
      expect(await storage.keys.list()).toHaveLength(1);
      await close();
    });
  });
}
