import { type Server } from '@clientele/client-schema';
import { type Services } from './context.js';

/** The server as rules see it, for clients that describe themselves. */
export async function serverFacts({
  addresses: { issuer, mutualTls },
  registry,
  keyRing,
}: Pick<Services, 'addresses' | 'registry' | 'keyRing'>): Promise<Server> {
  const [state, signing_algs] = await Promise.all([registry.server(), keyRing.allAlgs()]);
  return {
    ...state,
    issuer,
    signing_algs,
    // Nobody who is known by a document alone authenticates by a certificate.
    client_certificates: { terminations: [], aliases: mutualTls?.aliasUrl !== undefined },
  };
}
