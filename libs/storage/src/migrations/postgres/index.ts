import { Initial1700000000000 } from './1700000000000-initial.js';

/** In the order in which they run. */
export const postgresMigrations = [Initial1700000000000];
