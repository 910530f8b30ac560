import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi, type Json } from '../admin-api.js';
import { alice, signsUp } from '../people.js';
import { Server } from '../server.js';
import './patience.js';

const redirectUri = 'https://app.example.com/callback';
const metadata = { client_name: 'Notes', redirect_uris: [redirectUri], contacts: ['ops@app.example.com'] };
const insecure = { [oauth.allowInsecureRequests]: true };

describe('dynamic client registration by stock libraries', () => {
  let server: Server;
  let admin: AdminApi;

  beforeAll(async () => {
    server = await Server.start();
    admin = server.admin();
    await signsUp(server);
    await admin.does('PATCH', '/settings', { registration_enabled: true });
  });
  afterAll(() => server.close());

  async function initialAccessToken(id: string): Promise<string> {
    const made = await admin.does('POST', '/initial-access-tokens', { id, name: id, max_registrations: 1 });
    return String(made.token);
  }

  /** A request to the configuration endpoint, for which the libraries have no function. */
  async function manage(method: string, uri: unknown, token: unknown, body?: Json) {
    const headers = { authorization: `Bearer ${String(token)}`, 'content-type': 'application/json' };
    const answer = await fetch(String(uri), { method, headers, ...(body && { body: JSON.stringify(body) }) });
    const text = await answer.text();
    return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as Json };
  }

  it('openid-client registers itself, signs alice in, and changes and ends its registration', async () => {
    // The library sends secrets in the body unless it is told otherwise.
    const wanted = { ...metadata, token_endpoint_auth_method: 'client_secret_post' };
    const config = await openid.dynamicClientRegistration(new URL(server.issuer), wanted, undefined, {
      initialAccessToken: await initialAccessToken('openid-client'),
      execute: [openid.allowInsecureRequests],
    });
    const client = config.clientMetadata();
    expect(client).toMatchObject({ ...wanted, client_secret_expires_at: 0 });

    const pkceCodeVerifier = openid.randomPKCECodeVerifier();
    const expectedNonce = openid.randomNonce();
    const address = openid.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: 'openid email',
      nonce: expectedNonce,
      code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    });
    const callback = await server.browser().signsInAt(address, alice);
    const tokens = await openid.authorizationCodeGrant(config, callback, { pkceCodeVerifier, expectedNonce });
    expect(tokens.claims()).toMatchObject({ aud: client.client_id });

    const { registration_client_uri: uri, registration_access_token: token } = client;
    const read = await manage('GET', uri, token);
    expect(read).toMatchObject({ status: 200, body: { client_id: client.client_id, ...metadata } });
    const change = { ...wanted, client_id: client.client_id, client_name: 'Notes, renamed' };
    const changed = await manage('PUT', uri, token, change);
    expect(changed).toMatchObject({ status: 200, body: { client_name: 'Notes, renamed' } });
    expect((await manage('GET', uri, token)).status).toBe(401);
    expect((await manage('DELETE', uri, changed.body.registration_access_token)).status).toBe(204);
    await expect(openid.clientCredentialsGrant(config)).rejects.toMatchObject({ status: 401 });
  });

  it('openid-client registers an application that has no name: it is called by where its users go', async () => {
    const nameOf = async (id: string, wanted: Partial<openid.ClientMetadata>) => {
      const config = await openid.dynamicClientRegistration(new URL(server.issuer), wanted, undefined, {
        initialAccessToken: await initialAccessToken(id),
        execute: [openid.allowInsecureRequests],
      });
      return config.clientMetadata()['client_name'];
    };
    expect(await nameOf('nameless', { redirect_uris: [redirectUri] })).toBe('app.example.com');
    expect(await nameOf('nameless-machine', { grant_types: ['client_credentials'] })).toBe(
      'Self-registered application',
    );
  });

  it('oauth4webapi registers a public application, is refused a second time, and uses what it was given', async () => {
    const issuer = new URL(server.issuer);
    const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
    const token = await initialAccessToken('oauth4webapi');
    const wanted = { ...metadata, token_endpoint_auth_method: 'none', grant_types: ['authorization_code'] };
    const request = () =>
      oauth.dynamicClientRegistrationRequest(as, wanted, { initialAccessToken: token, ...insecure });
    const client = await oauth.processDynamicClientRegistrationResponse(await request());
    expect(client).toMatchObject(wanted);
    expect(client).not.toHaveProperty('client_secret');
    await expect(oauth.processDynamicClientRegistrationResponse(await request())).rejects.toMatchObject({
      status: 401,
      cause: [{ scheme: 'bearer', parameters: { error: 'invalid_token' } }],
    });

    const verifier = oauth.generateRandomCodeVerifier();
    const state = oauth.generateRandomState();
    const address = new URL(as.authorization_endpoint!);
    address.search = new URLSearchParams({
      client_id: client.client_id,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'openid',
      state,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    }).toString();
    const callback = await server.browser().signsInAt(address, alice);
    const params = oauth.validateAuthResponse(as, client, callback, state);
    const { None: none } = oauth;
    const response = await oauth.authorizationCodeGrantRequest(
      as,
      client,
      none(),
      params,
      redirectUri,
      verifier,
      insecure,
    );
    const tokens = await oauth.processAuthorizationCodeResponse(as, client, response);
    expect(oauth.getValidatedIdTokenClaims(tokens)).toMatchObject({ aud: client.client_id });
  });
});
