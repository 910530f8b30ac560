import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { Clientele } from './clientele.mjs';

/** @typedef {Parameters<typeof import('../server-process.mjs').ServerProcess.start>[0]} Program how a server is started */

/** Where a run keeps what it makes. */
export class Workplace {
  /** @type {string[]} */
  #databases = [];

  /**
   * @param {string} folder
   * @param {string | undefined} postgresUrl of a server on which databases may be created; absent: SQLite
   */
  constructor(folder, postgresUrl) {
    this.folder = folder;
    this.postgresUrl = postgresUrl;
  }

  /** A folder of its own, with the URL of an empty database. */
  async room() {
    const folder = mkdtempSync(join(this.folder, 'room-'));
    if (!this.postgresUrl) return { folder, databaseUrl: `sqlite:${join(folder, 'bench.db')}` };
    const name = `clientele_bench_${randomBytes(6).toString('hex')}`;
    await this.#query(`CREATE DATABASE ${name}`);
    this.#databases.push(name);
    const url = new URL(this.postgresUrl);
    url.pathname = `/${name}`;
    return { folder, databaseUrl: url.href };
  }

  async clear() {
    for (const name of this.#databases) await this.#query(`DROP DATABASE ${name} WITH (FORCE)`);
  }

  async #query(text) {
    const client = new pg.Client({ connectionString: this.postgresUrl });
    await client.connect();
    try {
      await client.query(text);
    } finally {
      await client.end();
    }
  }
}

/** @typedef {Awaited<ReturnType<Workplace['room']>>} Room */

/**
 * Clientele as users run it: the built server, with its own defaults.
 *
 * @param {Room} room
 * @param {number} port of the issuer; the admin API has the next one
 * @returns {Program}
 */
export function clientele({ folder, databaseUrl }, port) {
  return {
    execArgv: ['--max-semi-space-size=16'],
    file: join(import.meta.dirname, '../../apps/api/dist/main.js'),
    cwd: folder,
    ready: `http://127.0.0.1:${port + 1}/readyz`,
    env: {
      ISSUER: `http://127.0.0.1:${port}`,
      ADMIN_URL: `http://127.0.0.1:${port + 1}`,
      ISSUER_PORT: String(port),
      ADMIN_PORT: String(port + 1),
      DATABASE_URL: databaseUrl,
      BOOTSTRAP_CLIENT_SECRET: Clientele.automationSecret,
      BOOTSTRAP_ADMIN_PASSWORD: Clientele.adminPassword,
      // With SQLite the server makes one and keeps it beside the database.
      ...(!databaseUrl.startsWith('sqlite:') && { MASTER_KEY: masterKey }),
    },
  };
}

const masterKey = randomBytes(32).toString('base64');

/**
 * @param {Room} room
 * @param {number} port
 * @param {import('../clients.mjs').OAuthClients} clients
 * @returns {Program}
 */
export function peer({ folder }, port, clients) {
  return {
    file: join(import.meta.dirname, 'peer.mjs'),
    cwd: folder,
    ready: `http://127.0.0.1:${port}/.well-known/openid-configuration`,
    env: { PORT: String(port), BENCH_CLIENTS: JSON.stringify(clients) },
  };
}

/**
 * @param {Room} room
 * @param {number} port
 * @param {import('../clients.mjs').OAuthClients} clients
 * @param {{ token: string, documents: string }} admin the token that its admin routes want, and the file that fills them
 * @returns {Program}
 */
export function limit({ folder, databaseUrl }, port, clients, { token, documents }) {
  return {
    file: join(import.meta.dirname, 'limit.mjs'),
    cwd: folder,
    ready: `http://127.0.0.1:${port}/readyz`,
    env: {
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      BENCH_CLIENTS: JSON.stringify(clients),
      BENCH_ADMIN_TOKEN: token,
      BENCH_DOCUMENTS: documents,
    },
  };
}
