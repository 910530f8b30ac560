import { type EffectiveClient } from '@clientele/client-schema';
import { type AuthorizationServer } from 'oauth4webapi';

/** A request that a client might send. */
export interface ExampleRequest {
  readonly title: string;
  /** As somebody would paste it. */
  readonly text: string;
}

type Asking = Pick<EffectiveClient, 'grant_types' | 'allowed_code_challenge_methods'> &
  Partial<Pick<EffectiveClient, 'redirect_uris' | 'scope' | 'response_types'>> & { readonly client_id: string };
type Metadata = Pick<AuthorizationServer, 'issuer' | 'authorization_endpoint' | 'token_endpoint'>;

/** RFC 7636 appendix B: one that anybody knows. */
const codeChallenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

/** What this client would begin with: one request for each of its grants that need nothing from an earlier answer. */
export function exampleRequests(client: Asking, metadata: Metadata): ExampleRequest[] {
  const { grant_types: grants } = client;
  return [
    ...((grants.includes('authorization_code') || grants.includes('implicit')) && metadata.authorization_endpoint
      ? [{ title: 'Authorization request', text: authorizationUrl(client, metadata.authorization_endpoint) }]
      : []),
    ...(['client_credentials', 'agent_credentials'] as const)
      .filter((grant) => grants.includes(grant))
      .map((grant) => ({ title: titles[grant], text: tokenRequest(client, metadata, grant) })),
  ];
}

const titles = { client_credentials: 'Client credentials', agent_credentials: 'Agent credentials' };

function authorizationUrl(client: Asking, endpoint: string): string {
  const { client_id, grant_types, redirect_uris = [], scope, allowed_code_challenge_methods: methods } = client;
  const usual = grant_types.includes('authorization_code') ? 'code' : 'id_token token';
  const response_type = client.response_types?.[0] ?? usual;
  const words = response_type.split(' ');
  const address = new URL(endpoint);
  address.search = new URLSearchParams({
    client_id,
    response_type,
    ...(redirect_uris[0] !== undefined && { redirect_uri: redirect_uris[0] }),
    scope: scope || 'openid profile',
    state: 'af0ifjsldkj',
    // OpenID Connect Core §3.2.2.1.
    ...(words.includes('id_token') && { nonce: 'n-0S6_WzA2Mj' }),
    ...(words.includes('code') && {
      code_challenge: codeChallenge,
      code_challenge_method: methods.includes('S256') ? 'S256' : (methods[0] ?? 'S256'),
    }),
  }).toString();
  return address.href;
}

/** Without credentials: what is explained is what comes after them. */
function tokenRequest({ client_id, scope }: Asking, { token_endpoint }: Metadata, grant: string): string {
  return [
    `curl ${token_endpoint}`,
    `-d grant_type=${grant}`,
    `--data-urlencode '${`client_id=${client_id}`.replaceAll("'", `'\\''`)}'`,
    ...(scope ? [`--data-urlencode 'scope=${scope.replaceAll("'", `'\\''`)}'`] : []),
  ].join(' \\\n  ');
}
