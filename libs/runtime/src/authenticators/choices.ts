import { BlockList, isIP } from 'node:net';
import { type Authenticator, type AuthenticatorFilter, ours } from '@clientele/client-schema';
import { allowedAuthenticators, authenticatorsOf } from '@clientele/client-schema/offered-authenticators';
import { type Context } from '../context.js';
import { type RegisteredClient } from '../registered-client.js';
import { type ProtocolRule } from '../steps.js';

export const authenticatorIsOffered: ProtocolRule = {
  id: 'authenticator-is-offered',
  spec: ours('sign-in'),
  error: 'invalid_request',
  description: 'this way to sign in is not offered',
  sentence: 'The user tried to sign in with an authenticator that is not offered to this request.',
};

/** What a user may sign in with. */
export interface Choices {
  /** What the identity provider of the client has. */
  readonly existing: readonly Authenticator[];
  /** What the client takes of it, and what no filter hides from this request. */
  readonly offered: readonly Authenticator[];
}

/** The authenticators of a request, as its client's settings have them and as far as they are for where it comes from. */
export async function choicesOf(client: RegisteredClient, { registry, request }: Context): Promise<Choices> {
  const server = await registry.server();
  const existing = authenticatorsOf(client.identity_provider_id, server);
  const filters = server.authenticator_filters.filter(({ id }) => client.authenticator_filters.includes(id));
  const hidden = new Set(
    filters
      .filter(({ networks }) => !isWithin(networks, request.peer.address))
      .flatMap(({ authenticators }) => authenticators),
  );
  const offered = allowedAuthenticators(existing, client.allowed_authenticators).filter(({ id }) => !hidden.has(id));
  return { existing, offered };
}

function isWithin(networks: AuthenticatorFilter['networks'], address: string): boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [base = '', prefix] = network.split('/');
    list.addSubnet(base, Number(prefix), isIP(base) === 6 ? 'ipv6' : 'ipv4');
  }
  const version = isIP(address);
  return version !== 0 && list.check(address, version === 6 ? 'ipv6' : 'ipv4');
}
