import { type EffectiveClient, agentGrantTypes, isInteractive } from '@clientele/client-schema';
import { type AuthorizationServer } from 'oauth4webapi';
import { discoveryUrl } from '../../server/discovery.js';

/** A program that uses this client, ready to run. */
export interface Snippet {
  readonly id: string;
  readonly title: string;
  /** What to install first; absent where nothing needs to be. */
  readonly install?: string;
  readonly code: string;
}

type Snipped = Partial<EffectiveClient> & { client_id: string };
type Metadata = Pick<
  AuthorizationServer,
  'issuer' | 'jwks_uri' | 'token_endpoint' | 'introspection_endpoint' | 'mtls_endpoint_aliases'
>;

/** Programs for what a client may do, with its own values in them. Secrets and keys come from the environment. */
export function snippetsFor(client: Snipped, metadata: Metadata, tokenFormat: 'jwt' | 'opaque'): Snippet[] {
  const grants = client.grant_types ?? [];
  return [
    ...(grants.includes('authorization_code')
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

const isOfAgents = (grant: string) => agentGrantTypes.some((type) => type === grant);
const literal = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
const isHttp = ({ issuer }: Metadata) => issuer.startsWith('http:');
const redirectUri = (client: Snipped) => client.redirect_uris?.[0] ?? 'https://app.example.com/callback';

const certificateMethods = ['tls_client_auth', 'self_signed_tls_client_auth'];

/** Whether the client shows a certificate when it connects. */
function showsCertificate(client: Snipped): boolean {
  return (
    client.tls_client_certificate_bound_access_tokens === true ||
    certificateMethods.includes(client.token_endpoint_auth_method ?? '')
  );
}

/** With which certificate a program connects; both libraries leave that to a fetch of the application's own. */
const certificateSetup = `// The certificate that the application shows when it connects, and its key.
const dispatcher = new Agent({ connect: { cert: process.env.CLIENT_CERT, key: process.env.CLIENT_KEY } });
const fetchWithCertificate = (url, init) => fetch(url, { ...init, dispatcher });
`;
const certificateImport = "import { Agent, fetch } from 'undici';\n";

/** The scope to ask for: the client's own list, else what signing in needs. */
function scopeOf(client: Snipped): string | undefined {
  if (client.scope) return client.scope;
  return client.grant_types?.includes('authorization_code') ? 'openid profile' : undefined;
}

/** How openid-client is told to authenticate: the fourth argument of `discovery`. */
function openidClientAuth(client: Snipped): { imports: string; setup: string; argument: string } {
  switch (client.token_endpoint_auth_method) {
    case 'none':
      return { imports: '', setup: '', argument: 'client.None()' };
    case 'client_secret_post':
      return { imports: '', setup: '', argument: 'client.ClientSecretPost(process.env.CLIENT_SECRET)' };
    case 'client_secret_jwt':
      return { imports: '', setup: '', argument: 'client.ClientSecretJwt(process.env.CLIENT_SECRET)' };
    case 'tls_client_auth':
    case 'self_signed_tls_client_auth':
      return { imports: '', setup: '', argument: 'client.TlsClientAuth()' };
    case 'private_key_jwt':
      return {
        imports: "import { importPKCS8 } from 'jose';\n",
        setup: `const key = await importPKCS8(process.env.PRIVATE_KEY, ${literal(signingAlg(client))});\n`,
        argument: 'client.PrivateKeyJwt(key)',
      };
    default:
      return { imports: '', setup: '', argument: 'client.ClientSecretBasic(process.env.CLIENT_SECRET)' };
  }
}

function signingAlg(client: Snipped): string {
  return client.token_endpoint_auth_signing_alg ?? client.jwks?.keys[0]?.alg ?? 'ES256';
}

function openidClientDiscovery(client: Snipped, metadata: Metadata): string {
  const { imports, setup, argument } = openidClientAuth(client);
  const insecure = isHttp(metadata)
    ? ',\n  // Only because this issuer is on the loopback interface.\n  { execute: [client.allowInsecureRequests] }'
    : '';
  const certificate = showsCertificate(client);
  const options = certificate ? ',\n  { [client.customFetch]: fetchWithCertificate }' : insecure;
  return `import * as client from 'openid-client';
${certificate ? certificateImport : ''}${imports}
${certificate ? certificateSetup : ''}${setup}const config = await client.discovery(
  new URL(${literal(metadata.issuer)}),
  ${literal(client.client_id)},
  ${certificate ? '{ use_mtls_endpoint_aliases: true }' : 'undefined'},
  ${argument}${options},
);
`;
}

function installOf(client: Snipped, library: string): string {
  const needsJose = client.token_endpoint_auth_method === 'private_key_jwt' && library === 'openid-client';
  return ['npm install', library, ...(needsJose ? ['jose'] : []), ...(showsCertificate(client) ? ['undici'] : [])].join(
    ' ',
  );
}

function openidClientCode(client: Snipped, metadata: Metadata): Snippet {
  const refresh = client.grant_types?.includes('refresh_token')
    ? `
// Later, when the access token has expired:
const renewed = await client.refreshTokenGrant(config, tokens.refresh_token);
`
    : '';
  return {
    id: 'openid-client',
    title: 'openid-client',
    install: installOf(client, 'openid-client'),
    code: `${openidClientDiscovery(client, metadata)}
// Keep these two in the user's session until they come back.
const code_verifier = client.randomPKCECodeVerifier();
const state = client.randomState();

const redirectTo = client.buildAuthorizationUrl(config, {
  redirect_uri: ${literal(redirectUri(client))},
  scope: ${literal(scopeOf(client) ?? 'openid')},
  code_challenge: await client.calculatePKCECodeChallenge(code_verifier),
  code_challenge_method: 'S256',
  state,
});

// In the handler of the redirect URI; currentUrl is the whole address, with its query.
const tokens = await client.authorizationCodeGrant(config, currentUrl, {
  pkceCodeVerifier: code_verifier,
  expectedState: state,
});
console.log(tokens.claims());
${refresh}`,
  };
}

function openidClientMachine(client: Snipped, metadata: Metadata): Snippet {
  const scope = client.scope ? `, { scope: ${literal(client.scope)} }` : '';
  return {
    id: 'openid-client-machine',
    title: 'openid-client',
    install: installOf(client, 'openid-client'),
    code: `${openidClientDiscovery(client, metadata)}
const tokens = await client.clientCredentialsGrant(config${scope});
console.log(tokens.access_token, tokens.expires_in);
`,
  };
}

function openidClientAgent(client: Snipped, metadata: Metadata): Snippet {
  const scope = client.scope ? `scope: ${literal(client.scope)}, ` : '';
  return {
    id: 'openid-client-agent',
    title: 'openid-client for an agent',
    install: installOf(client, 'openid-client'),
    code: `${openidClientDiscovery(client, metadata)}
// What the agent is about is told to the APIs that introspect its token.
const bind_data = JSON.stringify({ task: 'invoices' });
const tokens = await client.genericGrantRequest(config, 'agent_credentials', { ${scope}bind_data });
console.log(tokens.access_token, tokens.expires_in);
`,
  };
}

/** How oauth4webapi is told to authenticate. */
function oauth4webapiAuth(client: Snipped): string {
  switch (client.token_endpoint_auth_method) {
    case 'none':
      return 'const clientAuth = oauth.None();';
    case 'client_secret_post':
      return 'const clientAuth = oauth.ClientSecretPost(process.env.CLIENT_SECRET);';
    case 'client_secret_jwt':
      return 'const clientAuth = oauth.ClientSecretJwt(process.env.CLIENT_SECRET);';
    case 'tls_client_auth':
    case 'self_signed_tls_client_auth':
      return 'const clientAuth = oauth.TlsClientAuth();';
    case 'private_key_jwt':
      return `const key = await crypto.subtle.importKey('pkcs8', der(process.env.PRIVATE_KEY), ${importAlg(signingAlg(client))}, false, ['sign']);
const clientAuth = oauth.PrivateKeyJwt(key);

function der(pem) {
  return Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64');
}`;
    default:
      return 'const clientAuth = oauth.ClientSecretBasic(process.env.CLIENT_SECRET);';
  }
}

/** WebCrypto's name for the key of a JOSE algorithm. */
function importAlg(alg: string): string {
  const bits = alg.slice(2);
  if (alg.startsWith('RS')) return `{ name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-${bits}' }`;
  if (alg.startsWith('PS')) return `{ name: 'RSA-PSS', hash: 'SHA-${bits}' }`;
  if (alg.startsWith('ES')) return `{ name: 'ECDSA', namedCurve: 'P-${bits === '512' ? '521' : bits}' }`;
  return `'Ed25519'`;
}

function oauth4webapiDiscovery(client: Snipped, metadata: Metadata): string {
  const certificate = showsCertificate(client);
  const plain = isHttp(metadata)
    ? '// Only because this issuer is on the loopback interface.\nconst options = { [oauth.allowInsecureRequests]: true };'
    : 'const options = {};';
  const options = certificate
    ? `${certificateSetup}const options = { [oauth.customFetch]: fetchWithCertificate };`
    : plain;
  const aliases = certificate ? ', use_mtls_endpoint_aliases: true' : '';
  return `import * as oauth from 'oauth4webapi';
${certificate ? certificateImport : ''}
const issuer = new URL(${literal(metadata.issuer)});
const client = { client_id: ${literal(client.client_id)}${aliases} };
${options}
const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, options));
${oauth4webapiAuth(client)}
`;
}

function oauth4webapiCode(client: Snipped, metadata: Metadata): Snippet {
  return {
    id: 'oauth4webapi',
    title: 'oauth4webapi',
    install: installOf(client, 'oauth4webapi'),
    code: `${oauth4webapiDiscovery(client, metadata)}
// Keep these two until the user comes back.
const code_verifier = oauth.generateRandomCodeVerifier();
const state = oauth.generateRandomState();

const redirectTo = new URL(as.authorization_endpoint);
redirectTo.search = new URLSearchParams({
  client_id: client.client_id,
  response_type: 'code',
  redirect_uri: ${literal(redirectUri(client))},
  scope: ${literal(scopeOf(client) ?? 'openid')},
  code_challenge: await oauth.calculatePKCECodeChallenge(code_verifier),
  code_challenge_method: 'S256',
  state,
}).toString();

// In the handler of the redirect URI; currentUrl is the whole address, with its query.
const params = oauth.validateAuthResponse(as, client, currentUrl, state);
const response = await oauth.authorizationCodeGrantRequest(
  as, client, clientAuth, params, ${literal(redirectUri(client))}, code_verifier, options,
);
const tokens = await oauth.processAuthorizationCodeResponse(as, client, response);
console.log(oauth.getValidatedIdTokenClaims(tokens));
`,
  };
}

function oauth4webapiMachine(client: Snipped, metadata: Metadata): Snippet {
  const scope = client.scope ? `{ scope: ${literal(client.scope)} }` : '{}';
  return {
    id: 'oauth4webapi-machine',
    title: 'oauth4webapi',
    install: installOf(client, 'oauth4webapi'),
    code: `${oauth4webapiDiscovery(client, metadata)}
const response = await oauth.clientCredentialsGrantRequest(as, client, clientAuth, ${scope}, options);
const tokens = await oauth.processClientCredentialsResponse(as, client, response);
console.log(tokens.access_token, tokens.expires_in);
`,
  };
}

/** The credentials of a request as arguments of curl; undefined where a shell cannot make them. */
function curlAuth(client: Snipped): string | undefined {
  switch (client.token_endpoint_auth_method) {
    case 'client_secret_jwt':
    case 'private_key_jwt':
    case 'none':
      return undefined;
    case 'tls_client_auth':
    case 'self_signed_tls_client_auth':
      return `--data-urlencode 'client_id=${client.client_id}'`;
    case 'client_secret_post':
      return `--data-urlencode 'client_id=${client.client_id}' \\\n  --data-urlencode "client_secret=$CLIENT_SECRET"`;
    default:
      // RFC 6749 §2.3.1: the client ID goes through form encoding before it goes into the header.
      return `--user "${encodeURIComponent(client.client_id)}:$CLIENT_SECRET"`;
  }
}

/** The beginning of a command: the address, and the certificate for it. */
function curlOf(
  endpoint: 'token_endpoint' | 'introspection_endpoint',
  client: Snipped,
  { [endpoint]: address, mtls_endpoint_aliases }: Metadata,
): string {
  return showsCertificate(client)
    ? `curl --cert client.pem --key client.key ${mtls_endpoint_aliases?.[endpoint] ?? address}`
    : `curl ${address}`;
}

function curlGrant(
  client: Snipped,
  metadata: Metadata,
  grant: 'client_credentials' | 'agent_credentials',
): Snippet | undefined {
  const auth = curlAuth(client);
  if (!auth) return undefined;
  const scope = client.scope ? ` \\\n  --data-urlencode 'scope=${client.scope}'` : '';
  return {
    id: grant === 'agent_credentials' ? 'curl-agent' : 'curl',
    title: grant === 'agent_credentials' ? 'curl for an agent' : 'curl',
    code: `${curlOf('token_endpoint', client, metadata)} \\
  ${auth} \\
  -d grant_type=${grant}${scope}
`,
  };
}

function curlDiscovery({ issuer }: Metadata): Snippet {
  return { id: 'curl', title: 'curl', code: `# Everything this server can do\ncurl ${discoveryUrl(issuer)}\n` };
}

function curlIntrospect(client: Snipped, metadata: Metadata): Snippet | undefined {
  const auth = curlAuth(client);
  if (!auth || !metadata.introspection_endpoint) return undefined;
  return {
    id: 'introspect',
    title: 'Introspect a token',
    code: `${curlOf('introspection_endpoint', client, metadata)} \\
  ${auth} \\
  --data-urlencode "token=$ACCESS_TOKEN"
`,
  };
}

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
