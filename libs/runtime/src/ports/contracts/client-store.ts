import { type Client } from '@clientele/client-schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ClientStore, type SecretVerifier } from '../client-store.js';

export interface ClientStoreFixture {
  store: ClientStore;
  /** Registers a client; resolves to its internal id. */
  register(client_id: string, document: Client, secrets: readonly Omit<SecretVerifier, 'id'>[]): Promise<string>;
  /** Deletes a client, be it for good or not. */
  remove(client_id: string): Promise<void>;
  close(): Promise<void>;
}

const secret = { field: 'client_secret', scheme: 'sha256', expires_at: null, retired: false, hint: 'wxyz' } as const;

/** What every client store does. */
export function clientStoreContract(name: string, fixture: () => Promise<ClientStoreFixture>): void {
  describe(`client store: ${name}`, () => {
    let store: ClientStore;
    let registry: ClientStoreFixture;
    beforeAll(async () => {
      registry = await fixture();
      store = registry.store;
    });
    afterAll(() => registry.close());

    it('finds a client with its document and its secrets', async () => {
      const document: Client = {
        client_id: 'billing',
        client_name: 'Billing “worker”',
        redirect_uris: ['https://a.example/cb'],
      };
      const id = await registry.register('billing', document, [
        { ...secret, digest: 'a' },
        { ...secret, digest: 'b' },
      ]);
      const record = (await store.find('billing'))!;
      expect(record).toMatchObject({ id, client_id: 'billing', document });
      expect(record.revision).toBeGreaterThan(0);
      expect(record.secrets.map(({ digest }) => digest).toSorted()).toEqual(['a', 'b']);
      expect(record.secrets[0]).toMatchObject(secret);
    });

    it('finds the value of a secret that was kept with it, and of no other', async () => {
      const key = Buffer.from('k'.repeat(40));
      await registry.register('signer', { client_name: 'Signer' }, [
        { ...secret, digest: 'a', key },
        { ...secret, digest: '', field: 'client_assertion_symmetric_key', key: Buffer.from('other') },
        { ...secret, digest: 'b' },
      ]);
      const { secrets } = (await store.find('signer'))!;
      const kept = secrets.map(({ field, digest, key: value }) => [
        field,
        digest,
        value && Buffer.from(value).toString(),
      ]);
      expect(kept).toHaveLength(3);
      expect(kept).toEqual(
        expect.arrayContaining([
          ['client_assertion_symmetric_key', '', 'other'],
          ['client_secret', 'a', key.toString()],
          ['client_secret', 'b', undefined],
        ]),
      );
    });

    it('finds a client without secrets', async () => {
      await registry.register('public', { client_name: 'Public' }, []);
      expect((await store.find('public'))?.secrets).toEqual([]);
    });

    it('compares identifiers exactly', async () => {
      await registry.register('Case', { client_name: 'Case' }, []);
      for (const other of ['case', 'Case ', 'Cas', 'C%', 'Cas_', '', "Case' OR '1'='1", 'Case\0']) {
        expect(await store.find(other)).toBeUndefined();
      }
    });

    it('finds the one client of a public client ID, until it is deleted', async () => {
      const public_client_id = 'https://as.example';
      await registry.register('wallets', { client_name: 'Wallets', public_client_id }, []);
      expect(await store.findPublic(public_client_id)).toBe('wallets');
      for (const other of ['https://as.example/', 'HTTPS://as.example', 'wallets', '', '\0']) {
        expect(await store.findPublic(other)).toBeUndefined();
      }
      await registry.remove('wallets');
      expect(await store.findPublic(public_client_id)).toBeUndefined();
    });

    it('lists the enabled clients that users can start, by their names, page by page', async () => {
      const initiate_login_uri = 'https://app.example.com/login';
      await registry.register('start-2', { client_name: 'beta', initiate_login_uri }, []);
      await registry.register('start-1', { client_name: 'Gamma', initiate_login_uri }, []);
      await registry.register('start-3', { client_name: 'Alpha', initiate_login_uri }, []);
      await registry.register('start-off', { client_name: 'Off', initiate_login_uri, enabled: false }, []);
      expect(await store.startable({ offset: 0, limit: 2 })).toEqual(['start-3', 'start-2']);
      expect(await store.startable({ offset: 2, limit: 2 })).toEqual(['start-1']);
      await registry.remove('start-1');
      expect(await store.startable({ offset: 0, limit: 9 })).toEqual(['start-3', 'start-2']);
    });

    it('knows the origins of enabled clients, by name and by one label', async () => {
      const allowed_origins = ['https://spa.example.com', 'https://*.apps.example.com'];
      await registry.register('spa', { client_name: 'SPA', allowed_origins }, []);
      await registry.register(
        'off',
        { client_name: 'Off', enabled: false, allowed_origins: ['https://off.example'] },
        [],
      );
      expect(await store.allowsOrigin('https://spa.example.com')).toBe(true);
      expect(await store.allowsOrigin('https://one.apps.example.com')).toBe(true);
      for (const other of [
        'https://off.example',
        'https://a.b.apps.example.com',
        'http://spa.example.com',
        'https://spa.example.com:8443',
        'https://spa.example.com.evil.example',
        'https://apps.example.com',
        '\0',
        'null',
        '',
      ]) {
        expect(await store.allowsOrigin(other)).toBe(false);
      }
    });

    it('allows no origin of a deleted client', async () => {
      await registry.register('removed', { client_name: 'Removed', allowed_origins: ['https://gone.example.com'] }, []);
      await registry.remove('removed');
      expect(await store.allowsOrigin('https://gone.example.com')).toBe(false);
    });

    it('does not find a deleted client', async () => {
      await registry.register('gone', { client_name: 'Gone' }, [{ ...secret, digest: 'a' }]);
      await registry.remove('gone');
      expect(await store.find('gone')).toBeUndefined();
    });
  });
}
