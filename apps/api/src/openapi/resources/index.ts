import { type Resource } from '../resource.js';
import { accessTokenManagers } from './access-token-managers.js';
import { accounts } from './accounts.js';
import { clientSecrets } from './client-secrets.js';
import { clients } from './clients.js';
import { grants } from './grants.js';
import { operations } from './operations.js';
import { receipts } from './receipts.js';
import { scopes } from './scopes.js';
import { settings } from './settings.js';

/** Every resource of the API, in the order of the reference. */
export const resources: readonly Resource[] = [
  clients,
  clientSecrets,
  settings,
  scopes,
  accounts,
  accessTokenManagers,
  grants,
  receipts,
  operations,
];
