import { compactDecrypt, exportJWK, generateKeyPair } from 'jose';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi, type Json } from '../admin-api.js';
import { alice, signsUp } from '../people.js';
import { Server } from '../server.js';
import './patience.js';

const redirectUri = 'https://app.example.com/callback';

describe('libraries that are answered in signed and encrypted JWTs', () => {
  let server: Server;
  let admin: AdminApi;
  let sub: string;

  beforeAll(async () => {
    server = await Server.start();
    admin = server.admin();
    sub = await signsUp(server);
  });
  afterAll(() => server.close());

  /** A client that has signed answers alone, everything encrypted to its key. */
  async function registered(document: Json = {}) {
    const keys = await generateKeyPair('ECDH-ES+A256KW', { extractable: true });
    const jwk = { ...(await exportJWK(keys.publicKey)), use: 'enc', kid: 'mine' };
    const client = await admin.creates({
      grant_types: ['authorization_code'],
      redirect_uris: [redirectUri],
      require_jwt_secured_authorization_response: true,
      authorization_signed_response_alg: 'ES256',
      jwks: { keys: [jwk] },
      ...document,
    });
    return { ...client, keys };
  }

  const encrypted = Object.fromEntries(
    ['authorization', 'id_token', 'userinfo'].flatMap((answer) => [
      [`${answer}_signed_response_alg`, 'ES256'],
      [`${answer}_encrypted_response_alg`, 'ECDH-ES+A256KW'],
      [`${answer}_encrypted_response_enc`, 'A256GCM'],
    ]),
  );

  it('openid-client decrypts answers, ID tokens and userinfo', async () => {
    const { client_id, client_secret, keys } = await registered(encrypted);
    const config = await openid.discovery(
      new URL(server.issuer),
      client_id,
      {
        authorization_signed_response_alg: 'ES256',
        id_token_signed_response_alg: 'ES256',
        userinfo_signed_response_alg: 'ES256',
      },
      openid.ClientSecretBasic(client_secret),
      { execute: [openid.allowInsecureRequests, openid.useJwtResponseMode] },
    );
    openid.enableDecryptingResponses(config, ['A256GCM'], {
      key: keys.privateKey,
      alg: 'ECDH-ES+A256KW',
      kid: 'mine',
    });
    const pkceCodeVerifier = openid.randomPKCECodeVerifier();
    const address = openid.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: 'openid profile',
      code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    });
    expect(address.searchParams.get('response_mode')).toBe('jwt');
    const callback = await server.browser().signsInAt(address, alice);
    expect([...callback.searchParams.keys()]).toEqual(['response']);
    const tokens = await openid.authorizationCodeGrant(config, callback, { pkceCodeVerifier, idTokenExpected: true });
    expect(tokens.claims()?.sub).toBe(sub);
    expect(await openid.fetchUserInfo(config, tokens.access_token, sub)).toMatchObject({ sub });
  });

  it('oauth4webapi reads signed and encrypted introspection answers, and refuses another algorithm', async () => {
    const { client_id, client_secret, keys } = await registered({
      client_type: 'server_to_server',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      require_jwt_secured_authorization_response: undefined,
      authorization_signed_response_alg: undefined,
      allow_token_introspection: true,
      introspection_signed_response_alg: 'ES256',
      introspection_encrypted_response_alg: 'ECDH-ES+A256KW',
      introspection_encrypted_response_enc: 'A256GCM',
    });
    const insecure = { [oauth.allowInsecureRequests]: true };
    const issuer = new URL(server.issuer);
    const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
    const client: oauth.Client = { client_id, introspection_signed_response_alg: 'ES256' };
    const authentication = oauth.ClientSecretBasic(client_secret);
    const granted = await oauth.clientCredentialsGrantRequest(as, client, authentication, {}, insecure);
    const { access_token } = await oauth.processClientCredentialsResponse(as, client, granted);
    const decrypting: oauth.JWEDecryptOptions = {
      [oauth.jweDecrypt]: async (jwe) => Buffer.from((await compactDecrypt(jwe, keys.privateKey)).plaintext).toString(),
    };
    const ask = () => oauth.introspectionRequest(as, client, authentication, access_token, insecure);
    const answer = await ask();
    expect(answer.headers.get('content-type')).toBe('application/token-introspection+jwt');
    expect(await oauth.processIntrospectionResponse(as, client, answer, decrypting)).toMatchObject({ active: true });
    const other = { ...client, introspection_signed_response_alg: 'RS256' };
    await expect(oauth.processIntrospectionResponse(as, other, await ask(), decrypting)).rejects.toThrow();
  });

  it('oauth4webapi reads answers and refusals by every secured mode, and refuses another algorithm', async () => {
    const { client_id } = await registered();
    const insecure = { [oauth.allowInsecureRequests]: true };
    const issuer = new URL(server.issuer);
    const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
    const client: oauth.Client = { client_id, authorization_signed_response_alg: 'ES256' };
    const answered = async (over: Record<string, string>) => {
      const address = new URL(as.authorization_endpoint!);
      const request = { client_id, redirect_uri: redirectUri, response_type: 'code', scope: 'openid', state: 'st4te' };
      address.search = new URLSearchParams({ ...request, ...over }).toString();
      const callback = await server.browser().signsInAt(address, alice);
      return callback.hash === '' ? callback.searchParams : new URLSearchParams(callback.hash.slice(1));
    };
    for (const response_mode of ['jwt', 'query.jwt', 'fragment.jwt']) {
      const answer = await answered({ response_mode });
      const parameters = await oauth.validateJwtAuthResponse(as, client, answer, 'st4te', insecure);
      expect(parameters.get('code')).toEqual(expect.any(String));
      const other = { ...client, authorization_signed_response_alg: 'RS256' };
      await expect(oauth.validateJwtAuthResponse(as, other, answer, 'st4te', insecure)).rejects.toThrow();
    }
    const refusal = await answered({ response_mode: 'jwt', prompt: 'none' });
    await expect(oauth.validateJwtAuthResponse(as, client, refusal, 'st4te', insecure)).rejects.toMatchObject({
      error: 'login_required',
    });
  });
});
