import { randomBytes } from 'node:crypto';
import { TestClock } from '@clientele/runtime/ports/memory/clock';
import { Sealer } from '@clientele/runtime/sealer';
import { describe, expect, it } from 'vitest';
import { openStorage } from '../open-storage.js';
import { onServer, testDatabase, unhurried } from '../testing/databases.js';

describe('text index on PostgreSQL', () => {
  it('is not needed: without the permission to install it, clients are found one by one, and the log says so', async () => {
    const database = await testDatabase('postgres');
    const role = `plain_${randomBytes(8).toString('hex')}`;
    await onServer(database.url, `CREATE ROLE ${role} LOGIN PASSWORD 'plain'`);
    await onServer(database.url, `CREATE SCHEMA AUTHORIZATION ${role}`);
    const url = new URL(database.url);
    url.username = role;
    url.password = 'plain';
    const logged: string[] = [];
    const storage = await openStorage({
      databaseUrl: url.href,
      sealer: new Sealer([randomBytes(32)]),
      clock: new TestClock(),
      ...unhurried,
      log: (message) => logged.push(message),
    });
    await storage.migrate();
    await storage.clients.insert({ client_id: 'a', document: { client_name: 'Rechnung' }, created_by: 'alice' });

    const found = await storage.clients.list({ limit: 10, caller: 'alice', q: 'chnun' });
    expect(found.items.map(({ client_id }) => client_id)).toEqual(['a']);
    expect((await storage.clients.list({ limit: 10, caller: 'alice', q: 'nothing' })).items).toEqual([]);
    expect(logged).toEqual(['clients are searched without an index: PostgreSQL does not let us install pg_trgm']);

    await storage.close();
    await onServer(database.url, `DROP OWNED BY ${role} CASCADE`);
    await onServer(database.url, `DROP ROLE ${role}`);
    await database.close();
  });
});
