import { compactDecrypt } from 'jose';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { type Client } from '../admin-api.js';
import { type Browser } from '../browser.js';
import { type ClientKeys } from '../client-keys.js';
import { alice } from '../people.js';
import { type Server } from '../server.js';

/** Where the answers of every application go that tests register. */
export const redirectUri = 'https://app.example.com/callback';

/** How an application talks to the server. Without more: an authorization code with PKCE, and its secret in the header. */
export interface Ways {
  /** Signs its assertions. */
  readonly authenticatesWith?: ClientKeys | 'client_secret_jwt' | 'tls_client_auth';
  /** Asks for `code id_token`; detached: and takes the ID token for the signature of all that comes with it. */
  readonly hybrid?: boolean | 'detached';
  readonly pushes?: boolean;
  /** Signs its requests. */
  readonly signsWith?: ClientKeys;
  /** Asks for its answers as a JWT. */
  readonly secured?: boolean;
  /** Shows in each request that it holds a key. */
  readonly provesKey?: boolean;
  /** Opens what is encrypted with ECDH-ES+A256KW and A256GCM. */
  readonly decryptsWith?: ClientKeys;
  /** What the library is to demand of the answers. */
  readonly demands?: Omit<oauth.Client, 'client_id'>;
  /** Instead of the one of the platform. */
  readonly fetch?: (url: string, init: { method?: string; headers?: HeadersInit; body?: unknown }) => Promise<Response>;
  readonly scope?: string;
  readonly browser?: Browser;
}

/** What an application knows once alice has signed in. */
export interface SignIn {
  /** What the browser took to the server. */
  readonly address: URL;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly id_token: string;
  readonly token_type: string;
  readonly access_token: string;
  /** As the library read it. */
  readonly userinfo: Readonly<Record<string, unknown>>;
  readonly introspection?: Readonly<Record<string, unknown>>;
}

type Signing = (server: Server, client: Client, ways?: Ways) => Promise<SignIn>;

const openidClient: Signing = async (server, client, ways = {}) => {
  const secret = client.client_secret;
  const config = await openid.discovery(
    new URL(server.issuer),
    client.client_id,
    // Its own default is RS256 alone.
    ways.demands,
    authenticationBy(openid, secret, ways),
    {
      execute: [
        openid.allowInsecureRequests,
        openid.enableNonRepudiationChecks,
        ...(ways.hybrid ? [openid.useCodeIdTokenResponseType] : []),
        ...(ways.hybrid === 'detached' ? [openid.enableDetachedSignatureResponseChecks] : []),
        ...(ways.secured ? [openid.useJwtResponseMode] : []),
      ],
      ...(ways.fetch && { [openid.customFetch]: ways.fetch }),
    },
  );
  if (ways.decryptsWith) {
    const { privateKey: key, kid } = ways.decryptsWith;
    openid.enableDecryptingResponses(config, ['A256GCM'], { key, kid, alg: 'ECDH-ES+A256KW' });
  }
  const DPoP = ways.provesKey ? openid.getDPoPHandle(config, await openid.randomDPoPKeyPair('ES256')) : undefined;
  const pkceCodeVerifier = openid.randomPKCECodeVerifier();
  const [expectedState, expectedNonce] = [openid.randomState(), openid.randomNonce()];
  let parameters = new URLSearchParams({
    redirect_uri: redirectUri,
    scope: ways.scope ?? 'openid profile',
    state: expectedState,
    nonce: expectedNonce,
    code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  });
  if (ways.signsWith) {
    const { privateKey: key, kid } = ways.signsWith;
    parameters = (await openid.buildAuthorizationUrlWithJAR(config, parameters, { key, kid })).searchParams;
  }
  const address = ways.pushes
    ? await openid.buildAuthorizationUrlWithPAR(config, parameters, DPoP && { DPoP })
    : openid.buildAuthorizationUrl(config, parameters);
  const callback = await (ways.browser ?? server.browser()).signsInAt(address, alice);
  const checks = { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true };
  const options = DPoP && { DPoP };
  const tokens = await openid.authorizationCodeGrant(config, callback, checks, undefined, options);
  const claims = tokens.claims()!;
  return {
    address,
    claims,
    id_token: tokens.id_token!,
    token_type: tokens.token_type,
    access_token: tokens.access_token,
    userinfo: await openid.fetchUserInfo(config, tokens.access_token, claims.sub, options),
    ...(client['allow_token_introspection'] === true && {
      introspection: await openid.tokenIntrospection(config, tokens.access_token),
    }),
  };
};

const oauth4webapi: Signing = async (server, { client_id, client_secret, ...registered }, ways = {}) => {
  const issuer = new URL(server.issuer);
  const options = {
    [oauth.allowInsecureRequests]: true,
    ...(ways.fetch && { [oauth.customFetch]: ways.fetch }),
    ...(ways.decryptsWith && { [oauth.jweDecrypt]: decryptingWith(ways.decryptsWith) }),
  };
  const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, options));
  const client: oauth.Client = { ...ways.demands, client_id };
  const authentication = authenticationBy(oauth, client_secret, ways);
  const DPoP = ways.provesKey ? oauth.DPoP(client, await oauth.generateKeyPair('ES256')) : undefined;
  const proving = { ...options, ...(DPoP && { DPoP }) };
  /** Once more with the nonce that it was given, which the library has kept. */
  const withNonce = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await ask();
    } catch (error) {
      if (!oauth.isDPoPNonceError(error)) throw error;
      return ask();
    }
  };

  const verifier = oauth.generateRandomCodeVerifier();
  const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
  let parameters = new URLSearchParams({
    client_id,
    redirect_uri: redirectUri,
    response_type: ways.hybrid ? 'code id_token' : 'code',
    ...(ways.secured && { response_mode: 'jwt' }),
    scope: ways.scope ?? 'openid profile',
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  if (ways.signsWith) {
    const { privateKey: key, kid } = ways.signsWith;
    const request = await oauth.issueRequestObject(as, client, parameters, { key, kid });
    parameters = new URLSearchParams({ client_id, request });
  }
  if (ways.pushes) {
    const { request_uri } = await withNonce(async () =>
      oauth.processPushedAuthorizationResponse(
        as,
        client,
        await oauth.pushedAuthorizationRequest(as, client, authentication, parameters, proving),
      ),
    );
    parameters = new URLSearchParams({ client_id, request_uri });
  }
  const address = new URL(as.authorization_endpoint!);
  address.search = parameters.toString();
  const callback = await (ways.browser ?? server.browser()).signsInAt(address, alice);
  const { validateCodeIdTokenResponse, validateDetachedSignatureResponse } = oauth;
  const validateHybrid = ways.hybrid === 'detached' ? validateDetachedSignatureResponse : validateCodeIdTokenResponse;
  const answer = ways.hybrid
    ? await validateHybrid(as, client, callback, nonce, state, undefined, options)
    : ways.secured
      ? await oauth.validateJwtAuthResponse(as, client, callback, state, options)
      : oauth.validateAuthResponse(as, client, callback, state);
  const tokens = await withNonce(async () => {
    const response = await oauth.authorizationCodeGrantRequest(
      as,
      client,
      authentication,
      answer,
      redirectUri,
      verifier,
      proving,
    );
    const checks = { expectedNonce: nonce, requireIdToken: true, ...options };
    const read = await oauth.processAuthorizationCodeResponse(as, client, response, checks);
    await oauth.validateApplicationLevelSignature({ ...as }, response, options);
    return read;
  });
  const claims = oauth.getValidatedIdTokenClaims(tokens)!;
  const { access_token } = tokens;
  const userinfo = await withNonce(async () => {
    const response = await oauth.userInfoRequest(as, client, access_token, proving);
    return oauth.processUserInfoResponse(as, client, claims.sub, response, options);
  });
  const introspects = registered['allow_token_introspection'] === true;
  const told = introspects && (await oauth.introspectionRequest(as, client, authentication, access_token, options));
  return {
    address,
    claims,
    id_token: tokens.id_token!,
    token_type: tokens.token_type,
    access_token,
    userinfo,
    ...(told && { introspection: await oauth.processIntrospectionResponse(as, client, told, options) }),
  };
};

/** Both libraries name what authenticates a client alike. */
function authenticationBy<Authentication>(
  library: {
    PrivateKeyJwt: (key: { key: oauth.CryptoKey; kid: string }) => Authentication;
    ClientSecretJwt: (secret: string) => Authentication;
    ClientSecretBasic: (secret: string) => Authentication;
    TlsClientAuth: () => Authentication;
  },
  secret: string,
  { authenticatesWith }: Ways,
): Authentication {
  if (authenticatesWith === 'client_secret_jwt') return library.ClientSecretJwt(secret);
  if (authenticatesWith === 'tls_client_auth') return library.TlsClientAuth();
  if (authenticatesWith === undefined) return library.ClientSecretBasic(secret);
  return library.PrivateKeyJwt({ key: authenticatesWith.privateKey, kid: authenticatesWith.kid });
}

function decryptingWith({ privateKey }: ClientKeys) {
  return async (jwe: string) => Buffer.from((await compactDecrypt(jwe, privateKey)).plaintext).toString();
}

/** The libraries, unmodified, as what signs alice in at an application that was made with one. */
export const libraries: readonly [name: string, signsIn: Signing][] = [
  ['openid-client', openidClient],
  ['oauth4webapi', oauth4webapi],
];

export const signsInByOauth4webapi = oauth4webapi;
