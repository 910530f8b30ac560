import { type Person } from './browser.js';
import { type Server } from './server.js';

/** A user of the applications that tests register. */
export const alice: Person & { readonly claims: Readonly<Record<string, unknown>> } = {
  username: 'alice',
  password: 'a river under the old bridge',
  claims: { name: 'Alice Liddell', email: 'alice@example.com', email_verified: true },
};

/** Gives alice an account. @returns her subject identifier */
export async function signsUp(server: Server): Promise<string> {
  const { username, password, claims } = alice;
  const account = await server.admin().does('POST', '/accounts', { username, password, claims });
  return String(account.sub);
}
