import { type EffectiveClient, type GrantType, isInteractive } from '@clientele/client-schema';
import { count } from '../../words/count.js';
import { durationInWords } from '../../words/duration.js';

type Subject = Partial<EffectiveClient>;

const kinds: Readonly<Record<string, string>> = {
  web: 'a web application with a server of its own',
  single_page_application: 'an application that runs in the browser',
  native: 'an application on its users’ devices',
  server_to_server: 'a service that acts without users',
};

const proofs: Readonly<Record<string, string>> = {
  none: 'It cannot prove who it is, so each code is bound to the instance that asked for it (PKCE).',
  client_secret_basic: 'It proves who it is with a secret in the Authorization header.',
  client_secret_post: 'It proves who it is with a secret in the request body.',
  client_secret_jwt: 'It proves who it is by signing an assertion with its secret.',
  private_key_jwt: 'It proves who it is by signing an assertion with its own private key.',
  tls_client_auth: 'It proves who it is with a certificate that a trusted authority has issued.',
  self_signed_tls_client_auth: 'It proves who it is with a certificate of its own that is registered here.',
};

const grants: Readonly<Record<GrantType, (client: Subject) => string>> = {
  authorization_code: ({ redirect_uris = [] }) =>
    `It signs users in, and they return to ${
      redirect_uris.length === 1 ? redirect_uris[0] : count(redirect_uris.length, 'redirect URI')
    }.`,
  agent_code: () => 'It obtains tokens for agents that go on for the users who sign in.',
  agent_credentials: () => 'It obtains tokens for agents that act in its own name, without a user.',
  implicit: () => 'Its tokens pass through the browser of its users: the implicit grant.',
  client_credentials: () => 'It obtains tokens in its own name, without a user.',
  refresh_token: ({ refresh_token_ttl = 0, rotate_refresh_tokens }) =>
    refresh_token_ttl === 0
      ? 'It gets no refresh tokens, as their lifetime is 0.'
      : `It keeps access without a new sign-in: a refresh token lives ${durationInWords(refresh_token_ttl)}${
          rotate_refresh_tokens ? ' and is replaced at each use' : ''
        }.`,
};

/** What a client is and may do, in sentences that somebody can agree or disagree with. */
export function clientInSentences(client: Subject): string[] {
  const signsIn = isInteractive(client.grant_types ?? []);
  const name = client.client_name ?? 'This client';
  const sentences = [
    client.client_type && `${name} is ${kinds[client.client_type] ?? client.client_type}.`,
    client.enabled === false && 'It is disabled: every endpoint refuses it.',
    ...(client.grant_types ?? []).map((grant) => grants[grant]?.(client) ?? `It may use the grant ${grant}.`),
    client.grant_types?.length === 0 && 'It may not obtain tokens.',
    client.token_endpoint_auth_method && proofs[client.token_endpoint_auth_method],
    signsIn && client.require_pkce && client.token_endpoint_auth_method !== 'none' && 'It must use PKCE.',
    client.scope
      ? `It may ask for ${client.scope.split(' ').join(', ')}.`
      : 'It may ask for every common scope of this server, and no exclusive one.',
    signsIn &&
      (client.first_party ? 'Users are not asked for consent.' : 'Users are asked for consent before it gets access.'),
    client.access_token_ttl !== undefined && `Its access tokens live ${durationInWords(client.access_token_ttl)}.`,
    client.allow_token_introspection && 'It may ask what the tokens of others are worth.',
  ];
  return sentences.filter((sentence) => typeof sentence === 'string');
}
