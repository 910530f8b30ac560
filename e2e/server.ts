import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { AdminApi } from './admin-api.js';
import { Browser } from './browser.js';
import { type Database, type Dialect, aDatabase } from './database.js';

/** What `npm start` runs once everything is built. */
const main = fileURLToPath(new URL('../apps/api/dist/main.js', import.meta.url));

/** Credentials of the first start. */
export const administrator = { username: 'admin', password: 'correct horse battery staple' };
export const automation = { client_id: 'clientele-automation', client_secret: 'aXk2-Pq9f_Lr7Tz0Wm4Yb8Nd' };

/** Milliseconds after which a process that is not ready never will be. */
const patience = 60_000;

export interface ServerOptions {
  /** Shared with other instances and outliving this one; otherwise the instance has one of its own. */
  readonly database?: Database;
  /** Of its own database. */
  readonly dialect?: Dialect;
  /** On top of, and instead of, what the instance is given anyway. An empty value counts as absent. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The built product as a process of its own, on free ports. */
export class Server {
  /** What tokens name; of several instances that serve one issuer, they all say the same. */
  readonly issuer: string;
  readonly adminUrl: string;
  /** Where this very instance listens. */
  readonly address: string;
  readonly adminAddress: string;
  /** Milliseconds from the start of the process until it was ready. */
  readyAfter = 0;
  #process: ChildProcess | undefined;
  #log = '';

  private constructor(
    readonly database: Database,
    private readonly ownsDatabase: boolean,
    private readonly folder: string,
    private readonly environment: Readonly<Record<string, string>>,
  ) {
    const scheme = environment.TLS_CERT ? 'https' : 'http';
    this.address = `${scheme}://localhost:${environment.ISSUER_PORT}`;
    this.adminAddress = `http://localhost:${environment.ADMIN_PORT}`;
    this.issuer = environment.ISSUER ?? this.address;
    this.adminUrl = environment.ADMIN_URL ?? this.adminAddress;
  }

  /** Starts an instance and waits until it is ready. */
  static async start(options: ServerOptions = {}): Promise<Server> {
    const database = options.database ?? (await aDatabase(options.dialect ?? 'sqlite'));
    for (let attempt = 1; ; attempt++) {
      const [issuerPort, adminPort] = await freePorts();
      const server = new Server(database, !options.database, mkdtempSync(join(tmpdir(), 'clientele-e2e-')), {
        ISSUER_PORT: String(issuerPort),
        ADMIN_PORT: String(adminPort),
        BOOTSTRAP_ADMIN_PASSWORD: administrator.password,
        BOOTSTRAP_CLIENT_SECRET: automation.client_secret,
        LOG_FORMAT: 'json',
        // A busy machine is slow; what an outage looks like is shown elsewhere.
        DATABASE_TIMEOUT: '60',
        ...database.environment,
        ...options.environment,
      });
      try {
        await server.restart();
        return server;
      } catch (error) {
        rmSync(server.folder, { recursive: true, force: true });
        // Between looking for a port and listening on it somebody else may have taken it.
        if (attempt === 3 || !server.log().includes('EADDRINUSE')) throw error;
      }
    }
  }

  /** Starts the process (again), on the same ports and the same database, and waits until it is ready. */
  async restart(): Promise<void> {
    const started = performance.now();
    const child = spawn(process.execPath, [main], {
      cwd: this.folder,
      env: { PATH: process.env.PATH, ...this.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.#log += text));
    }
    while (!(await this.isReady())) {
      if (!this.isAlive()) throw new Error(`the server ended at its start:\n${this.#log}`);
      if (performance.now() - started > patience) throw new Error(`the server is not ready:\n${this.#log}`);
      await wait(20);
    }
    this.readyAfter = performance.now() - started;
  }

  isAlive(): boolean {
    return this.#process !== undefined && this.#process.exitCode === null && this.#process.signalCode === null;
  }

  async isReady(): Promise<boolean> {
    const probe = this.environment.ROLES === 'issuer' ? `${this.address}/jwks` : `${this.adminAddress}/readyz`;
    const response = await fetch(probe, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
    await response?.body?.cancel();
    return response?.ok ?? false;
  }

  /** Everything that the processes of this instance wrote, on both streams. */
  log(): string {
    return this.#log;
  }

  /** Asks the process to end, as a supervisor does. @returns its exit code */
  stop(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  /** Ends the process in the middle of whatever it does. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#process!;
    if (this.isAlive()) {
      const ended = once(child, 'close');
      child.kill(signal);
      await ended;
    }
    return child.exitCode;
  }

  /** Ends the process and removes what it leaves. */
  async close(): Promise<void> {
    if (this.isAlive()) await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
    if (this.ownsDatabase) await this.database.remove();
  }

  /** An access token for the admin API. */
  async automationToken(scope = 'admin'): Promise<string> {
    const response = await fetch(`${this.address}/token`, {
      method: 'POST',
      headers: { authorization: basic(automation.client_id, automation.client_secret) },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope }),
    });
    const { access_token } = (await response.json()) as { access_token?: string };
    if (!access_token) throw new Error(`no token for ${scope}: ${response.status}`);
    return access_token;
  }

  /** The admin API for a caller with these scopes; with all of them, when none is named. */
  admin(scope = 'admin'): AdminApi {
    return new AdminApi(this.adminAddress, () => this.automationToken(scope));
  }

  /** A browser without JavaScript, and without a session. */
  browser(): Browser {
    return new Browser(this.address);
  }

  /** Posts a form to the issuer. */
  post(path: string, form: Readonly<Record<string, string>>, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.address}${path}`, { method: 'POST', body: new URLSearchParams(form), headers });
  }
}

/** What becomes of a start that does not succeed. */
export async function failedStart(environment: Readonly<Record<string, string>>): Promise<FailedStart> {
  const folder = mkdtempSync(join(tmpdir(), 'clientele-e2e-'));
  const [issuerPort, adminPort] = await freePorts();
  const ports = { ISSUER_PORT: String(issuerPort), ADMIN_PORT: String(adminPort) };
  const child = spawn(process.execPath, [main], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...ports, ...environment },
    timeout: patience,
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  child.stdout.resume();
  await once(child, 'close');
  rmSync(folder, { recursive: true, force: true });
  return { code: child.exitCode, lines: errors.split('\n').filter(Boolean) };
}

export interface FailedStart {
  readonly code: number | null;
  /** Of standard error. */
  readonly lines: readonly string[];
}

/** The Authorization header of a client whose id and secret need no encoding. */
export function basic(client_id: string, client_secret: string): string {
  return `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}`;
}

/** Ports that nobody listens on at the moment. */
export async function freePorts(): Promise<[number, number]> {
  const probes = [createServer(), createServer()];
  const ports = await Promise.all(
    probes.map(async (probe) => {
      await once(probe.listen(0, '127.0.0.1'), 'listening');
      return (probe.address() as AddressInfo).port;
    }),
  );
  await Promise.all(probes.map((probe) => once(probe.close(), 'close')));
  return ports as [number, number];
}
