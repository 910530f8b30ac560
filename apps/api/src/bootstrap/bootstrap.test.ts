import { Sealer } from '@clientele/runtime';
import { type Storage, openStorage } from '@clientele/storage';
import { afterEach, describe, expect, it } from 'vitest';
import { type TemporaryDatabase, dialects, temporaryDatabase } from '../testing/temporary-database.js';
import { bootstrap } from './bootstrap.js';

const issuer = 'http://localhost:4000';
const adminUrl = 'http://localhost:4001';
const sealer = new Sealer([Buffer.from('testing key of 32 octets, random')]);

describe.each(dialects)('the first start on %s', (dialect) => {
  const open: Storage[] = [];
  let database: TemporaryDatabase | undefined;
  afterEach(async () => {
    await Promise.all(open.splice(0).map((storage) => storage.close()));
    await database?.remove();
  });

  async function process(config: Parameters<typeof bootstrap>[1] = { issuer, adminUrl }) {
    database ??= await temporaryDatabase(dialect);
    const storage = await openStorage({ databaseUrl: database.url, sealer, timeoutMs: 60_000 });
    open.push(storage);
    await storage.migrate();
    return { storage, credentials: await bootstrap(storage, config) };
  }

  it('makes keys, scopes, clients and the administrator; later ones make nothing', async () => {
    database = await temporaryDatabase(dialect);
    const { storage, credentials } = await process();
    expect(credentials).toMatchObject({ username: 'admin', client_id: 'clientele-automation' });
    expect((await storage.keys.listShared()).map(({ pair, state }) => `${pair} ${state}`).toSorted()).toEqual([
      'es256 active',
      'rs256 active',
    ]);
    const console = await storage.clients.find('clientele-console');
    expect(console).toMatchObject({
      system: true,
      document: {
        token_endpoint_auth_method: 'none',
        require_pkce: true,
        redirect_uris: [`${adminUrl}/console/callback`],
        allowed_origins: [adminUrl],
      },
    });
    expect((await process()).credentials).toBeUndefined();
    expect(await storage.clients.find('clientele-console')).toEqual(console);
  });

  it('uses the password and the secret that it is given', async () => {
    database = await temporaryDatabase(dialect);
    const { storage, credentials } = await process({
      issuer,
      adminUrl,
      bootstrapAdminPassword: 'a password of my own',
      bootstrapClientSecret: 'Vq3-mT7zKp_Yw2Lx9Rb4',
    });
    expect(credentials).toMatchObject({ password: 'a password of my own', client_secret: 'Vq3-mT7zKp_Yw2Lx9Rb4' });
    await expect(storage.ports.accounts.authenticate('admin', 'a password of my own')).resolves.toMatchObject({
      roles: ['admin'],
    });
  });

  it('lets the console follow when its address changes, and keeps what an administrator changed', async () => {
    database = await temporaryDatabase(dialect);
    const { storage } = await process();
    const before = (await storage.clients.find('clientele-console'))!;
    await storage.clients.update('clientele-console', before.revision, {
      document: { ...before.document, client_name: 'Our console' },
      updated_by: 'somebody',
    });
    await process({ issuer, adminUrl: 'https://admin.example' });
    expect((await storage.clients.find('clientele-console'))?.document).toMatchObject({
      client_name: 'Our console',
      redirect_uris: ['https://admin.example/console/callback'],
      allowed_origins: ['https://admin.example'],
    });
    expect((await storage.resources.find('scopes', 'admin'))?.document.audience).toBe('https://admin.example');
  });

  it('[T-107] happens once when twenty processes start at once', { timeout: 60_000 }, async () => {
    database = await temporaryDatabase(dialect);
    const started = await Promise.all(Array.from({ length: 20 }, () => process()));
    expect(started.filter(({ credentials }) => credentials !== undefined)).toHaveLength(1);
    const { storage } = started[0]!;
    expect(await storage.keys.listShared()).toHaveLength(2);
    expect((await storage.clients.list({ limit: 10, caller: 'test' })).items).toHaveLength(2);
    expect((await storage.accounts.list({ limit: 10, caller: 'test' })).items).toHaveLength(1);
  });
});
