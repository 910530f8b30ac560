import cluster from 'node:cluster';
import {
  AuthorizationServer,
  type Fetcher,
  type MutualTls,
  Sealer,
  SystemClock,
  GuardedFetcher,
} from '@clientele/runtime';
import { type Storage, openStorage } from '@clientele/storage';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Logger } from 'pino';
import { TokenVerifier } from './admin/authorization/token-verifier.js';
import { Readiness } from './admin/operations/readiness.js';
import { type Credentials, bootstrap } from './bootstrap/bootstrap.js';
import { Chores } from './chores.js';
import { type Config, isEmbedded } from './configuration/config.js';
import { masterKeyFile } from './configuration/master-key.js';
import { ClientUses } from './issuer/client-uses.js';
import { IssuerHost } from './issuer/issuer-host.js';
import { LazyRegistrar } from './issuer/registrar.js';
import { RuntimeEvents } from './issuer/runtime-events.js';
import { SharedMetrics } from './cluster-metrics.js';
import { Metrics } from './metrics.js';
import { removeUnusedClients } from './unused-clients.js';

/** Where the master key of an embedded database is kept. */
const masterKeyPath = './data/master.key';

export interface ServerOptions {
  readonly logger: Logger;
  /** Stands in for the token server when the admin API is tested on its own. */
  readonly tokens?: TokenVerifier;
  /** Reads the configuration again, for certificates that were renewed. @throws BadConfiguration */
  readonly readAgain?: () => Config;
  /** The way out; default: to public addresses alone. */
  readonly fetcher?: Fetcher;
}

/** The listeners of one process on its database. */
export interface Server {
  readonly storage: Storage;
  readonly admin?: NestFastifyApplication;
  readonly issuer?: IssuerHost;
  /** Ends what is under way, then closes everything. */
  close(): Promise<void>;
}

/** Connects to the database as it is. @throws StorageUnavailable */
export function connect(config: Config, logger: Logger): Promise<Storage> {
  const keys =
    config.masterKeys.length === 0 && isEmbedded(config.databaseUrl)
      ? [masterKeyFile(masterKeyPath)]
      : config.masterKeys;
  return openStorage({
    databaseUrl: config.databaseUrl,
    timeoutMs: config.databaseTimeout * 1000,
    sealer: new Sealer(keys),
    log: (message, fields) => logger.warn(fields, message),
  });
}

/** Connects to the database and brings its schema up to date. @throws StorageUnavailable */
export async function openDatabase(config: Config, logger: Logger): Promise<Storage> {
  const storage = await connect(config, logger);
  await storage.migrate();
  return storage;
}

/** Opens the database and makes what the first start makes. */
export async function prepare(
  config: Config,
  logger: Logger,
): Promise<{ storage: Storage; credentials: Credentials | undefined }> {
  const storage = await openDatabase(config, logger);
  return { storage, credentials: await bootstrap(storage, config) };
}

function mutualTlsOf({ clientCertificates }: Config): MutualTls | undefined {
  const { direct, header, aliasUrl, authorities } = clientCertificates;
  return direct || header !== undefined ? { aliasUrl, authorities } : undefined;
}

function wayOut({ outbound: { authorities, allowed } }: Config): Fetcher {
  return new GuardedFetcher({ allow: allowed, ...(authorities.length > 0 && { ca: authorities.join('\n') }) });
}

/** Says what no server in earnest should have, and what is allowed to few. */
function tellExceptions({ testResourcePath, outbound }: Config, logger: Logger): void {
  if (testResourcePath !== undefined) {
    logger.warn({ path: testResourcePath }, 'TEST_RESOURCE_PATH: a resource for test suites is served');
  }
  if (outbound.allowed.length > 0) {
    logger.warn({ allowed: outbound.allowed }, 'OUTBOUND_ALLOW: these may be called although they are not public');
  }
  if (outbound.authorities.length > 0) {
    logger.info({ authorities: outbound.authorities.length }, 'OUTBOUND_CA: further authorities are trusted in calls');
  }
}

/** Opens the listeners that the configuration asks for. */
export async function serve(
  storage: Storage,
  config: Config,
  { logger, tokens, readAgain, fetcher = wayOut(config) }: ServerOptions,
): Promise<Server> {
  tellExceptions(config, logger);
  const clock = new SystemClock();
  const metrics = cluster.isWorker ? new SharedMetrics() : new Metrics();
  metrics.observeProcess();
  const uses = new ClientUses(storage.clients, clock);
  const registrar = new LazyRegistrar(storage, config, clock, () => issuer);
  const issuer: AuthorizationServer = new AuthorizationServer(
    { ...storage.ports, registrar, clock, fetcher, audit: new RuntimeEvents(metrics, uses) },
    {
      issuer: config.issuer,
      adminUrl: config.adminUrl,
      mutualTls: mutualTlsOf(config),
      decoyKey: storage.derive('decoys'),
      nonceKey: storage.derive('DPoP nonces'),
      testResourcePath: config.testResourcePath,
      report: (problem, cause) => logger.error({ err: cause }, problem),
    },
  );

  const host = config.roles.has('issuer') ? new IssuerHost(issuer, config, { logger, metrics }) : undefined;
  const app = config.roles.has('admin') ? await adminApplication() : undefined;
  await Promise.all([host?.listen(config.issuerPort, config.host), app?.listen(config.adminPort, config.host)]);

  const chores = new Chores(logger);
  chores.every(30, 'noting the use of clients', () => uses.flush());
  chores.every(15, 'telling clients which sessions have ended', () => issuer.deliverLogoutTokens());
  chores.every(60, 'telling which keys have begun to sign or are over', () => storage.keys.tellStates());
  chores.every(300, 'deleting clients that registered and were never used', () => removeUnusedClients(storage));
  chores.every(300, 'removing what has expired', () => storage.purgeExpired());

  if (host && config.tls && readAgain) {
    chores.every(60, 'reading the certificate of the issuer listener', async () => host.renew(readAgain().tls!));
  }

  return {
    storage,
    ...(app && { admin: app }),
    ...(host && { issuer: host }),
    async close() {
      app?.get(Readiness).close();
      await Promise.all([host?.close(), app?.close(), chores.stop()]);
      await uses.flush();
      await issuer.close();
      await storage.close();
    },
  };

  async function adminApplication(): Promise<NestFastifyApplication> {
    // The framework is loaded by those processes only that need it.
    const { createAdminApplication } = await import('./admin/admin-application.js');
    const describe = async () => (await import('./openapi.js')).openApiDocument();
    return createAdminApplication(
      {
        registry: storage,
        config,
        clock,
        metrics,
        describe,
        tokens: tokens ?? issuer,
        pendingReceipts: issuer,
        elsewhere: issuer,
        sectors: issuer,
        explainer: issuer,
      },
      logger,
    );
  }
}
