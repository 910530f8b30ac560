import { randomBytes } from 'node:crypto';
import { keyStoreContract } from '@clientele/runtime/ports/contracts/key-store';
import { SealBroken, Sealer } from '@clientele/runtime/sealer';
import { standardResources } from '@clientele/client-schema';
import { describe, expect, it } from 'vitest';
import { dialects, testStorage } from '../testing/databases.js';

const [rs256, es256] = standardResources.key_pairs;
const pairs = { RS256: rs256!, ES256: es256! };

for (const dialect of dialects) {
  keyStoreContract(dialect, async () => {
    const { storage, close } = await testStorage(dialect);
    return { store: storage.ports.keys, generate: (alg) => storage.keys.ensure(pairs[alg]), close };
  });

  describe(`signing keys: ${dialect}`, () => {
    it('are not opened by another master key, and are not taken for missing', async () => {
      const { storage, open, close } = await testStorage(dialect);
      await storage.keys.ensure(pairs.ES256);
      const stranger = await open({ sealer: new Sealer([randomBytes(32)]) });
      await expect(stranger.ports.keys.list()).rejects.toThrow(SealBroken);
      expect(await stranger.keys.list()).toHaveLength(1);
      await close();
    });

    it('are made once per key pair by 20 first starts at once', async () => {
      const { storage, open, close } = await testStorage(dialect);
      const others = await Promise.all(Array.from({ length: 4 }, () => open()));
      const starts = [storage, ...others].flatMap(({ keys }) =>
        Array.from({ length: 4 }, () => keys.ensure(pairs.ES256)),
      );
      await Promise.all(starts);
      expect(await storage.keys.list()).toHaveLength(1);
      await close();
    });

    it('[T-107] take each other’s place: published before they sign, and after', async () => {
      const { storage, clock, close } = await testStorage(dialect);
      await storage.keys.ensure(pairs.ES256);
      const next = await storage.keys.add('es256', await storage.keys.make(pairs.ES256));
      expect(next).toMatchObject({ generation: 2, state: 'pending' });
      const states = async () => (await storage.ports.keys.list()).map(({ state }) => state);
      expect(await states()).toEqual(['active', 'pending']);
      clock.advance(599);
      expect(await states()).toEqual(['active', 'pending']);
      clock.advance(1);
      expect(await states()).toEqual(['retiring', 'active']);
      clock.advance(90_000);
      expect(await states()).toEqual(['active']);
      expect(await storage.keys.list('es256')).toMatchObject([
        { state: 'retired' },
        { state: 'active', kid: next.kid },
      ]);
      await close();
    });

    it('[T-107] are withdrawn at once, but not the one that signs', async () => {
      const { storage, close } = await testStorage(dialect);
      await storage.keys.ensure(pairs.ES256);
      const [first] = await storage.keys.list('es256');
      expect(await storage.keys.withdraw('es256', first!.kid)).toBe(false);
      const next = await storage.keys.add('es256', await storage.keys.make(pairs.ES256), { atOnce: true });
      expect(next.state).toBe('active');
      expect(await storage.keys.withdraw('rs256', first!.kid)).toBe(false);
      expect(await storage.keys.withdraw('es256', first!.kid)).toBe(true);
      expect((await storage.ports.keys.list()).map(({ kid }) => kid)).toEqual([next.kid]);
      await close();
    });

    it('[T-107] count up without a gap when ten rotate at once', async () => {
      const { storage, close } = await testStorage(dialect);
      const made = await Promise.all(Array.from({ length: 10 }, () => storage.keys.make(pairs.ES256)));
      await Promise.all(made.map((key) => storage.keys.add('es256', key, { atOnce: true })));
      const keys = await storage.keys.list('es256');
      expect(keys.map(({ generation }) => generation)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      expect(keys.filter(({ state }) => state === 'active')).toHaveLength(1);
      await close();
    });
  });
}
