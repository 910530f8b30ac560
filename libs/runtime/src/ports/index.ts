import { type AccountStore } from './account-store.js';
import { type ArtifactStore } from './artifact-store.js';
import { type AuditSink } from './audit-sink.js';
import { type ChangeFeed } from './change-feed.js';
import { type ClientDocumentStore } from './client-document-store.js';
import { type ClientRegistrar } from './client-registrar.js';
import { type ClientStore } from './client-store.js';
import { type Clock } from './clock.js';
import { type DeliveryStore } from './delivery-store.js';
import { type Fetcher } from './fetcher.js';
import { type GrantStore } from './grant-store.js';
import { type KeyStore } from './key-store.js';
import { type ReceiptStore } from './receipt-store.js';
import { type SettingsStore } from './settings-store.js';

export * from './account-store.js';
export * from './artifact-store.js';
export * from './audit-sink.js';
export * from './change-feed.js';
export * from './client-document-store.js';
export * from './client-registrar.js';
export * from './client-store.js';
export * from './clock.js';
export * from './delivery-store.js';
export * from './fetcher.js';
export * from './grant-store.js';
export * from './key-store.js';
export * from './receipt-store.js';
export * from './settings-store.js';

/** Everything the authorization server needs from the world. */
export interface Ports {
  clients: ClientStore;
  clientDocuments: ClientDocumentStore;
  /** Absent: nobody can register clients here. */
  registrar?: ClientRegistrar;
  settings: SettingsStore;
  artifacts: ArtifactStore;
  grants: GrantStore;
  deliveries: DeliveryStore;
  accounts: AccountStore;
  keys: KeyStore;
  fetcher: Fetcher;
  receipts: ReceiptStore;
  audit: AuditSink;
  changes: ChangeFeed;
  clock: Clock;
}
