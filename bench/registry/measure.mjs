/**
 * Measures the admin API on a registry that `seed.mjs` has filled, beside the bare driver with the same query.
 *
 *   node bench/registry/measure.mjs --database sqlite:/tmp/registry.db [--clients 1000000] [--runs 50]
 *     [--lines 20000] [--port 4300] [--dry-run]
 *
 * Times are medians in milliseconds: of the API from request to the last octet of the answer, of the driver alone; CPU
 * is that of the server process and of the process with the driver. The figures go into README.md, in the place of the
 * last ones of this kind of database; --dry-run leaves it alone.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { machine, table, writeReadme } from '../report.mjs';
import { ServerProcess } from '../server-process.mjs';
import { Clientele } from '../servers/clientele.mjs';
import { clientele } from '../servers/programs.mjs';
import { clientIdOf } from './clients.mjs';
import { openDriver } from './drivers.mjs';

const { values: options } = parseArgs({
  options: {
    database: { type: 'string' },
    clients: { type: 'string', default: '1000000' },
    runs: { type: 'string', default: '50' },
    lines: { type: 'string', default: '20000' },
    port: { type: 'string', default: '4300' },
    'dry-run': { type: 'boolean', default: false },
  },
});
const database = options.database ?? '';
if (!database) throw new Error('--database is missing: sqlite:<path> or postgres://…');
const count = Number(options.clients);
const runs = Number(options.runs);

// The same at each run, as the first one leaves them in the database.
Clientele.automationSecret = 'Registry-Benchmark_7Kq2xVw9Lr4Tz';
Clientele.adminPassword = 'Registry-Benchmark_3Hs8yNc1Gd6Jm';
const folder = database.startsWith('sqlite:') ? dirname(database.slice('sqlite:'.length)) : process.cwd();
const program = clientele({ folder, databaseUrl: database }, Number(options.port));
const masterKey = createHash('sha256').update('registry benchmark').digest('base64');
const { server } = await ServerProcess.start({ ...program, env: { ...program.env, MASTER_KEY: masterKey } });
const { ISSUER: issuer = '', ADMIN_URL: admin = '' } = program.env;
const caller = new Clientele(issuer, admin);
let token = await caller.adminToken();
const driver = await openDriver(database);

/** @param {string} path */
async function get(path, accept = 'application/json') {
  const response = await fetch(`${admin}${path}`, { headers: { authorization: `Bearer ${token}`, accept } });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response;
}

/**
 * @param {(run: number) => Promise<unknown>} work
 * @param {() => Promise<number>} cpuOf seconds that the process has used which does the work
 */
async function median(work, cpuOf) {
  for (let run = 0; run < 3; run++) await work(run);
  const times = [];
  const cpu = await cpuOf();
  for (let run = 3; run < runs + 3; run++) {
    const began = performance.now();
    await work(run);
    times.push(performance.now() - began);
  }
  const used = (((await cpuOf()) - cpu) / runs) * 1000;
  return { time: times.toSorted((a, b) => a - b)[Math.floor(runs / 2)] ?? NaN, cpu: used };
}

const cpuOfServer = async () => (await server.usage()).cpu;
const cpuHere = async () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

const collate = driver.dialect === 'postgres' ? ' COLLATE "C"' : '';
const order = `ORDER BY c.client_id${collate} LIMIT 51`;
const middle = clientIdOf(Math.floor(count / 2));
/** Each time another one, as what has been counted is remembered. */
const needle = (/** @type {number} */ run) => `plant ${Math.floor(count / 3) + run} near`;
const someId = (/** @type {number} */ run) => clientIdOf(Math.floor(count / 2) + run * 97);
const everyRow = 'SELECT c.* FROM clients c WHERE (c.trashed_at IS NULL) IS TRUE';
// The driver is told what the server finds out: which text is so common that the index is of no use.
const contains = driver.dialect === 'sqlite' ? 'instr(c.search_text, ?) > 0' : "(c.search_text || '') LIKE ?";
const indexed =
  driver.dialect === 'sqlite'
    ? `c.id IN (SELECT n.client FROM client_search_rows n
        WHERE n.number IN (SELECT rowid FROM client_search WHERE client_search MATCH ?))`
    : 'c.search_text LIKE ?';
/** @param {string} text */
const trigrams = (text) =>
  text
    .match(/.../g)
    ?.map((part) => `"${part}"`)
    .join(' AND ') ?? '';

/** The cursor of a page in the middle of the list. */
async function cursorInTheMiddle() {
  let after = '';
  const steps = Math.floor(count / 2 / 200);
  for (let step = 0; step < steps; step++) {
    const page = await (await get(`/clients?sort=client_id&limit=200&fields=client_id${after}`)).json();
    after = `&after=${encodeURIComponent(/** @type {any} */ (page).next)}`;
  }
  return after;
}

const deep = await cursorInTheMiddle();
/** @type {[string, (run: number) => string, string, (run: number) => unknown[]][]} */
const cases = [
  ['first page', () => '/clients?sort=client_id', `${everyRow} ${order}`, () => []],
  [
    'filtered page, one in a thousand',
    () => '/clients?sort=client_id&label=rare',
    `${everyRow} AND c.id IN (SELECT client FROM client_terms WHERE term = ?) ${order}`,
    () => ['label:rare'],
  ],
  [
    'filtered page, every second',
    () => '/clients?sort=client_id&grant_types=client_credentials',
    `${everyRow} AND EXISTS (SELECT 1 FROM client_terms t WHERE t.term = ? AND t.client = c.id) ${order}`,
    () => ['grant_types:client_credentials'],
  ],
  [
    'page in the middle of the list',
    () => `/clients?sort=client_id${deep}`,
    `${everyRow} AND c.client_id${collate} > ? ${order}`,
    () => [middle],
  ],
  [
    'substring that one client has',
    (run) => `/clients?sort=client_id&q=${encodeURIComponent(needle(run))}`,
    `${everyRow} AND ${indexed} ${order}`,
    (run) => [driver.dialect === 'sqlite' ? trigrams(needle(run)) : `%${needle(run)}%`],
  ],
  [
    'substring that all clients have',
    () => '/clients?sort=client_id&q=reports',
    `${everyRow} AND ${contains} ${order}`,
    () => [driver.dialect === 'sqlite' ? 'reports' : '%reports%'],
  ],
  [
    'read by id',
    (run) => `/clients/${someId(run)}`,
    'SELECT c.* FROM clients c WHERE c.client_id = ?',
    (run) => [someId(run)],
  ],
];

const rows = [['request', 'API, ms', 'API, CPU ms', 'driver, ms', 'driver, CPU ms']];
for (const [name, path, text, values] of cases) {
  const api = await median(async (run) => (await get(path(run))).arrayBuffer(), cpuOfServer);
  const bare = await median((run) => driver.read(text, values(run)), cpuHere);
  rows.push([name, ...[api.time, api.cpu, bare.time, bare.cpu].map((figure) => figure.toFixed(2))]);
  console.log(rows.at(-1)?.join(', '));
}
const transfers = [
  await transfer('Export', count, () => getLines('/clients')),
  await transfer('Import as a dry run', Number(options.lines), () => post(Number(options.lines))),
];
await driver.close();
await server.stop();

const kind = driver.dialect === 'postgres' ? 'PostgreSQL' : 'SQLite';
const figures = [
  `${kind}, ${count} clients; ${machine()}; medians of ${runs}; ${new Date().toISOString().slice(0, 10)}.`,
  table(rows),
  ...transfers,
].join('\n\n');
console.log(`\n${figures}`);
if (!options['dry-run']) writeReadme(figures, `registry on ${kind}`);

/** @param {string} path */
async function getLines(path) {
  return /** @type {AsyncIterable<Uint8Array>} */ ((await get(path, 'application/x-ndjson')).body);
}

/**
 * Sends clients as fast as the server takes them; the answer is read meanwhile.
 *
 * @param {number} lines
 * @returns {Promise<AsyncIterable<Uint8Array>>}
 */
async function post(lines) {
  const outgoing = request(`${admin}/clients?dry_run=true`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
  });
  const document = { client_type: 'server_to_server', grant_types: ['client_credentials'] };
  const body = (function* () {
    for (let line = 0; line < lines; line++)
      yield `${JSON.stringify({ client_name: `Imported ${line}`, ...document })}\n`;
  })();
  const sent = pipeline(Readable.from(body), outgoing);
  sent.catch((/** @type {unknown} */ error) => outgoing.destroy(error instanceof Error ? error : undefined));
  const [response] = await once(outgoing, 'response');
  if (response.statusCode !== 200) throw new Error(`import: ${response.statusCode}`);
  return response;
}

/**
 * Reads all lines of an answer, watching the memory of the server: by a tenth of the lines it has what it needs.
 *
 * @param {string} name
 * @param {number} expected how many lines there are
 * @param {() => Promise<AsyncIterable<Uint8Array>>} start
 */
async function transfer(name, expected, start) {
  token = await caller.adminToken();
  const rss = async () => (await server.usage()).rss;
  const before = await rss();
  const cpu = await cpuOfServer();
  const began = performance.now();
  let lines = 0;
  let early = before;
  let late = 0;
  const ended = new AbortController();
  const watch = (async () => {
    for (; !ended.signal.aborted; await sleep(100)) {
      if (lines < expected / 10) early = Math.max(early, await rss());
      else late = Math.max(late, await rss());
    }
  })();
  for await (const chunk of await start()) for (const octet of chunk) if (octet === 0x0a) lines++;
  ended.abort();
  await watch;
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  const each = ((((await cpuOfServer()) - cpu) / lines) * 1000).toFixed(2);
  const [first, tenth, most] = [before, early, late].map((size) => size.toFixed(0));
  return `${name}: ${lines} lines in ${seconds} s, ${each} ms of CPU each. Memory of the server: ${first} MiB before, at most ${tenth} MiB in the first tenth, and ${most} MiB in the rest.`;
}
