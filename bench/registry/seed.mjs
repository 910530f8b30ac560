/**
 * Fills a registry with clients, in bulk and past the API: a million take minutes.
 *
 *   node bench/registry/seed.mjs --database sqlite:/tmp/registry.db [--clients 1000000]
 *
 * The schema is that of the storage, and rows are what it would write. Seeding the same database again adds nothing.
 */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { Sealer } from '../../libs/runtime/dist/sealer.js';
import { openStorage } from '../../libs/storage/dist/index.js';
import { clientIdOf, rowsOf } from './clients.mjs';
import { openDriver } from './drivers.mjs';

const { values: options } = parseArgs({
  options: { database: { type: 'string' }, clients: { type: 'string', default: '1000000' } },
});
if (!options.database) throw new Error('--database is missing: sqlite:<path> or postgres://…');
const count = Number(options.clients);
const atOnce = 1000;

const storage = await openStorage({
  databaseUrl: options.database,
  sealer: /** @type {any} */ (new Sealer([randomBytes(32)])),
});
await storage.migrate();
await storage.close();

const driver = await openDriver(options.database);
const began = performance.now();
let first = 0;
const [last] = await driver.read("SELECT max(client_id) AS id FROM clients WHERE client_id LIKE 'client-%'");
if (last.id) first = Number(last.id.slice('client-'.length)) + 1;
for (let from = first; from < count; from += atOnce) {
  const tables = { clients: [], client_terms: [], revisions: [] };
  for (let index = from; index < Math.min(from + atOnce, count); index++) {
    for (const [table, rows] of Object.entries(rowsOf(index, count))) tables[table].push(...rows);
  }
  await driver.insert(tables);
  if (from % 50_000 === 0) console.log(`${from} of ${count}`);
}
// PostgreSQL does so by itself, some time later.
if (driver.dialect === 'postgres') await driver.read('ANALYZE');
await driver.close();
console.log(`${clientIdOf(count - 1)} is the last of ${count}; ${Math.round((performance.now() - began) / 1000)} s`);
