import { Initial1700000000000 } from './1700000000000-initial.js';
import { SignInEpoch1700000001000 } from './1700000001000-sign-in-epoch.js';
import { History1700000002000 } from './1700000002000-history.js';
import { ClientSearch1700000003000 } from './1700000003000-client-search.js';

/** In the order in which they run. */
export const sqliteMigrations = [
  Initial1700000000000,
  SignInEpoch1700000001000,
  History1700000002000,
  ClientSearch1700000003000,
];
