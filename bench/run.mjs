/**
 * Measures Clientele beside oidc-provider and beside a bare limit server, and writes the figures into README.md.
 *
 *   pnpm bench [--rounds 9] [--seconds 2] [--warm-up 1] [--settle 6] [--only es256,refresh] [--clients 10000]
 *              [--port 4300] [--postgres] [--dry-run]
 *
 * Before the rounds of a scenario each server is loaded until it has used --settle seconds of CPU.
 * With --postgres both Clientele and the limit server keep their state on the server that BENCH_POSTGRES_URL or
 * TEST_POSTGRES_URL names, in databases that the run creates and drops. --dry-run leaves README.md alone.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { LoadProcess, measure, settle } from './measure.mjs';
import { report, writeReadme } from './report.mjs';
import { scenarios } from './scenarios.mjs';
import { ServerProcess } from './server-process.mjs';
import { Clientele } from './servers/clientele.mjs';
import { Workplace, clientele, limit, peer } from './servers/programs.mjs';
import { measureStart } from './startup.mjs';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '9' },
    seconds: { type: 'string', default: '2' },
    'warm-up': { type: 'string', default: '1' },
    settle: { type: 'string', default: '6' },
    only: { type: 'string' },
    clients: { type: 'string', default: '10000' },
    port: { type: 'string', default: '4300' },
    postgres: { type: 'boolean', default: false },
    'dry-run': { type: 'boolean', default: false },
  },
});
const rounds = Number(options.rounds);
const timing = { warmUp: Number(options['warm-up']), seconds: Number(options.seconds) };
const chosen = scenarios.filter(({ id }) => !options.only || options.only.split(',').includes(id));
const postgresUrl = process.env.BENCH_POSTGRES_URL ?? process.env.TEST_POSTGRES_URL;
if (options.postgres && !postgresUrl) throw new Error('--postgres needs BENCH_POSTGRES_URL or TEST_POSTGRES_URL');

const firstPort = Number(options.port);
const ports = { clientele: firstPort, peer: firstPort + 10, limit: firstPort + 20 };

// Whatever ends this process, nothing of it stays: servers are ended by an exit handler too.
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    console.error(`${signal}: ending`);
    process.exit(1);
  });
}
const folder = mkdtempSync(join(tmpdir(), 'clientele-bench-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
const workplace = new Workplace(folder, options.postgres ? postgresUrl : undefined);
const source = new LoadProcess();
try {
  const results = await run();
  console.log(`\n${results}`);
  if (!options['dry-run']) writeReadme(results);
} finally {
  source.stop();
  await workplace.clear();
}

async function run() {
  const room = await workplace.room();
  const ours = new Clientele(`http://127.0.0.1:${ports.clientele}`, `http://127.0.0.1:${ports.clientele + 1}`);
  console.log(`Clientele starts and gets ${options.clients} clients`);
  const { server } = await ServerProcess.start(clientele(room, ports.clientele));
  const clients = await ours.createOAuthClients();
  const documents = await ours.fillRegistry(Number(options.clients));
  const admin = { token: await ours.adminToken(), documents: join(folder, 'clients.ndjson') };
  writeFileSync(admin.documents, documents.map((document) => `${JSON.stringify(document)}\n`).join(''));
  const world = { clients, ids: documents.map(({ client_id }) => client_id) };

  const peerProgram = peer(await workplace.room(), ports.peer, clients);
  const limitProgram = limit(await workplace.room(), ports.limit, clients, admin);
  const peerIssuer = `http://127.0.0.1:${ports.peer}`;
  const limitIssuer = `http://127.0.0.1:${ports.limit}`;
  const password = Clientele.adminPassword;
  const contenders = {
    Clientele: {
      server,
      issuer: ours.issuer,
      admin: ours.admin,
      adminToken: () => ours.adminToken(),
      credentials: { username: 'admin', password },
    },
    'oidc-provider': {
      server: (await ServerProcess.start(peerProgram)).server,
      issuer: peerIssuer,
      credentials: { login: 'alice', password },
    },
    limit: {
      server: (await ServerProcess.start(limitProgram)).server,
      issuer: limitIssuer,
      admin: limitIssuer,
      adminToken: async () => admin.token,
      // It signs in whoever comes.
      credentials: {},
    },
  };

  const figures = await measureAll(contenders, world);
  const rssAfter = {};
  for (const [name, { server }] of Object.entries(contenders)) {
    rssAfter[name] = (await server.usage()).rss;
    await server.stop();
  }
  const starts = await measureStarts(clients);
  return report({
    scenarios: figures,
    starts,
    rssAfter: {
      'Clientele, first start': rssAfter.Clientele,
      'oidc-provider': rssAfter['oidc-provider'],
      limit: rssAfter.limit,
    },
    database: options.postgres ? 'PostgreSQL' : 'SQLite',
    clients: documents.length,
    command: ['pnpm bench', ...process.argv.slice(2)].join(' '),
    rounds,
    seconds: timing.seconds,
  });
}

/** Every scenario in turn; within one the servers alternate, so that what disturbs the machine disturbs them alike. */
async function measureAll(contenders, world) {
  const figures = [];
  for (const { title, admin, prepare } of chosen) {
    const taking = Object.entries(contenders).filter(([, target]) => !admin || target.admin);
    /** @type {Record<string, number[]>} */
    const rates = {};
    for (const [, { server, ...target }] of taking) {
      await settle(source, server, () => prepare(target, world), Number(options.settle));
    }
    for (let round = 1; round <= rounds; round++) {
      const line = [];
      for (const [name, { server, ...target }] of taking) {
        const rate = await measure(source, server, await prepare(target, world), timing);
        (rates[name] ??= []).push(rate);
        line.push(`${name} ${Math.round(rate)}`);
      }
      console.log(`${title}, round ${round}: ${line.join(', ')}`);
    }
    figures.push({ title, figures: rates });
  }
  return figures;
}

/** Starts of each server when nothing else of ours runs: Clientele with an empty database, and with one that it knows. */
async function measureStarts(clients) {
  /** @type {Record<string, import('./startup.mjs').Start[]>} */
  const starts = {};
  const start = async (name, program) => (starts[name] ??= []).push(await measureStart(program));
  for (let round = 0; round < Math.min(rounds, 3); round++) {
    const program = clientele(await workplace.room(), ports.clientele);
    await start('Clientele, first start', program);
    await start('Clientele, later starts', program);
    await start('oidc-provider', peer(await workplace.room(), ports.peer, clients));
    await start('limit', limit(await workplace.room(), ports.limit, clients, { token: '', documents: '' }));
  }
  return starts;
}
