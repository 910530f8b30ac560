import { createRemoteJWKSet, jwtVerify } from 'jose';
import * as oauth from 'oauth4webapi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi, type Json } from '../admin-api.js';
import { clientKeys } from '../client-keys.js';
import { dialects } from '../database.js';
import { alice, signsUp } from '../people.js';
import { Server } from '../server.js';
import './patience.js';

const redirectUri = 'https://app.example.com/callback';
const web = { grant_types: ['authorization_code', 'refresh_token'], redirect_uris: [redirectUri] };
const machine = { client_type: 'server_to_server', grant_types: ['client_credentials'] };
const insecure = { [oauth.allowInsecureRequests]: true };

interface Application {
  readonly client: oauth.Client;
  readonly authentication: oauth.ClientAuth;
}

describe.each(dialects)('oauth4webapi 3 on %s', (dialect) => {
  let server: Server;
  let admin: AdminApi;
  let sub: string;
  let as: oauth.AuthorizationServer;

  beforeAll(async () => {
    server = await Server.start({ dialect });
    admin = server.admin();
    sub = await signsUp(server);
    // Before the library reads the keys: it keeps them for a while.
    await admin.does('POST', '/key-pairs', { id: 'edwards', name: 'Edwards', type: 'okp', curve: 'Ed25519' });
    const issuer = new URL(server.issuer);
    as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
  });
  afterAll(() => server.close());

  async function registered(
    document: Json,
    authentication: (secret: string) => oauth.ClientAuth = oauth.ClientSecretBasic,
  ): Promise<Application> {
    const { client_id, client_secret } = await admin.creates(document);
    return { client: { client_id }, authentication: authentication(client_secret) };
  }

  /** Sends a browser through the authorization request, and exchanges the code as the library does. */
  async function signIn({ client, authentication }: Application, over: Readonly<Record<string, string>> = {}) {
    const verifier = oauth.generateRandomCodeVerifier();
    const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
    const address = new URL(as.authorization_endpoint!);
    address.search = new URLSearchParams({
      client_id: client.client_id,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'openid profile email',
      state,
      nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...over,
    }).toString();
    const callback = await server.browser().signsInAt(address, alice);
    const answer = over['response_mode'] === 'fragment' ? new URLSearchParams(callback.hash.slice(1)) : callback;
    const params = oauth.validateAuthResponse(as, client, answer, state);
    const response = await oauth.authorizationCodeGrantRequest(
      as,
      client,
      authentication,
      params,
      redirectUri,
      verifier,
      insecure,
    );
    const checks = { expectedNonce: nonce, requireIdToken: true };
    const tokens = await oauth.processAuthorizationCodeResponse(as, client, response, checks);
    // Beyond what the connection vouches for. A copy of the server, since the library keeps keys with the server that it
    // read them from, and here new clients bring keys of their own.
    await oauth.validateApplicationLevelSignature({ ...as }, response, insecure);
    return tokens;
  }

  async function refresh({ client, authentication }: Application, refresh_token: string) {
    const response = await oauth.refreshTokenGrantRequest(as, client, authentication, refresh_token, insecure);
    return oauth.processRefreshTokenResponse(as, client, response);
  }

  async function credentials({ client, authentication }: Application, scope?: string) {
    const parameters = new URLSearchParams(scope ? { scope } : {});
    const response = await oauth.clientCredentialsGrantRequest(as, client, authentication, parameters, insecure);
    return oauth.processClientCredentialsResponse(as, client, response);
  }

  async function introspect({ client, authentication }: Application, token: string) {
    const response = await oauth.introspectionRequest(as, client, authentication, token, insecure);
    return oauth.processIntrospectionResponse(as, client, response);
  }

  it('finds the same server by OAuth and by OpenID Connect discovery', async () => {
    const issuer = new URL(server.issuer);
    const response = await oauth.discoveryRequest(issuer, { ...insecure, algorithm: 'oauth2' });
    expect(await oauth.processDiscoveryResponse(issuer, response)).toMatchObject({
      issuer: as.issuer,
      token_endpoint: as.token_endpoint,
    });
  });

  it('signs a user in at a confidential client', async () => {
    const tokens = await signIn(await registered(web));
    expect(oauth.getValidatedIdTokenClaims(tokens)).toMatchObject({ sub, iss: server.issuer });
  });

  it('signs a user in at a public client', async () => {
    const native = { ...web, client_type: 'native', application_type: 'native', token_endpoint_auth_method: 'none' };
    const application = await registered({ ...native, require_pkce: true }, oauth.None);
    const tokens = await signIn(application);
    expect(oauth.getValidatedIdTokenClaims(tokens)).toMatchObject({ sub });
    const refreshed = await refresh(application, tokens.refresh_token!);
    expect(oauth.getValidatedIdTokenClaims(refreshed)).toMatchObject({ sub });
    expect(refreshed.access_token).not.toBe(tokens.access_token);
  });

  it.each(['RS256', 'ES256'])('verifies the signature of ID tokens signed with %s', async (alg) => {
    const application = await registered({ ...web, id_token_signed_response_alg: alg });
    application.client.id_token_signed_response_alg = alg;
    const { id_token } = await signIn(application);
    const { payload } = await jwtVerify(id_token!, createRemoteJWKSet(new URL(as.jwks_uri!)), {
      issuer: as.issuer,
      audience: application.client.client_id,
      algorithms: [alg],
    });
    expect(payload).toMatchObject({ sub });
  });

  it.each([
    ['rsa', 'PS256'],
    ['ec', 'ES256'],
    ['okp', 'Ed25519'],
  ])(
    'verifies ID tokens signed with a pair of the client’s own, of type %s, before and after it turns',
    async (type, alg) => {
      const application = await registered({ ...web, key_pair_type: type, id_token_signed_response_alg: alg });
      const { client } = application;
      client.id_token_signed_response_alg = alg;
      const keys = createRemoteJWKSet(new URL(as.jwks_uri!), { cooldownDuration: 0 });
      const options = { issuer: as.issuer, audience: client.client_id, algorithms: [alg] };
      const before = await jwtVerify((await signIn(application)).id_token!, keys, options);
      await admin.does('POST', `/clients/${client.client_id}/key-pair/keys`, { at_once: true });
      const after = await jwtVerify((await signIn(application)).id_token!, keys, options);
      expect(after.payload).toMatchObject({ sub });
      expect(after.protectedHeader.kid).not.toBe(before.protectedHeader.kid);
    },
  );

  it('asks userinfo for the claims of the scopes', async () => {
    const application = await registered(web);
    const { access_token } = await signIn(application);
    const response = await oauth.userInfoRequest(as, application.client, access_token, insecure);
    expect(await oauth.processUserInfoResponse(as, application.client, sub, response)).toEqual({
      sub,
      preferred_username: alice.username,
      ...alice.claims,
    });
  });

  it.each(['PS256', 'ES256', 'EdDSA'] as const)(
    '[id_token_signed_response_alg] [userinfo_token_issuer_id] verifies ID tokens and userinfo signed with %s',
    async (alg) => {
      const pair = { PS256: 'rs256', ES256: 'es256', EdDSA: 'edwards' }[alg];
      const issuer = `userinfo-${pair}`;
      await admin.does('POST', '/token-issuers', { id: issuer, name: 'Userinfo', key_pair_id: pair, ttl: 60 });
      const algs = { id_token_signed_response_alg: alg, userinfo_signed_response_alg: alg };
      const { client, authentication } = await registered({
        ...web,
        ...algs,
        key_pair_id: pair,
        userinfo_token_issuer_id: issuer,
      });
      const strict = { ...client, ...algs };
      const { access_token } = await signIn({ client: strict, authentication });
      const response = await oauth.userInfoRequest(as, strict, access_token, insecure);
      expect(response.headers.get('content-type')).toBe('application/jwt');
      const claims = await oauth.processUserInfoResponse(as, strict, sub, response);
      await oauth.validateApplicationLevelSignature(as, response, insecure);
      expect(claims).toMatchObject({ sub, exp: expect.any(Number) as number });
    },
  );

  it('[authorization_details_types] asks in detail, and is told what was granted', async () => {
    const schema = { properties: { actions: { type: 'array', items: { enum: ['list', 'read'] } } } };
    await admin.does('POST', '/authorization-detail-types', { type: 'accounts', schema });
    const details = { allow_authorization_details: true, authorization_details_types: ['accounts'] };
    const application = await registered({ ...web, ...details });
    const asked = [{ type: 'accounts', actions: ['list'] }];
    const tokens = await signIn(application, { authorization_details: JSON.stringify(asked) });
    expect(tokens.authorization_details).toEqual(asked);
    const again = await refresh(application, tokens.refresh_token!);
    expect(again.authorization_details).toEqual(asked);
  });

  it('[response_modes] reads its answer from the fragment', async () => {
    const tokens = await signIn(await registered({ ...web, response_modes: ['fragment'] }), {
      response_mode: 'fragment',
    });
    expect(oauth.getValidatedIdTokenClaims(tokens)).toMatchObject({ sub });
  });

  it('refreshes, each time with a new refresh token', async () => {
    const application = await registered(web);
    const first = (await signIn(application)).refresh_token!;
    const second = await refresh(application, first);
    expect(oauth.getValidatedIdTokenClaims(second)).toMatchObject({ sub });
    expect(second.refresh_token).not.toBe(first);
  });

  it('loses the whole sign-in when a spent refresh token comes back', async () => {
    const application = await registered({ ...web, refresh_token_rolling_grace_period: 0 });
    const spent = (await signIn(application)).refresh_token!;
    const current = (await refresh(application, spent)).refresh_token!;
    await expect(refresh(application, spent)).rejects.toMatchObject({ error: 'invalid_grant' });
    await expect(refresh(application, current)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it.each([
    ['client_secret_basic', oauth.ClientSecretBasic],
    ['client_secret_post', oauth.ClientSecretPost],
  ] as const)('obtains client credentials with %s', async (token_endpoint_auth_method, authentication) => {
    const application = await registered({ ...machine, token_endpoint_auth_method }, authentication);
    expect(await credentials(application)).toMatchObject({ token_type: 'bearer', expires_in: 300 });
  });

  it.each(['ES256', 'RS256', 'PS256', 'EdDSA', 'Ed25519'])(
    'obtains client credentials with a key for %s',
    async (alg) => {
      const { jwks, privateKey: key, kid } = await clientKeys(alg);
      const application = await registered({ ...machine, token_endpoint_auth_method: 'private_key_jwt', jwks }, () =>
        oauth.PrivateKeyJwt({ key, kid }),
      );
      expect(await credentials(application)).toMatchObject({ token_type: 'bearer' });
    },
  );

  it('verifies a JWT access token at an API', async () => {
    const application = await registered({ ...machine, scope: 'clients:read' });
    const { access_token } = await credentials(application, 'clients:read');
    const request = new Request('https://api.example', { headers: { authorization: `Bearer ${access_token}` } });
    expect(await oauth.validateJwtAccessToken(as, request, server.adminUrl, insecure)).toMatchObject({
      scope: 'clients:read',
      sub: application.client.client_id,
    });
  });

  it.each(['jwt', 'jwt-rs256', 'opaque'])('introspects and revokes an access token of the kind %s', async (manager) => {
    const document = { default_access_token_manager_id: manager, allow_token_introspection: true };
    const application = await registered({ ...web, ...document });
    const { access_token } = await signIn(application);
    expect(access_token.split('.')).toHaveLength(manager === 'opaque' ? 1 : 3);
    expect(await introspect(application, access_token)).toMatchObject({ active: true, sub });
    const { client, authentication } = application;
    await oauth.processRevocationResponse(
      await oauth.revocationRequest(as, client, authentication, access_token, insecure),
    );
    expect(await introspect(application, access_token)).toEqual({ active: false });
  });
});
