import { agentGrantTypes, isInteractive } from '@clientele/client-schema';
import { curlDiscovery, curlGrant, curlIntrospect } from './curl.js';
import { oauth4webapiCode, oauth4webapiMachine } from './oauth4webapi.js';
import { openidClientAgent, openidClientCode, openidClientMachine } from './openid-client.js';
import { type Metadata, type Snipped, type Snippet, literal, requestAlg, signsRequests } from './snippet.js';

/** Programs for what a client may do, with its own values in them. Secrets and keys come from the environment. */
export function snippetsFor(client: Snipped, metadata: Metadata, tokenFormat: 'jwt' | 'opaque'): Snippet[] {
  const grants = client.grant_types ?? [];
  return [
    ...(grants.includes('authorization_code') && !signsWithSecret(client)
      ? [openidClientCode(client, metadata), oauth4webapiCode(client, metadata)]
      : []),
    ...(grants.includes('client_credentials')
      ? [
          openidClientMachine(client, metadata),
          oauth4webapiMachine(client, metadata),
          curlGrant(client, metadata, 'client_credentials'),
        ]
      : []),
    ...(grants.includes('agent_credentials')
      ? [openidClientAgent(client, metadata), curlGrant(client, metadata, 'agent_credentials')]
      : []),
    ...(isInteractive(grants) && !grants.includes('client_credentials') ? [curlDiscovery(metadata)] : []),
    ...(client.allow_token_introspection ? [curlIntrospect(client, metadata)] : []),
    // The token of an agent is no JWT, whatever the others are.
    ...(tokenFormat === 'jwt' && !grants.every(isOfAgents) ? verify(metadata) : []),
  ].filter((snippet) => snippet !== undefined);
}

/** Neither library signs requests with a secret. */
const signsWithSecret = (client: Snipped) => signsRequests(client) && requestAlg(client).startsWith('HS');
const isOfAgents = (grant: string) => agentGrantTypes.some((type) => type === grant);

/** None where the issuer publishes no keys. */
function verify({ issuer, jwks_uri }: Metadata): Snippet[] {
  if (jwks_uri === undefined) return [];
  const snippet = {
    id: 'verify',
    title: 'Verify an access token',
    install: 'npm install jose',
    code: `import { createRemoteJWKSet, jwtVerify } from 'jose';

const keys = createRemoteJWKSet(new URL(${literal(jwks_uri)}));

// In your API, for each request. RFC 9068 §4: the type and the audience count as much as the signature.
const { payload } = await jwtVerify(accessToken, keys, {
  issuer: ${literal(issuer)},
  audience: 'https://api.example.com',
  typ: 'at+jwt',
});
console.log(payload.client_id, payload.scope);
`,
  };
  return [snippet];
}
