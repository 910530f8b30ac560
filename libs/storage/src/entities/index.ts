import { AccountRow } from './account.js';
import { ArtifactRow } from './artifact.js';
import { ChangeCounterRow, ChangeRow } from './change.js';
import { ClientDocumentRow } from './client-document.js';
import { ClientSecretRow } from './client-secret.js';
import { ClientTermRow } from './client-term.js';
import { ClientRow } from './client.js';
import { ConsentRow } from './consent.js';
import { DeliveryRow } from './delivery.js';
import { EventRow } from './event.js';
import { GrantRow } from './grant.js';
import { IdempotencyKeyRow } from './idempotency-key.js';
import { ReceiptRow } from './receipt.js';
import { ResourceRow } from './resource.js';
import { RevisionRow } from './revision.js';
import { ServerSecretRow } from './server-secret.js';
import { SettingsRow } from './settings.js';
import { SigningKeyRow } from './signing-key.js';

/** Every table. */
export const entities = [
  AccountRow,
  ArtifactRow,
  ChangeCounterRow,
  ChangeRow,
  ClientRow,
  ClientDocumentRow,
  ClientSecretRow,
  ClientTermRow,
  ConsentRow,
  DeliveryRow,
  EventRow,
  GrantRow,
  IdempotencyKeyRow,
  ReceiptRow,
  ResourceRow,
  RevisionRow,
  ServerSecretRow,
  SettingsRow,
  SigningKeyRow,
];
