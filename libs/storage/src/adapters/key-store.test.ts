import { randomBytes } from 'node:crypto';
import { ownPair } from '@clientele/runtime/ports/key-store';
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
      expect(await stranger.keys.listShared()).toHaveLength(1);
      await close();
    });

    it('are made once per key pair by 20 first starts at once', async () => {
      const { storage, open, close } = await testStorage(dialect);
      const others = await Promise.all(Array.from({ length: 4 }, () => open()));
      const starts = [storage, ...others].flatMap(({ keys }) =>
        Array.from({ length: 4 }, () => keys.ensure(pairs.ES256)),
      );
      await Promise.all(starts);
      expect(await storage.keys.listShared()).toHaveLength(1);
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
      expect(await storage.keys.list(['es256'])).toMatchObject([
        { state: 'retired' },
        { state: 'active', kid: next.kid },
      ]);
      await close();
    });

    it('[T-107] are withdrawn at once, but not the one that signs', async () => {
      const { storage, close } = await testStorage(dialect);
      await storage.keys.ensure(pairs.ES256);
      const [first] = await storage.keys.list(['es256']);
      expect(await storage.keys.withdraw('es256', first!.kid)).toBe(false);
      const next = await storage.keys.add('es256', await storage.keys.make(pairs.ES256), { atOnce: true });
      expect(next.state).toBe('active');
      expect(await storage.keys.withdraw('rs256', first!.kid)).toBe(false);
      expect(await storage.keys.withdraw('es256', first!.kid)).toBe(true);
      expect((await storage.ports.keys.list()).map(({ kid }) => kid)).toEqual([next.kid]);
      await close();
    });

    it('are told by the audit log in each of their states, once, whoever looks', async () => {
      const { storage, open, clock, close } = await testStorage(dialect);
      const other = await open();
      const told = async () =>
        (await storage.events.list({ limit: 50, caller: 'test' })).items.map(({ type, target }) => `${type} ${target}`);
      await storage.keys.ensure(pairs.ES256);
      const [first] = await storage.keys.list(['es256']);
      const next = await storage.keys.add('es256', await storage.keys.make(pairs.ES256));
      expect(await told()).toEqual([
        `key.created ${next.kid}`,
        `key.activated ${first!.kid}`,
        `key.created ${first!.kid}`,
      ]);
      const look = async () => {
        const counts = await Promise.all([storage, other].map(({ keys }) => keys.tellStates()));
        return counts[0]! + counts[1]!;
      };
      expect(await look()).toBe(0);
      clock.advance(600);
      expect(await look()).toBe(2);
      expect((await told()).slice(0, 2)).toEqual([`key.activated ${next.kid}`, `key.retiring ${first!.kid}`]);
      clock.advance(90_000);
      expect(await look()).toBe(1);
      expect((await told())[0]).toBe(`key.retired ${first!.kid}`);
      expect(await look()).toBe(0);
      expect(await storage.events.verify()).not.toHaveProperty('broken');
      await close();
    });

    it('that a purged client had for itself are removed when they are over, and not before', async () => {
      const { storage, clock, close } = await testStorage(dialect);
      const insert = async (client_id: string) => {
        const key = await storage.keys.make(pairs.ES256, `of-${client_id}`);
        const document = { client_name: client_id };
        return storage.clients.insert({ client_id, document, key, created_by: 'test' });
      };
      const { id } = await insert('gone');
      await insert('kept');
      await storage.clients.purge('gone');
      const published = async () =>
        (await storage.ports.keys.list()).map(({ kid, state }) => `${kid} ${state}`).toSorted();
      expect(await published()).toEqual(['of-gone retiring', 'of-kept active']);
      clock.advance(89_999);
      await storage.keys.tellStates();
      await storage.purgeExpired();
      expect(await published()).toEqual(['of-gone retiring', 'of-kept active']);
      clock.advance(1);
      await storage.keys.tellStates();
      expect(await storage.keys.list([ownPair(id)])).toMatchObject([{ state: 'retired' }]);
      await storage.purgeExpired();
      expect(await storage.keys.list([ownPair(id)])).toEqual([]);
      expect(await published()).toEqual(['of-kept active']);
      await close();
    });

    it('[T-107] count up without a gap when ten rotate at once', async () => {
      const { storage, close } = await testStorage(dialect);
      const made = await Promise.all(Array.from({ length: 10 }, () => storage.keys.make(pairs.ES256)));
      await Promise.all(made.map((key) => storage.keys.add('es256', key, { atOnce: true })));
      const keys = await storage.keys.list(['es256']);
      expect(keys.map(({ generation }) => generation)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      expect(keys.filter(({ state }) => state === 'active')).toHaveLength(1);
      await close();
    });
  });
}
