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

/** How oauth4webapi is told to authenticate. */
function authenticationOf(client: Snipped): string {
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
      return `${importKey('key', 'PRIVATE_KEY', signingAlg(client))}const clientAuth = oauth.PrivateKeyJwt(key);`;
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

function importKey(name: string, variable: string, alg: string): string {
  return `const ${name} = await crypto.subtle.importKey('pkcs8', der(process.env.${variable}), ${importAlg(alg)}, false, ['sign']);\n`;
}

const der = `
function der(pem) {
  return Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64');
}
`;

/** The program as far as what every request needs. */
function beginning(client: Snipped, metadata: Metadata, { visits }: { readonly visits: boolean }): string {
  const certificate = showsCertificate(client);
  const signs = visits && signsRequests(client);
  const hasKey = client.token_endpoint_auth_method === 'private_key_jwt';
  const ownRequestKey = signs && !(hasKey && requestAlg(client) === signingAlg(client));
  const plain = isHttp(metadata)
    ? '// Only because this issuer is on the loopback interface.\nconst options = { [oauth.allowInsecureRequests]: true };'
    : 'const options = {};';
  const options = certificate
    ? `${certificateSetup}const options = { [oauth.customFetch]: fetchWithCertificate };`
    : plain;
  const dpop = `// Its tokens are worth something only together with this key.
const DPoP = oauth.DPoP(client, await oauth.generateKeyPair('ES256'));
`;
  const requestKey = ownRequestKey
    ? importKey('requestKey', 'REQUEST_KEY', requestAlg(client))
    : 'const requestKey = key;\n';
  return `import * as oauth from 'oauth4webapi';
${visits ? terminalImport : ''}${certificate ? certificateImport : ''}
const issuer = new URL(${literal(metadata.issuer)});
const client = { client_id: ${literal(client.client_id)}${certificate ? ', use_mtls_endpoint_aliases: true' : ''} };
${options}
const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, options));
${authenticationOf(client)}
${signs ? requestKey : ''}${provesKey(client) ? dpop : ''}${hasKey || ownRequestKey ? der : ''}`;
}

/** The options of a request for tokens. */
const tokenOptions = (client: Snipped) => (provesKey(client) ? '{ ...options, DPoP }' : 'options');

/** A server may ask for a nonce in the proof of a key, RFC 9449 §8; the handle has it when the request is sent again. */
function sent(
  client: Snipped,
  names: readonly [send: string, response: string, read: string, result: string],
  request: string,
): string {
  const [send, response, read, result] = names;
  if (!provesKey(client)) return `const ${response} = await ${request};\nconst ${result} = await ${read};\n`;
  return `const ${send} = async () => {
  const ${response} = await ${request.replaceAll('\n', '\n  ')};
  return ${read};
};
const ${result} = await ${send}().catch((error) => {
  if (oauth.isDPoPNonceError(error)) return ${send}();
  throw error;
});
`;
}

/** How the address is made that somebody is sent to. */
function redirection(client: Snipped, metadata: Metadata): string {
  const sign = signsRequests(client)
    ? 'const request = await oauth.issueRequestObject(as, client, parameters, requestKey);\n'
    : '';
  const parameters = sign ? '{ client_id: client.client_id, request }' : 'parameters';
  if (!pushes(client, metadata)) {
    return `${sign}const redirectTo = new URL(as.authorization_endpoint);
redirectTo.search = new URLSearchParams(${parameters}).toString();
`;
  }
  const push = sent(
    client,
    ['push', 'pushResponse', 'oauth.processPushedAuthorizationResponse(as, client, pushResponse)', 'pushed'],
    `oauth.pushedAuthorizationRequest(as, client, clientAuth, ${parameters}, ${tokenOptions(client)})`,
  );
  return `${sign}${push}
const redirectTo = new URL(as.authorization_endpoint);
redirectTo.search = new URLSearchParams({ client_id: client.client_id, request_uri: pushed.request_uri }).toString();
`;
}

export function oauth4webapiCode(client: Snipped, metadata: Metadata): Snippet {
  const uri = literal(redirectUri(client));
  const signed = hasSignedAnswers(client);
  const validate = signed
    ? 'await oauth.validateJwtAuthResponse(as, client, currentUrl, state, options)'
    : 'oauth.validateAuthResponse(as, client, currentUrl, state)';
  const redeem = sent(
    client,
    ['redeem', 'response', 'oauth.processAuthorizationCodeResponse(as, client, response)', 'tokens'],
    `oauth.authorizationCodeGrantRequest(
  as, client, clientAuth, params, ${uri}, code_verifier, ${tokenOptions(client)},
)`,
  );
  return {
    id: 'oauth4webapi',
    title: 'oauth4webapi',
    install: installOf(client, 'oauth4webapi'),
    code: `${beginning(client, metadata, { visits: true })}
// Keep these two until the user comes back.
const code_verifier = oauth.generateRandomCodeVerifier();
const state = oauth.generateRandomState();

const parameters = {
  client_id: client.client_id,
  response_type: 'code',
${signed ? "  response_mode: 'jwt',\n" : ''}  redirect_uri: ${uri},
  scope: ${literal(scopeOf(client) ?? 'openid')},
  code_challenge: await oauth.calculatePKCECodeChallenge(code_verifier),
  code_challenge_method: 'S256',
  state,
};
${redirection(client, metadata)}
${terminalVisit}
const params = ${validate};
${redeem}console.log(oauth.getValidatedIdTokenClaims(tokens));
`,
  };
}

export function oauth4webapiMachine(client: Snipped, metadata: Metadata): Snippet {
  const scope = client.scope ? `{ scope: ${literal(client.scope)} }` : '{}';
  const request = sent(
    client,
    ['obtain', 'response', 'oauth.processClientCredentialsResponse(as, client, response)', 'tokens'],
    `oauth.clientCredentialsGrantRequest(as, client, clientAuth, ${scope}, ${tokenOptions(client)})`,
  );
  return {
    id: 'oauth4webapi-machine',
    title: 'oauth4webapi',
    install: installOf(client, 'oauth4webapi'),
    code: `${beginning(client, metadata, { visits: false })}
${request}console.log(tokens.access_token, tokens.expires_in);
`,
  };
}
