import { type Schemas, createClientele } from '@clientele/sdk';

/** Where the console finds its issuer and its API; read first, so that one build fits every installation. */
export type ConsoleConfig = Schemas['ConsoleConfiguration'];

/** @throws Problem when the server refuses, TypeError when it does not answer */
export async function readConfig(): Promise<ConsoleConfig> {
  // Nobody has signed in yet.
  const anybody = createClientele({ baseUrl: location.origin });
  const { data } = await anybody.GET('/console/config.json', { cache: 'no-store' });
  return data!;
}
