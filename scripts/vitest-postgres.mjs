import { postgresForTests } from './postgres.mjs';

/** Gives the tests of one Vitest run their PostgreSQL: the one of `npm test`, else one of their own. */
export async function setup() {
  process.env.TEST_POSTGRES_URL = await postgresForTests();
}
