import { type RegisteredClient } from '../registered-client.js';
import { type Steps } from '../steps.js';

/**
 * Makes a check after which a user who fails it starts again at the application, if the client has an address for that:
 * it is the one that was registered, whatever the request says.
 */
export function orStartOver<T>(client: RegisteredClient | undefined, steps: Steps, check: () => T): T {
  const address = client?.enabled ? client.application_url : undefined;
  // A client that came into the registry by a back door may say anything.
  if (address !== undefined && /^https?:\/\//.test(address)) steps.startOver = address;
  const result = check();
  steps.startOver = undefined;
  return result;
}
