import { type Resource } from '../resource.js';
import { accounts } from './accounts.js';
import { clientDocuments } from './client-documents.js';
import { clientRevisions } from './client-revisions.js';
import { clientSecrets } from './client-secrets.js';
import { clients } from './clients.js';
import { declaredResources } from './declared.js';
import { events } from './events.js';
import { grants } from './grants.js';
import { keyPairKeys } from './key-pair-keys.js';
import { operations } from './operations.js';
import { receipts } from './receipts.js';
import { settings } from './settings.js';

/** Every resource of the API, in the order of the reference. */
export const resources: readonly Resource[] = [
  clients,
  clientSecrets,
  clientRevisions,
  clientDocuments,
  settings,
  ...declaredResources,
  keyPairKeys,
  accounts,
  grants,
  receipts,
  events,
  operations,
];
