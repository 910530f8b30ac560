import { execFileSync } from 'node:child_process';
import { chownSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandFolders, findOrInstall, isExecutable } from './debian.mjs';
import { Failure } from './run.mjs';

/**
 * A PostgreSQL for tests to fill and forget: a cluster of its own in a temporary folder, on a free loopback port,
 * deleted when this process ends. The server is installed first where it can be.
 *
 * @returns {Promise<string>} its URL; that of `TEST_POSTGRES_URL` where a server is given already
 */
export async function postgresForTests() {
  if (process.env.TEST_POSTGRES_URL) return process.env.TEST_POSTGRES_URL;
  const bin = findOrInstall('PostgreSQL', 'postgresql', serverFolder);
  const user = unprivilegedUser();
  // TMPDIR may name a folder of root's own, closed to the user that the server runs as.
  const folder = mkdtempSync(join(user ? '/tmp' : tmpdir(), 'clientele-postgres-'));
  const data = join(folder, 'data');
  const log = join(folder, 'log');
  const server = (name, ...args) =>
    execFileSync(join(bin, name), ['-D', data, ...args], {
      ...user,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    });

  atExit(() => rmSync(folder, { recursive: true, force: true }));
  if (user) chownSync(folder, user.uid, user.gid);
  // C.UTF-8 orders alike on every machine, and still knows upper and lower case beyond ASCII.
  server('initdb', '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync');
  const port = await freePort();
  // Nothing here outlives the tests, so nothing waits for the disk. Without a socket file no path can be too long.
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: "''",
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: 200,
  };
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  try {
    server('pg_ctl', '-w', '-l', log, '-o', options.join(' '), 'start');
  } catch (cause) {
    throw new Failure(`PostgreSQL did not start:\n${readFileSync(log, 'utf8')}`, { cause });
  }
  atExit(() => server('pg_ctl', '-w', '-m', 'immediate', 'stop'));
  return `postgres://postgres@127.0.0.1:${port}/postgres`;
}

/** Where the server's programs are: on the PATH, where Debian keeps them, or where `pg_config` says. */
function serverFolder() {
  const debian = globSync('/usr/lib/postgresql/*/bin').toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  const folders = [...commandFolders(), ...debian, ...configuredFolder()];
  return folders.find((folder) => ['initdb', 'pg_ctl'].every((name) => isExecutable(join(folder, name))));
}

function configuredFolder() {
  const known = commandFolders().some((folder) => isExecutable(join(folder, 'pg_config')));
  return known ? [execFileSync('pg_config', ['--bindir'], { encoding: 'utf8' }).trim()] : [];
}

/** PostgreSQL refuses to run as root: the user that its package made for it, or undefined where we are not root. */
function unprivilegedUser() {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

function freePort() {
  /** @type {PromiseWithResolvers<number>} */
  const { promise, resolve, reject } = Promise.withResolvers();
  const probe = createServer().once('error', reject);
  probe.listen(0, '127.0.0.1', () => {
    const address = probe.address();
    probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
  });
  return promise;
}

/** @type {(() => void)[]} */
const endings = [];

/**
 * Does something when this process ends, be it by Ctrl-C; the latest first.
 *
 * @param {() => void} ending
 */
function atExit(ending) {
  if (endings.length === 0) {
    process.once('exit', () => endings.toReversed().forEach((end) => end()));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.once(signal, () => process.exit(128 + constants.signals[signal]));
    }
  }
  endings.push(ending);
}
