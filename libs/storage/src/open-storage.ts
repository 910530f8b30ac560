import { type Clock, SystemClock } from '@clientele/runtime/ports/index';
import { type Sealer } from '@clientele/runtime/sealer';
import { DatabaseAccountStore } from './adapters/account-store.js';
import { DatabaseArtifactStore } from './adapters/artifact-store.js';
import { DatabaseChangeFeed, lookEvery } from './adapters/change-feed.js';
import { DatabaseClientDocumentStore } from './adapters/client-document-store.js';
import { DatabaseClientStore } from './adapters/client-store.js';
import { DatabaseDeliveryStore } from './adapters/delivery-store.js';
import { DatabaseGrantStore } from './adapters/grant-store.js';
import { DatabaseKeyStore } from './adapters/key-store.js';
import { DatabaseReceiptStore } from './adapters/receipt-store.js';
import { DatabaseSettingsStore } from './adapters/settings-store.js';
import { type Database, defaultTimeout } from './database/database.js';
import { PostgresDatabase } from './database/postgres-database.js';
import { SqliteDatabase } from './database/sqlite-database.js';
import { purgeExpired } from './purge.js';
import { DatabaseAccountRepository } from './repositories/account-repository.js';
import { DatabaseCheckedWrites } from './repositories/checked-writes.js';
import { DatabaseClientDocumentRepository } from './repositories/client-document-repository.js';
import { DatabaseClientRepository } from './repositories/client-repository.js';
import { Cursors } from './repositories/cursor.js';
import { DatabaseEventRepository } from './repositories/event-repository.js';
import { DatabaseGrantRepository } from './repositories/grant-repository.js';
import { DatabaseIdempotencyRepository } from './repositories/idempotency-repository.js';
import { KeyGenerations } from './repositories/key-generations.js';
import { DatabaseKeyRepository } from './repositories/key-repository.js';
import { DatabaseReceiptRepository } from './repositories/receipt-repository.js';
import { DatabaseResourceRepository } from './repositories/resource-repository.js';
import { DatabaseSettingsRepository } from './repositories/settings-repository.js';
import { type Storage } from './storage.js';

type Log = (message: string, fields: Record<string, unknown>) => void;

export interface StorageOptions {
  /** `sqlite:<path>` or `postgres://…`. */
  databaseUrl: string;
  sealer: Sealer;
  /** Default: the system's. */
  clock?: Clock;
  /** Milliseconds after which whoever asks hears that PostgreSQL does not answer, at least 1000; default 2000. */
  timeoutMs?: number;
  /** How often other processes' changes are looked for, in milliseconds; default `lookEvery`. */
  pollIntervalMs?: number;
  /** Told of failures that no caller sees. */
  log?: Log;
}

/**
 * Connects to the database; `migrate` comes next.
 * @throws StorageUnavailable when it cannot be reached
 * @throws TypeError when the URL is of no database we know
 */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  const { databaseUrl, sealer, clock = new SystemClock(), pollIntervalMs = lookEvery, log = () => {} } = options;
  const database = await openDatabase(databaseUrl, options.timeoutMs ?? defaultTimeout, log);
  const cursors = new Cursors(sealer.derive('cursors'));
  const changes = new DatabaseChangeFeed(database, pollIntervalMs, log);
  const generations = new KeyGenerations(database, clock);
  const clients = new DatabaseClientRepository(database, sealer, cursors, clock, generations);

  return {
    ports: {
      clients: new DatabaseClientStore(database, sealer),
      clientDocuments: new DatabaseClientDocumentStore(database),
      settings: new DatabaseSettingsStore(database, sealer),
      artifacts: new DatabaseArtifactStore(database, clock),
      grants: new DatabaseGrantStore(database),
      deliveries: new DatabaseDeliveryStore(database),
      accounts: new DatabaseAccountStore(database),
      keys: new DatabaseKeyStore(database, sealer, clock),
      receipts: new DatabaseReceiptStore(database),
      changes,
    },
    clients,
    clientDocuments: new DatabaseClientDocumentRepository(database, cursors),
    settings: new DatabaseSettingsRepository(database, clock),
    resources: new DatabaseResourceRepository(database, cursors, clock),
    accounts: new DatabaseAccountRepository(database, cursors, clock),
    keys: new DatabaseKeyRepository(database, generations, sealer, clock),
    receipts: new DatabaseReceiptRepository(database, cursors, clock),
    grants: new DatabaseGrantRepository(database, cursors, clock),
    idempotency: new DatabaseIdempotencyRepository(database, sealer, clock),
    events: new DatabaseEventRepository(database, cursors),
    unitOfWork: database,
    authorship: database,
    checkedWrites: new DatabaseCheckedWrites(database),
    migrate: () => database.migrate(),
    migrationsPending: () => database.migrationsPending(),
    ping: () => database.ping(),
    purgeExpired: () => purgeExpired(database, clients, clock),
    derive: (purpose) => sealer.derive(purpose),
    async close() {
      await changes.close();
      await database.close();
    },
  };
}

function openDatabase(url: string, timeout: number, log: Log): Promise<Database> {
  if (url.startsWith('sqlite:')) return SqliteDatabase.open(url.slice('sqlite:'.length));
  if (/^postgres(ql)?:\/\//.test(url)) return PostgresDatabase.open(url, timeout, log);
  throw new TypeError('a database URL begins with sqlite: or postgres://');
}
