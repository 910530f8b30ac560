import { CompactEncrypt, type JWK, importJWK } from 'jose';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi, type Json } from '../admin-api.js';
import { type ClientKeys, clientKeys } from '../client-keys.js';
import { dialects } from '../database.js';
import { alice, signsUp } from '../people.js';
import { Server } from '../server.js';
import './patience.js';

const redirectUri = 'https://app.example.com/callback';
const web = { grant_types: ['authorization_code', 'refresh_token'], redirect_uris: [redirectUri] };
const pushing = { ...web, require_pushed_authorization_requests: true };
const signing = { ...web, require_signed_request_object: true };
const insecure = { [oauth.allowInsecureRequests]: true };

describe.each(dialects)('authorization requests of stock clients, on %s', (dialect) => {
  let server: Server;
  let admin: AdminApi;
  let sub: string;

  beforeAll(async () => {
    server = await Server.start({ dialect });
    admin = server.admin();
    sub = await signsUp(server);
  });
  afterAll(() => server.close());

  describe('openid-client 6', () => {
    async function registered(document: Json): Promise<openid.Configuration> {
      const { client_id, client_secret } = await admin.creates(document);
      return openid.discovery(new URL(server.issuer), client_id, undefined, openid.ClientSecretBasic(client_secret), {
        execute: [openid.allowInsecureRequests],
      });
    }

    type Build = (config: openid.Configuration, parameters: Record<string, string>) => URL | Promise<URL>;

    /** Signs alice in by the address that the library builds. */
    async function signsIn(config: openid.Configuration, build: Build): Promise<URL> {
      const pkceCodeVerifier = openid.randomPKCECodeVerifier();
      const [expectedState, expectedNonce] = [openid.randomState(), openid.randomNonce()];
      const address = await build(config, {
        redirect_uri: redirectUri,
        scope: 'openid profile',
        state: expectedState,
        nonce: expectedNonce,
        code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
        code_challenge_method: 'S256',
      });
      const callback = await server.browser().signsInAt(address, alice);
      const checks = { pkceCodeVerifier, expectedState, expectedNonce };
      const tokens = await openid.authorizationCodeGrant(config, callback, checks);
      expect(tokens.claims()).toMatchObject({ sub });
      return address;
    }

    const signedBy = ({ privateKey: key, kid }: ClientKeys): Build => {
      return (config, parameters) => openid.buildAuthorizationUrlWithJAR(config, parameters, { key, kid });
    };

    it('[T-078] pushes its request, where it must', async () => {
      const config = await registered(pushing);
      const address = await signsIn(config, openid.buildAuthorizationUrlWithPAR);
      expect([...address.searchParams.keys()].toSorted()).toEqual(['client_id', 'request_uri']);
      const direct = await server.browser().open(openid.buildAuthorizationUrl(config, { redirect_uri: redirectUri }));
      expect(direct.url.searchParams.get('error')).toBe('invalid_request');
      const wrong = openid.buildAuthorizationUrlWithPAR(config, { redirect_uri: 'https://evil.example/' });
      await expect(wrong).rejects.toMatchObject({ error: 'invalid_request' });
    });

    it.each(['ES256', 'PS256', 'EdDSA'])('signs its request with %s, where it must', async (alg) => {
      const keys = await clientKeys(alg);
      const config = await registered({ ...signing, jwks: keys.jwks, request_object_signing_alg: alg });
      const address = await signsIn(config, signedBy(keys));
      expect([...address.searchParams.keys()].toSorted()).toEqual(['client_id', 'request']);
      const stranger = await clientKeys(alg);
      const forged = await signedBy(stranger)(config, { redirect_uri: redirectUri });
      const page = await server.browser().open(forged);
      expect([page.status, page.html]).toEqual([400, expect.stringContaining('invalid_request_object')]);
    });

    it('signs its request and pushes it', async () => {
      const keys = await clientKeys('ES256');
      const config = await registered({ ...pushing, ...signing, jwks: keys.jwks });
      const address = await signsIn(config, async (_, parameters) => {
        const signed = await signedBy(keys)(config, parameters);
        return openid.buildAuthorizationUrlWithPAR(config, signed.searchParams);
      });
      expect(address.searchParams.has('request')).toBe(false);
    });
  });

  describe('oauth4webapi 3', () => {
    it('signs its request with a key, pushes it authenticated by another, and is answered once', async () => {
      const keys = await clientKeys('ES256', 'requests');
      const authentication = await clientKeys('PS256', 'authentication');
      const { client_id } = await admin.creates({
        ...pushing,
        ...signing,
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_signing_alg: 'PS256',
        request_object_signing_alg: 'ES256',
        jwks: { keys: [...keys.jwks.keys, ...authentication.jwks.keys] },
      });
      const client: oauth.Client = { client_id };
      const proof = oauth.PrivateKeyJwt({ key: authentication.privateKey, kid: authentication.kid });
      const issuer = new URL(server.issuer);
      const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
      expect(as).toMatchObject({
        require_pushed_authorization_requests: false,
        request_parameter_supported: true,
        request_uri_parameter_supported: true,
      });

      const verifier = oauth.generateRandomCodeVerifier();
      const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
      const parameters = {
        redirect_uri: redirectUri,
        response_type: 'code',
        scope: 'openid',
        state,
        nonce,
        code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      };
      const key = { key: keys.privateKey, kid: keys.kid };
      const request = await oauth.issueRequestObject(as, client, parameters, key);
      const response = await oauth.pushedAuthorizationRequest(as, client, proof, { request }, insecure);
      const pushed = await oauth.processPushedAuthorizationResponse(as, client, response);
      expect(pushed.expires_in).toBe(60);

      const address = new URL(as.authorization_endpoint!);
      address.search = new URLSearchParams({ client_id, request_uri: pushed.request_uri }).toString();
      const answer = oauth.validateAuthResponse(as, client, await server.browser().signsInAt(address, alice), state);
      const granted = await oauth.authorizationCodeGrantRequest(
        as,
        client,
        proof,
        answer,
        redirectUri,
        verifier,
        insecure,
      );
      const checks = { expectedNonce: nonce, requireIdToken: true };
      const tokens = await oauth.processAuthorizationCodeResponse(as, client, granted, checks);
      expect(oauth.getValidatedIdTokenClaims(tokens)).toMatchObject({ sub });

      const again = await server.browser().open(address);
      expect([again.status, again.html]).toEqual([400, expect.stringContaining('invalid_request_uri')]);
    });

    it('encrypts its signed request to a key of the server, and nobody on the way reads it', async () => {
      const pair = { id: 'requests', name: 'Requests', use: 'enc', type: 'ec', curve: 'P-256' };
      await admin.does('POST', '/key-pairs', pair);
      const keys = await clientKeys('ES256');
      const [alg, enc] = ['ECDH-ES+A256KW', 'A256GCM'];
      const { client_id } = await admin.creates({
        ...signing,
        jwks: keys.jwks,
        request_object_encryption_alg: alg,
        request_object_encryption_enc: enc,
      });
      const client: oauth.Client = { client_id };
      const issuer = new URL(server.issuer);
      const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
      expect(as['request_object_encryption_alg_values_supported']).toContain(alg);
      const published = (await (await fetch(as.jwks_uri!)).json()) as { keys: JWK[] };
      const key = published.keys.find(({ use }) => use === 'enc')!;
      const parameters = {
        redirect_uri: redirectUri,
        response_type: 'code',
        scope: 'openid',
        state: 'st4te',
        code_challenge: await oauth.calculatePKCECodeChallenge(oauth.generateRandomCodeVerifier()),
        code_challenge_method: 'S256',
      };
      const signed = await oauth.issueRequestObject(as, client, parameters, { key: keys.privateKey, kid: keys.kid });
      const request = await new CompactEncrypt(Buffer.from(signed))
        .setProtectedHeader({ alg, enc, kid: key.kid!, cty: 'JWT' })
        .encrypt(await importJWK(key, alg));
      const address = new URL(as.authorization_endpoint!);
      address.search = new URLSearchParams({ client_id, request }).toString();
      const callback = await server.browser().signsInAt(address, alice);
      expect(oauth.validateAuthResponse(as, client, callback, 'st4te').get('code')).toEqual(expect.any(String));
    });

    it('is told at once what is wrong with what it pushes', async () => {
      const { client_id, client_secret } = await admin.creates(web);
      const client: oauth.Client = { client_id };
      const issuer = new URL(server.issuer);
      const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
      const parameters = { redirect_uri: redirectUri, response_type: 'code', scope: 'nothing' };
      const secret = oauth.ClientSecretBasic(client_secret);
      const response = await oauth.pushedAuthorizationRequest(as, client, secret, parameters, insecure);
      await expect(oauth.processPushedAuthorizationResponse(as, client, response)).rejects.toMatchObject({
        error: 'invalid_scope',
        status: 400,
      });
    });
  });

  it('names the clients that would break when the server takes no pushed requests any more', async () => {
    await admin.creates({ ...pushing, client_name: 'Pushes' });
    const refused = await admin.call('PATCH', '/settings', { par_status: 'disabled' });
    expect(refused.status).toBe(409);
    expect(JSON.stringify(refused.body)).toContain('par-is-switched-on');
  });
});
