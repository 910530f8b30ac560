import {
  type Metadata,
  type Snipped,
  type Snippet,
  certificateImport,
  certificateSetup,
  hasSignedAnswers,
  installOf,
  isHttp,
  literal,
  provesKey,
  pushes,
  redirectUri,
  requestAlg,
  scopeOf,
  showsCertificate,
  signingAlg,
  signsRequests,
  terminalImport,
  terminalVisit,
} from './snippet.js';

const hasKey = (client: Snipped) => client.token_endpoint_auth_method === 'private_key_jwt';
const importKey = (name: string, variable: string, alg: string) =>
  `const ${name} = await importPKCS8(process.env.${variable}, ${literal(alg)});\n`;

/** How the library is told to authenticate: the fourth argument of `discovery`. */
function authenticationOf(client: Snipped): string {
  switch (client.token_endpoint_auth_method) {
    case 'none':
      return 'client.None()';
    case 'client_secret_post':
      return 'client.ClientSecretPost(process.env.CLIENT_SECRET)';
    case 'client_secret_jwt':
      return 'client.ClientSecretJwt(process.env.CLIENT_SECRET)';
    case 'tls_client_auth':
    case 'self_signed_tls_client_auth':
      return 'client.TlsClientAuth()';
    case 'private_key_jwt':
      return 'client.PrivateKeyJwt(key)';
    default:
      return 'client.ClientSecretBasic(process.env.CLIENT_SECRET)';
  }
}

interface Needs {
  /** Whether the program sends somebody to sign in. */
  readonly visits: boolean;
}

/** The program as far as the configuration, and what else is needed in every one. */
function beginning(client: Snipped, metadata: Metadata, { visits }: Needs): string {
  const certificate = showsCertificate(client);
  const signs = visits && signsRequests(client);
  // One key does for both where both want the same of it.
  const ownRequestKey = signs && !(hasKey(client) && requestAlg(client) === signingAlg(client));
  const imports = [
    "import * as client from 'openid-client';\n",
    certificate && certificateImport,
    (hasKey(client) || signs) && "import { importPKCS8 } from 'jose';\n",
    visits && terminalImport,
  ];
  const setup = [
    certificate && certificateSetup,
    hasKey(client) && importKey('key', 'PRIVATE_KEY', signingAlg(client)),
    ownRequestKey && importKey('requestKey', 'REQUEST_KEY', requestAlg(client)),
    signs && !ownRequestKey && 'const requestKey = key;\n',
  ];
  const insecure = isHttp(metadata)
    ? ',\n  // Only because this issuer is on the loopback interface.\n  { execute: [client.allowInsecureRequests] }'
    : '';
  const modes = [
    visits && hasSignedAnswers(client) && 'client.useJwtResponseMode(config);\n',
    provesKey(client) &&
      `// Its tokens are worth something only together with this key.
const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair());
`,
  ];
  return `${join(imports)}
${join(setup)}const config = await client.discovery(
  new URL(${literal(metadata.issuer)}),
  ${literal(client.client_id)},
  ${certificate ? '{ use_mtls_endpoint_aliases: true }' : 'undefined'},
  ${authenticationOf(client)}${certificate ? ',\n  { [client.customFetch]: fetchWithCertificate }' : insecure},
);
${join(modes)}`;
}

const join = (parts: readonly (string | false)[]) => parts.filter((part) => part !== false).join('');

function install(client: Snipped, { visits }: Needs): string {
  const needsJose = hasKey(client) || (visits && signsRequests(client));
  return installOf(client, 'openid-client', ...(needsJose ? ['jose'] : []));
}

/** How the address is made that somebody is sent to. */
function redirection(client: Snipped, metadata: Metadata): string {
  const dpop = provesKey(client) ? ', { DPoP }' : '';
  const signed = 'await client.buildAuthorizationUrlWithJAR(config, parameters, requestKey)';
  if (pushes(client, metadata)) {
    return signsRequests(client)
      ? `const { searchParams } = ${signed};
const redirectTo = await client.buildAuthorizationUrlWithPAR(config, searchParams${dpop});
`
      : `const redirectTo = await client.buildAuthorizationUrlWithPAR(config, parameters${dpop});\n`;
  }
  return `const redirectTo = ${signsRequests(client) ? signed : 'client.buildAuthorizationUrl(config, parameters)'};\n`;
}

export function openidClientCode(client: Snipped, metadata: Metadata): Snippet {
  const needs = { visits: true };
  const dpop = provesKey(client);
  const refresh = client.grant_types?.includes('refresh_token')
    ? `
// Later, when the access token has expired:
const renewed = await client.refreshTokenGrant(config, tokens.refresh_token${dpop ? ', undefined, { DPoP }' : ''});
console.log('Renewed for', renewed.expires_in, 'seconds');
`
    : '';
  return {
    id: 'openid-client',
    title: 'openid-client',
    install: install(client, needs),
    code: `${beginning(client, metadata, needs)}
// Keep these two in the user's session until they come back.
const code_verifier = client.randomPKCECodeVerifier();
const state = client.randomState();

const parameters = {
  redirect_uri: ${literal(redirectUri(client))},
  scope: ${literal(scopeOf(client) ?? 'openid')},
  code_challenge: await client.calculatePKCECodeChallenge(code_verifier),
  code_challenge_method: 'S256',
  state,
};
${redirection(client, metadata)}
${terminalVisit}
const tokens = await client.authorizationCodeGrant(
  config,
  currentUrl,
  { pkceCodeVerifier: code_verifier, expectedState: state },
${dpop ? '  undefined,\n  { DPoP },\n' : ''});
console.log(tokens.claims());
${refresh}`,
  };
}

export function openidClientMachine(client: Snipped, metadata: Metadata): Snippet {
  const needs = { visits: false };
  const dpop = provesKey(client) ? ', { DPoP }' : '';
  const parameters = client.scope ? `, { scope: ${literal(client.scope)} }` : dpop && ', {}';
  return {
    id: 'openid-client-machine',
    title: 'openid-client',
    install: install(client, needs),
    code: `${beginning(client, metadata, needs)}
const tokens = await client.clientCredentialsGrant(config${parameters}${dpop});
console.log(tokens.access_token, tokens.expires_in);
`,
  };
}

export function openidClientAgent(client: Snipped, metadata: Metadata): Snippet {
  const needs = { visits: false };
  const scope = client.scope ? `scope: ${literal(client.scope)}, ` : '';
  const dpop = provesKey(client) ? ', { DPoP }' : '';
  return {
    id: 'openid-client-agent',
    title: 'openid-client for an agent',
    install: install(client, needs),
    code: `${beginning(client, metadata, needs)}
// What the agent is about is told to the APIs that introspect its token.
const bind_data = JSON.stringify({ task: 'invoices' });
const tokens = await client.genericGrantRequest(config, 'agent_credentials', { ${scope}bind_data }${dpop});
console.log(tokens.access_token, tokens.expires_in);
`,
  };
}
