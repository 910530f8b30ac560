import { type EffectiveClient, ours } from '@clientele/client-schema';
import { isSameAlg } from '../client-signature.js';
import { type Parameters } from '../http.js';
import { type AccessTokenManager, type ServerState } from '../ports/settings-store.js';
import { type RegisteredClient } from '../registered-client.js';
import { type SecurityProfile } from '../security-profile.js';
import { type ProtocolRule, type Steps } from '../steps.js';
import { parseJwt } from './jwt.js';

const managerIsAllowed: ProtocolRule = {
  id: 'access-token-manager-is-allowed',
  spec: ours('access-tokens'),
  error: 'invalid_request',
  description: 'the client may not use this access token manager',
  sentence: 'The request names an access token manager that does not exist, or that the client may not use.',
};

/**
 * The managers that may make the access tokens of a client, its own first; none, where its own is gone. A profile that the
 * client is held to passes over those of others that sign otherwise than it says; the client’s own was checked with it.
 */
export function managersOf(
  client: Pick<EffectiveClient, 'default_access_token_manager_id' | 'restrict_to_default_access_token_manager'>,
  profile: SecurityProfile | undefined,
  client_id: string,
  { access_token_managers }: ServerState,
): readonly AccessTokenManager[] {
  const own = access_token_managers.filter(({ id }) => id === client.default_access_token_manager_id);
  if (client.restrict_to_default_access_token_manager) return own;
  const others = access_token_managers.filter(
    ({ id, restrict_clients, allowed_clients, signing_alg }) =>
      id !== client.default_access_token_manager_id &&
      (!restrict_clients || allowed_clients.includes(client_id)) &&
      (!profile || signing_alg === null || profile.algs.includes(signing_alg)),
  );
  return [...own, ...others];
}

/** The client as a request sees it that asks for tokens of one manager. @throws OAuthError invalid_request */
export function withAskedManager(client: RegisteredClient, params: Parameters, steps: Steps): RegisteredClient {
  const sent = params.get('access_token_manager_id');
  if (sent === undefined) return client;
  const asked = steps.need(
    managerIsAllowed,
    client.access_token_managers.find(({ id }) => id === sent),
    () => ({ sent, registered: client.access_token_managers.map(({ id }) => id) }),
  );
  return { ...client, access_token_managers: [asked] };
}

/**
 * The managers whose tokens a resource server is told of: the one that it names by `access_token_manager_id`, or by `aud`
 * with an address of an API; else its own, or all that it may use. @throws OAuthError invalid_request
 */
export function introspectedManagers(
  client: RegisteredClient,
  params: Parameters,
  steps: Steps,
): readonly AccessTokenManager[] {
  const aud = params.get('aud');
  if (params.has('access_token_manager_id')) return withAskedManager(client, params, steps).access_token_managers;
  const managers = client.access_token_managers;
  if (aud === undefined) return client.validate_against_all_access_token_managers ? managers : managers.slice(0, 1);
  const ofApi = managers.filter(({ resource_uris }) => resource_uris.includes(aud));
  steps.hold(managerIsAllowed, ofApi.length > 0, () => ({
    sent: aud,
    registered: managers.flatMap(({ resource_uris }) => resource_uris),
  }));
  return ofApi;
}

/** Whether the manager has made a token, whatever it makes now. */
export function isOfManager(
  token: string,
  { manager, aud }: { readonly manager?: string; readonly aud: readonly string[] },
  made: AccessTokenManager,
): boolean {
  if (manager !== undefined || !token.includes('.')) return manager === made.id;
  // A JWT of an earlier version does not say so: then it is one of those that could have.
  const alg = String(parseJwt(token)?.header['alg']);
  return (
    made.format === 'jwt' && isSameAlg(made.signing_alg ?? '', alg) && made.audience.every((name) => aud.includes(name))
  );
}

/** The manager that makes a token: the one of an API that it is for, else the client's own. */
export function managerFor(
  { access_token_managers }: RegisteredClient,
  audience: readonly string[],
): AccessTokenManager | undefined {
  const ofApi = access_token_managers.find(({ resource_uris }) => resource_uris.some((uri) => audience.includes(uri)));
  return ofApi ?? access_token_managers[0];
}
