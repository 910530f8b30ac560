import { KeyHolder } from '@clientele/runtime/testing/dpop';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi } from '../admin-api.js';
import { aDatabase, dialects } from '../database.js';
import { alice, signsUp } from '../people.js';
import { Server, basic } from '../server.js';
import './patience.js';

const redirectUri = 'https://app.example.com/callback';
const singlePage = {
  client_type: 'single_page_application',
  grant_types: ['authorization_code', 'refresh_token'],
  redirect_uris: [redirectUri],
  allowed_origins: ['https://app.example.com'],
  token_endpoint_auth_method: 'none',
  dpop_bound_access_tokens: true,
};
const machine = {
  client_type: 'server_to_server',
  grant_types: ['client_credentials'],
  dpop_bound_access_tokens: true,
  allow_token_introspection: true,
};

describe.each(dialects)('libraries with DPoP, on %s', (dialect) => {
  let server: Server;
  let admin: AdminApi;
  let sub: string;

  beforeAll(async () => {
    server = await Server.start({ dialect });
    admin = server.admin();
    sub = await signsUp(server);
    await admin.does('PATCH', '/settings', { dpop_nonce_required: true });
  });
  afterAll(() => server.close());

  it('openid-client obtains bound tokens with nonces, asks who its user is, and refreshes', async () => {
    const { client_id } = await admin.creates(singlePage);
    const issuer = new URL(server.issuer);
    const config = await openid.discovery(issuer, client_id, undefined, openid.None(), {
      execute: [openid.allowInsecureRequests],
    });
    const DPoP = openid.getDPoPHandle(config, await openid.randomDPoPKeyPair('ES256'));
    const pkceCodeVerifier = openid.randomPKCECodeVerifier();
    const address = openid.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: 'openid profile',
      code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      dpop_jkt: await DPoP.calculateThumbprint(),
    });
    const callback = await server.browser().signsInAt(address, alice);
    const tokens = await openid.authorizationCodeGrant(config, callback, { pkceCodeVerifier }, undefined, { DPoP });
    expect(tokens.token_type).toBe('dpop');
    expect(await openid.fetchUserInfo(config, tokens.access_token, sub, { DPoP })).toMatchObject({ sub });

    const thief = openid.getDPoPHandle(config, await openid.randomDPoPKeyPair('ES256'));
    await expect(openid.fetchUserInfo(config, tokens.access_token, sub, { DPoP: thief })).rejects.toMatchObject({
      status: 401,
    });
    const refreshToken = tokens.refresh_token!;
    const stolen = openid.refreshTokenGrant(config, refreshToken, undefined, { DPoP: thief });
    await expect(stolen).rejects.toMatchObject({ error: 'invalid_grant' });
    const refreshed = await openid.refreshTokenGrant(config, refreshToken, undefined, { DPoP });
    expect(refreshed.token_type).toBe('dpop');
  });

  it('oauth4webapi takes up the nonce that it is given, with a key of each kind', async () => {
    const { client_id, client_secret } = await admin.creates(machine);
    const issuer = new URL(server.issuer);
    const insecure = { [oauth.allowInsecureRequests]: true };
    const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
    const client: oauth.Client = { client_id };
    const authentication = oauth.ClientSecretBasic(client_secret);
    for (const alg of ['ES256', 'PS256', 'RS256', 'Ed25519'] as const) {
      const DPoP = oauth.DPoP(client, await oauth.generateKeyPair(alg));
      const ask = async () => {
        const options = { ...insecure, DPoP };
        const response = await oauth.clientCredentialsGrantRequest(as, client, authentication, {}, options);
        return oauth.processClientCredentialsResponse(as, client, response);
      };
      const refused = await ask().catch((error: unknown) => error);
      expect(oauth.isDPoPNonceError(refused)).toBe(true);
      const { access_token, token_type } = await ask();
      expect(token_type).toBe('dpop');
      const answer = await oauth.introspectionRequest(as, client, authentication, access_token, insecure);
      expect(await oauth.processIntrospectionResponse(as, client, answer)).toMatchObject({
        active: true,
        token_type: 'DPoP',
        cnf: { jkt: await DPoP.calculateThumbprint() },
      });
    }
  });
});

describe.runIf(dialects.includes('postgres'))('DPoP at two instances on one database', () => {
  it('[T-073] a proof is used once, and a nonce of one is known to the other', async () => {
    const database = await aDatabase('postgres');
    const one = await Server.start({ database });
    const other = await Server.start({ database, environment: { ISSUER: one.issuer, ADMIN_URL: one.adminUrl } });
    try {
      const { client_id, client_secret } = await one.admin().creates(machine);
      const holder = new KeyHolder(() => Math.floor(Date.now() / 1000));
      const ask = (server: Server, dpop: string) =>
        server.post(
          '/token',
          { grant_type: 'client_credentials' },
          { authorization: basic(client_id, client_secret), dpop },
        );
      const proof = (nonce?: string) =>
        holder.proof('POST', `${one.issuer}/token`, undefined, { claims: { ...(nonce !== undefined && { nonce }) } });
      await expect.poll(async () => (await ask(other, await proof())).status).toBe(200);

      const replayed = await proof();
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, index) => ask(index % 2 ? one : other, replayed)),
      );
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);

      await one.admin().does('PATCH', '/settings', { dpop_nonce_required: true });
      const refused = await ask(one, await proof());
      expect(refused.status).toBe(400);
      const nonce = refused.headers.get('dpop-nonce')!;
      await expect.poll(async () => (await ask(other, await proof())).status).toBe(400);
      expect((await ask(other, await proof(nonce))).status).toBe(200);
    } finally {
      await Promise.all([one.close(), other.close()]);
      await database.remove();
    }
  });
});
