import { createRemoteJWKSet, jwtVerify } from 'jose';
import * as openid from 'openid-client';
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

describe.each(dialects)('openid-client 6 on %s', (dialect) => {
  let server: Server;
  let admin: AdminApi;
  let sub: string;

  beforeAll(async () => {
    server = await Server.start({ dialect });
    admin = server.admin();
    sub = await signsUp(server);
  });
  afterAll(() => server.close());

  /** Registers a client and sets the library up for it, from discovery. */
  async function registered(
    document: Json,
    authentication: (secret: string) => openid.ClientAuth = openid.ClientSecretBasic,
    over: { metadata?: Partial<openid.ClientMetadata>; execute?: openid.DiscoveryRequestOptions['execute'] } = {},
  ) {
    const { client_id, client_secret } = await admin.creates(document);
    return openid.discovery(new URL(server.issuer), client_id, over.metadata, authentication(client_secret), {
      execute: [openid.allowInsecureRequests, ...(over.execute ?? [])],
    });
  }

  /** Sends a browser through the authorization request of the library, which then exchanges the code. */
  async function signIn(config: openid.Configuration, scope = 'openid profile email', browser = server.browser()) {
    const pkceCodeVerifier = openid.randomPKCECodeVerifier();
    const expectedState = openid.randomState();
    const expectedNonce = openid.randomNonce();
    const address = openid.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope,
      state: expectedState,
      nonce: expectedNonce,
      code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    });
    const callback = await browser.signsInAt(address, alice);
    return openid.authorizationCodeGrant(config, callback, { pkceCodeVerifier, expectedState, expectedNonce });
  }

  it('signs out, and comes back with its state', async () => {
    const back = 'https://app.example.com/signed-out';
    const config = await registered({
      ...web,
      post_logout_redirect_uris: [back],
      skip_logout_consent: true,
      frontchannel_logout_uri: 'https://app.example.com/frontchannel-logout',
      frontchannel_logout_session_required: true,
    });
    const browser = server.browser();
    const tokens = await signIn(config, 'openid', browser);
    const { sid } = tokens.claims()!;
    const address = openid.buildEndSessionUrl(config, {
      id_token_hint: tokens.id_token!,
      post_logout_redirect_uri: back,
      state: 'left',
    });
    const page = await browser.open(address);
    expect(page.headers.get('refresh')).toBe(`3;url=${back}?state=left`);
    const frame = new URL(/<iframe[^>]* src="([^"]*)"/.exec(page.html)![1]!.replaceAll('&#38;', '&'));
    expect(Object.fromEntries(frame.searchParams)).toEqual({ iss: server.issuer, sid });
    await expect(openid.refreshTokenGrant(config, tokens.refresh_token!)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    // Nothing is left to sign out of, and nobody to tell.
    expect((await browser.open(address)).url.href).toBe(`${back}?state=left`);
  });

  it('has pairwise subjects, which its own checks find alike everywhere', async () => {
    const config = await registered({ ...web, subject_type: 'pairwise' });
    const tokens = await signIn(config, 'openid email');
    const claims = tokens.claims()!;
    expect(claims.sub).not.toBe(sub);
    // The library refuses an answer about somebody else.
    expect(await openid.fetchUserInfo(config, tokens.access_token, claims.sub)).toMatchObject({ sub: claims.sub });
  });

  it('obtains a token for an agent, bound to what the agent is about, and refreshes it', async () => {
    const config = await registered({
      ...machine,
      grant_types: ['agent_credentials', 'refresh_token'],
      agent_token_ttl: 7200,
      allow_token_introspection: true,
    });
    const bind_data = JSON.stringify({ task: 'invoices' });
    const tokens = await openid.genericGrantRequest(config, 'agent_credentials', { bind_data });
    expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 7200 });
    const next = await openid.refreshTokenGrant(config, tokens.refresh_token!);
    expect(await openid.tokenIntrospection(config, next.access_token)).toMatchObject({
      active: true,
      bind_data: { task: 'invoices' },
    });
  });

  it('signs in at a wallet that names itself by a DID, and takes the ID token for its own', async () => {
    const wallets = { ...web, grant_types: ['authorization_code', 'agent_code'], public_client_id: server.issuer };
    await admin.creates(wallets);
    const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
    const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
    const did = `did:jwk:${Buffer.from(JSON.stringify({ kty, crv, x, y })).toString('base64url')}`;
    const config = await openid.discovery(new URL(server.issuer), did, undefined, openid.None(), {
      execute: [openid.allowInsecureRequests],
    });
    const tokens = await signIn(config);
    expect(tokens.claims()).toMatchObject({ sub, aud: did });
    expect(await openid.fetchUserInfo(config, tokens.access_token, sub)).toMatchObject({ sub });
  });

  it('signs a user in at a confidential client', async () => {
    const tokens = await signIn(await registered(web));
    expect(tokens.claims()).toMatchObject({ sub, iss: server.issuer });
    expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 300, scope: 'openid profile email' });
  });

  it('signs a user in at a public client', async () => {
    const spa = { ...web, client_type: 'single_page_application', token_endpoint_auth_method: 'none' };
    const document = { ...spa, require_pkce: true, allowed_origins: ['https://app.example.com'] };
    const config = await registered(document, openid.None);
    const tokens = await signIn(config);
    expect(tokens.claims()).toMatchObject({ sub });
    const refreshed = await openid.refreshTokenGrant(config, tokens.refresh_token!);
    expect(refreshed.claims()).toMatchObject({ sub });
    expect(refreshed.access_token).not.toBe(tokens.access_token);
  });

  it('is told the issuer in the authorization response, and believes no other', async () => {
    const config = await registered(web);
    const address = openid.buildAuthorizationUrl(config, { redirect_uri: redirectUri, scope: 'openid' });
    const callback = await server.browser().signsInAt(address, alice);
    expect(callback.searchParams.get('iss')).toBe(server.issuer);
    callback.searchParams.set('iss', 'https://elsewhere.example');
    await expect(openid.authorizationCodeGrant(config, callback)).rejects.toMatchObject({
      cause: { message: expect.stringContaining('"iss"') },
    });
  });

  it.each(['RS256', 'ES256'])('verifies ID tokens signed with %s', async (alg) => {
    const algorithm = { id_token_signed_response_alg: alg };
    const config = await registered({ ...web, ...algorithm }, openid.ClientSecretBasic, {
      metadata: algorithm,
      execute: [openid.enableNonRepudiationChecks],
    });
    const { id_token } = await signIn(config);
    const [header] = id_token!.split('.');
    expect(JSON.parse(Buffer.from(header!, 'base64url').toString())).toMatchObject({ alg });
  });

  it('asks userinfo for the claims of the scopes', async () => {
    const config = await registered(web);
    const { access_token } = await signIn(config);
    expect(await openid.fetchUserInfo(config, access_token, sub)).toEqual({
      sub,
      preferred_username: alice.username,
      ...alice.claims,
    });
  });

  it('refreshes, each time with a new refresh token', async () => {
    const config = await registered(web);
    const first = (await signIn(config)).refresh_token!;
    const second = await openid.refreshTokenGrant(config, first);
    expect(second.claims()).toMatchObject({ sub });
    expect(second.refresh_token).not.toBe(first);
    const third = await openid.refreshTokenGrant(config, second.refresh_token!);
    expect(third.refresh_token).not.toBe(second.refresh_token);
  });

  it('keeps its refresh token where the client does not rotate', async () => {
    const config = await registered({ ...web, rotate_refresh_tokens: false });
    const { refresh_token } = await signIn(config);
    expect(await openid.refreshTokenGrant(config, refresh_token!)).toMatchObject({ refresh_token });
  });

  it.each([
    ['client_secret_basic', openid.ClientSecretBasic],
    ['client_secret_post', openid.ClientSecretPost],
  ] as const)('obtains client credentials with %s', async (token_endpoint_auth_method, authentication) => {
    const config = await registered({ ...machine, token_endpoint_auth_method }, authentication);
    expect(await openid.clientCredentialsGrant(config)).toMatchObject({ token_type: 'bearer', expires_in: 300 });
  });

  it('form-encodes a chosen secret in the Authorization header', async () => {
    const client_secret = 'p+lus %41nd a colon: ok';
    const config = await registered({ ...machine, client_secret }, () => openid.ClientSecretBasic(client_secret));
    expect(await openid.clientCredentialsGrant(config)).toMatchObject({ token_type: 'bearer' });
  });

  it.each(['ES256', 'RS256', 'PS256', 'EdDSA', 'Ed25519'])(
    'obtains client credentials with a key for %s',
    async (alg) => {
      const { jwks, privateKey: key, kid } = await clientKeys(alg);
      const config = await registered({ ...machine, token_endpoint_auth_method: 'private_key_jwt', jwks }, () =>
        openid.PrivateKeyJwt({ key, kid }),
      );
      expect(await openid.clientCredentialsGrant(config)).toMatchObject({ token_type: 'bearer' });
    },
  );

  it('obtains access tokens that an API verifies with the published keys', async () => {
    const config = await registered({ ...machine, scope: 'clients:read' });
    const { access_token } = await openid.clientCredentialsGrant(config, { scope: 'clients:read' });
    const keys = createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri!));
    const { payload } = await jwtVerify(access_token, keys, {
      issuer: server.issuer,
      audience: server.adminUrl,
      typ: 'at+jwt',
    });
    expect(payload).toMatchObject({ scope: 'clients:read', client_id: config.clientMetadata().client_id });
  });

  it.each(['jwt', 'opaque'])('introspects and revokes an access token of the kind %s', async (manager) => {
    const config = await registered({
      ...web,
      default_access_token_manager_id: manager,
      allow_token_introspection: true,
    });
    const { access_token } = await signIn(config);
    expect(await openid.tokenIntrospection(config, access_token)).toMatchObject({ active: true, sub });
    await openid.tokenRevocation(config, access_token);
    expect(await openid.tokenIntrospection(config, access_token)).toEqual({ active: false });
    await expect(openid.fetchUserInfo(config, access_token, sub)).rejects.toThrow();
  });

  it('ends a sign-in by revoking its refresh token', async () => {
    const config = await registered({ ...web, allow_token_introspection: true });
    const { access_token, refresh_token } = await signIn(config);
    await openid.tokenRevocation(config, refresh_token!);
    await expect(openid.refreshTokenGrant(config, refresh_token!)).rejects.toMatchObject({ error: 'invalid_grant' });
    expect(await openid.tokenIntrospection(config, access_token)).toEqual({ active: false });
  });

  it('is told by the standard error what it did wrong', async () => {
    const config = await registered(machine);
    await expect(openid.clientCredentialsGrant(config, { scope: 'admin' })).rejects.toMatchObject({
      status: 400,
      error: 'invalid_scope',
    });
  });

  it('is challenged when it presents a wrong secret', async () => {
    const config = await registered(machine, () => openid.ClientSecretBasic('a secret that nobody has'));
    await expect(openid.clientCredentialsGrant(config)).rejects.toMatchObject({
      status: 401,
      cause: [{ scheme: 'basic', parameters: { realm: server.issuer } }],
    });
  });
});
