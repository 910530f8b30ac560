import { Writable } from 'node:stream';
import { type Fetcher } from '@clientele/runtime';
import { type Storage } from '@clientele/storage';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { createLogger } from '../logging.js';
import { type AdminScope, adminScopeNames } from '../admin/authorization/admin-scopes.js';
import { type TokenVerifier } from '../admin/authorization/token-verifier.js';
import { type Config, readConfig } from '../configuration/config.js';
import { prepare, serve } from '../server.js';
import { AdminApi } from './admin-api.js';
import { freePorts } from './free-ports.js';
import { type Dialect, temporaryDatabase } from './temporary-database.js';

/** Credentials of the first start, for tests that sign in. */
export const testCredentials = {
  username: 'admin',
  password: 'correct horse battery staple',
  client_id: 'clientele-automation',
  client_secret: 'aXk2-Pq9f_Lr7Tz0Wm4Yb8Nd',
};

/** Fixed, so that a test can start a second process on the database of the first. */
const masterKey = 'dGVzdGluZyBrZXkgb2YgMzIgb2N0ZXRzLCByYW5kb20=';

export interface RunningServer {
  readonly config: Config;
  readonly storage: Storage;
  readonly app: NestFastifyApplication;
  /** A request to the issuer listener, by its path. */
  issuer(path: string, init?: RequestInit): Promise<Response>;
  /** Everything that was logged, one JSON object per line. */
  log(): string;
  /** The admin API, called with a real access token that carries these scopes; all of them, when none is named. */
  admin(...scopes: readonly AdminScope[]): Promise<AdminApi>;
  /** The admin API, called with whatever token. */
  adminWith(authorization: string | undefined): AdminApi;
  /** An access token from the token endpoint. */
  token(client: { client_id: string; client_secret: string }, scope?: string): Promise<string>;
  close(): Promise<void>;
}

export interface RunningServerOptions {
  readonly dialect?: Dialect;
  readonly environment?: Readonly<Record<string, string>>;
  readonly tokens?: TokenVerifier;
  readonly fetcher?: Fetcher;
}

/** A whole server in this process: both listeners on free ports, on a database of its own. */
export async function runningServer(options: RunningServerOptions = {}): Promise<RunningServer> {
  const database = await temporaryDatabase(options.dialect ?? 'sqlite');
  const [issuerPort, adminPort] = await freePorts(2);
  const config = readConfig({
    DATABASE_URL: database.url,
    DATABASE_TIMEOUT: '60',
    MASTER_KEY: masterKey,
    ISSUER_PORT: String(issuerPort),
    ADMIN_PORT: String(adminPort),
    BOOTSTRAP_ADMIN_PASSWORD: testCredentials.password,
    BOOTSTRAP_CLIENT_SECRET: testCredentials.client_secret,
    ...options.environment,
  });
  const lines: string[] = [];
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString());
      done();
    },
  });
  const logger = await createLogger({ logLevel: 'debug', logFormat: 'json' }, sink);
  const { storage } = await prepare(config, logger);
  const { tokens, fetcher } = options;
  const server = await serve(storage, config, { logger, ...(tokens && { tokens }), ...(fetcher && { fetcher }) });
  const app = server.admin!;
  const http = app.getHttpAdapter().getInstance();

  const running: RunningServer = {
    config,
    storage,
    app,
    issuer: (path, init) => fetch(`${config.issuer}${path}`, { redirect: 'manual', ...init }),
    log: () => lines.join(''),
    adminWith: (authorization) => new AdminApi(http, authorization),
    async admin(...scopes) {
      const token = await running.token(testCredentials, (scopes.length > 0 ? scopes : adminScopeNames).join(' '));
      return running.adminWith(`Bearer ${token}`);
    },
    async token({ client_id, client_secret }, scope) {
      const answer = await running.issuer('/token', {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}` },
        body: new URLSearchParams({ grant_type: 'client_credentials', ...(scope && { scope }) }),
      });
      const body = await answer.text();
      const { access_token } = JSON.parse(body) as { access_token?: string };
      if (!access_token) throw new Error(`no token: ${body}`);
      return access_token;
    },
    async close() {
      await server.close();
      await database.remove();
    },
  };
  return running;
}
