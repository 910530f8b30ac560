import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi } from '../admin-api.js';
import { dialects } from '../database.js';
import { alice, signsUp } from '../people.js';
import { Server } from '../server.js';
import './patience.js';

const redirectUri = 'https://app.example.com/callback';
const web = { grant_types: ['authorization_code', 'implicit', 'refresh_token'], redirect_uris: [redirectUri] };
const insecure = { [oauth.allowInsecureRequests]: true };

describe.each(dialects)('answers of the authorization endpoint on %s', (dialect) => {
  let server: Server;
  let admin: AdminApi;
  let sub: string;

  beforeAll(async () => {
    server = await Server.start({ dialect });
    admin = server.admin();
    sub = await signsUp(server);
  });
  afterAll(() => server.close());

  async function discovered(useResponseType?: (config: openid.Configuration) => void) {
    const { client_id, client_secret } = await admin.creates(web);
    return openid.discovery(new URL(server.issuer), client_id, undefined, openid.ClientSecretBasic(client_secret), {
      execute: [openid.allowInsecureRequests, ...(useResponseType ? [useResponseType] : [])],
    });
  }

  it('[response_types] sign in at openid-client by the hybrid flow, and are refused by it when they are changed', async () => {
    const config = await discovered(openid.useCodeIdTokenResponseType);
    const pkceCodeVerifier = openid.randomPKCECodeVerifier();
    const [expectedState, expectedNonce] = [openid.randomState(), openid.randomNonce()];
    const address = openid.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: 'openid profile',
      state: expectedState,
      nonce: expectedNonce,
      code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    });
    expect(address.searchParams.get('response_type')).toBe('code id_token');
    const callback = await server.browser().signsInAt(address, alice);
    const checks = { pkceCodeVerifier, expectedState, expectedNonce };

    const exchanged = new URLSearchParams(callback.hash.slice(1));
    exchanged.set('code', 'another-code');
    const changed = new URL(`${redirectUri}#${exchanged.toString()}`);
    await expect(openid.authorizationCodeGrant(config, changed, checks)).rejects.toMatchObject({
      cause: { message: expect.stringContaining('c_hash') },
    });

    const tokens = await openid.authorizationCodeGrant(config, callback, checks);
    expect(tokens.claims()).toMatchObject({ sub, iss: server.issuer });
    expect(tokens.refresh_token).toBeTypeOf('string');
  });

  it('sign in at openid-client by the implicit flow, with an ID token alone', async () => {
    const config = await discovered(openid.useIdTokenResponseType);
    const [expectedState, nonce] = [openid.randomState(), openid.randomNonce()];
    const address = openid.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: 'openid email',
      state: expectedState,
      nonce,
    });
    const callback = await server.browser().signsInAt(address, alice);
    expect(callback.search).toBe('');
    const claims = await openid.implicitAuthentication(config, callback, nonce, { expectedState });
    expect(claims).toMatchObject({ sub, iss: server.issuer, email: expect.stringContaining('@') });
    await expect(
      openid.implicitAuthentication(config, callback, 'another-nonce', { expectedState }),
    ).rejects.toMatchObject({ cause: { message: expect.stringContaining('nonce') } });
  });

  it('pass the checks of oauth4webapi, with the state as with the code', async () => {
    const { client_id, client_secret } = await admin.creates(web);
    const issuer = new URL(server.issuer);
    const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
    const client: oauth.Client = { client_id };
    const verifier = oauth.generateRandomCodeVerifier();
    const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
    const address = new URL(as.authorization_endpoint!);
    address.search = new URLSearchParams({
      client_id,
      redirect_uri: redirectUri,
      response_type: 'code id_token',
      scope: 'openid',
      state,
      nonce,
      max_age: '600',
      claims: JSON.stringify({ id_token: { email: { essential: true } }, userinfo: { name: null } }),
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    }).toString();
    const callback = await server.browser().signsInAt(address, alice);

    // It demands the s_hash of FAPI 1.0 besides.
    await oauth.validateDetachedSignatureResponse(as, client, callback, nonce, state, 600, insecure);
    const answer = await oauth.validateCodeIdTokenResponse(as, client, callback, nonce, state, 600, insecure);
    const response = await oauth.authorizationCodeGrantRequest(
      as,
      client,
      oauth.ClientSecretBasic(client_secret),
      answer,
      redirectUri,
      verifier,
      insecure,
    );
    const checks = { expectedNonce: nonce, maxAge: 600, requireIdToken: true };
    const tokens = await oauth.processAuthorizationCodeResponse(as, client, response, checks);
    expect(oauth.getValidatedIdTokenClaims(tokens)).toMatchObject({ sub, email: expect.stringContaining('@') });
    const told = await oauth.userInfoRequest(as, client, tokens.access_token, insecure);
    expect(await oauth.processUserInfoResponse(as, client, sub, told)).toEqual({ sub, name: expect.any(String) });
  });
});
