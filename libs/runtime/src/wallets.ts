import { interactiveGrantTypes, ours } from '@clientele/client-schema';
import { type Context } from './context.js';
import { isDid, keyOfDid } from './did.js';
import { OAuthError } from './errors.js';
import { type ProtocolRequest } from './http.js';
import { type RegisteredClient } from './registered-client.js';
import { type Facts, Steps, rulesOf } from './steps.js';
import { type Limit, sourceOf } from './throttle.js';

/** Documents per window that one source may have fetched. */
const mostDocuments = 30;

const invalidClient = rulesOf('invalid_client');

const didIsUnderstood = invalidClient(
  'did-is-understood',
  ours('agents'),
  'the client is unknown',
  'The client_id is a DID, but none of the methods jwk and key with a public key that verifies signatures.',
);
const walletsAreServed = invalidClient(
  'wallets-are-served',
  ours('agents'),
  'the client is unknown',
  'The client_id is a DID, but no client has the issuer as its public_client_id.',
);

/**
 * The client that a request names: the one of this client_id or, for a wallet that names itself by a DID, the one whose
 * `public_client_id` is the issuer. Undefined: no client has the client_id. @throws OAuthError invalid_client for a DID
 */
export function clientNamed(
  client_id: string,
  context: ClientSource,
): Promise<RegisteredClient | undefined> | RegisteredClient {
  if (isDid(client_id)) return clientForWallets(client_id, context);
  return client_id.startsWith('https://') ? clientWithAddress(client_id, context) : context.registry.client(client_id);
}

/** What is told of a name that no client has. */
export function factsOfNobody(client_id: string, { registry }: Pick<Context, 'registry'>): Facts {
  const fault = registry.documentFault(client_id);
  return { sent: client_id, ...(fault !== undefined && { sentence: `No client has this client_id: ${fault}.` }) };
}

/** Nobody makes this server fetch documents without end. @throws TooManyRequests */
function clientWithAddress(
  client_id: string,
  { registry, request, throttle }: ClientSource,
): Promise<RegisteredClient | undefined> | RegisteredClient {
  return registry.client(client_id, async () => {
    if (request) await throttle?.count([documentsFor(request)]);
  });
}

function documentsFor({ peer }: ProtocolRequest): Limit {
  return { key: `documents ${sourceOf(peer.address)}`, failures: mostDocuments };
}

/** The client of a name that was noted earlier, as far as it still is one; undefined also where wallets are served no more. */
export async function servedClient(
  name: string,
  { registry, addresses }: Omit<ClientSource, 'steps'>,
): Promise<RegisteredClient | undefined> {
  try {
    // Its own steps: these are no checks of the request in hand.
    const client = await clientNamed(name, { registry, addresses, steps: new Steps() });
    return client?.enabled ? client : undefined;
  } catch (error) {
    if (error instanceof OAuthError) return undefined;
    throw error;
  }
}

/** Who makes the request, where there is one in hand: fetches for it are counted. */
type ClientSource = Pick<Context, 'registry' | 'addresses' | 'steps'> & Partial<Pick<Context, 'request' | 'throttle'>>;

async function clientForWallets(
  client_id: string,
  { registry, addresses, steps }: ClientSource,
): Promise<RegisteredClient> {
  // A DID is said by whoever wrote the request, and may be as long as that.
  steps.need(didIsUnderstood, keyOfDid(client_id), { sent: client_id.slice(0, 200) });
  const client = await registry.publicClient(addresses.issuer);
  return forWallet(steps.need(walletsAreServed, client, { registered: addresses.issuer }), client_id);
}

/**
 * A client as it answers for a wallet. Anybody can write down a DID, so it opens nothing but codes, each bound to whoever
 * asked for it by PKCE, and they go to registered addresses alone; users are asked each time, and nothing is given that
 * could be used without them.
 */
function forWallet(client: RegisteredClient, did: string): RegisteredClient {
  return Object.freeze({
    ...client,
    did,
    require_pkce: true,
    bypass_consent: false,
    allow_unregistered_redirect_uris: false,
    grant_types: client.grant_types.filter((type) => interactiveGrantTypes.some((interactive) => interactive === type)),
  });
}
