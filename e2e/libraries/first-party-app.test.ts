import * as oauth from 'oauth4webapi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi } from '../admin-api.js';
import { dialects } from '../database.js';
import { alice, signsUp } from '../people.js';
import { Server, basic } from '../server.js';
import './patience.js';

describe.each(dialects)('a first-party application, on %s', (dialect) => {
  let server: Server;
  let admin: AdminApi;
  let sub: string;

  beforeAll(async () => {
    server = await Server.start({ dialect });
    admin = server.admin();
    sub = await signsUp(server);
  });
  afterAll(() => server.close());

  it('signs its user in by the challenge endpoint, with tokens bound to its key', async () => {
    const { client_id, client_secret } = await admin.creates({
      grant_types: ['authorization_code', 'refresh_token'],
      allow_redirectless_authentication: true,
      redirectless_allow_without_attestation: true,
      allow_cookieless_authentication_api: true,
      restricted_common_scopes: ['openid', 'profile'],
      dpop_bound_access_tokens: true,
    });
    const insecure = { [oauth.allowInsecureRequests]: true };
    const issuer = new URL(server.issuer);
    const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
    const client: oauth.Client = { client_id };
    const authentication = oauth.ClientSecretBasic(client_secret);
    const endpoint = new URL(as.authorization_challenge_endpoint as string);
    const keys = await oauth.generateKeyPair('ES256');
    const DPoP = oauth.DPoP(client, keys);

    const code_verifier = oauth.generateRandomCodeVerifier();
    let nonce: string | null = null;
    const asks = async (form: Record<string, string>) => {
      const headers = {
        authorization: basic(client_id, client_secret),
        dpop: await proofFor(endpoint, keys, nonce ?? undefined),
      };
      const response = await fetch(endpoint, { method: 'POST', headers, body: new URLSearchParams(form) });
      nonce = response.headers.get('dpop-nonce') ?? nonce;
      return { status: response.status, ...((await response.json()) as Record<string, string>) };
    };
    const request = {
      scope: 'openid profile',
      code_challenge: await oauth.calculatePKCECodeChallenge(code_verifier),
      code_challenge_method: 'S256',
    };
    expect(await asks(request)).toMatchObject({ status: 400, error: 'use_dpop_nonce' });
    const first = await asks(request);
    expect(first).toMatchObject({ status: 400, error: 'insufficient_authorization', step: 'password' });
    const { auth_session } = first as unknown as { auth_session: string };
    const wrong = { auth_session, username: alice.username, password: 'wrong' };
    expect(await asks(wrong)).toMatchObject({ status: 400, fault: 'wrong_credentials' });
    const { authorization_code } = (await asks({ ...wrong, password: alice.password })) as Record<string, unknown>;

    const response = await oauth.genericTokenEndpointRequest(
      as,
      client,
      authentication,
      'authorization_code',
      { code: String(authorization_code), code_verifier },
      { ...insecure, DPoP },
    );
    const tokens = await oauth.processGenericTokenEndpointResponse(as, client, response);
    expect(tokens).toMatchObject({ token_type: 'dpop', refresh_token: expect.any(String) });
    expect(oauth.getValidatedIdTokenClaims(tokens)).toMatchObject({ sub });
    const userinfo = await oauth.userInfoRequest(as, client, tokens.access_token, { ...insecure, DPoP });
    expect(await oauth.processUserInfoResponse(as, client, sub, userinfo)).toMatchObject({ name: 'Alice Liddell' });
  });
});

/** A proof as RFC 9449 §4.2 has it: the library makes them only for requests of its own. */
async function proofFor(address: URL, { privateKey, publicKey }: CryptoKeyPair, nonce?: string): Promise<string> {
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', publicKey);
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y } };
  const claims = {
    jti: crypto.randomUUID(),
    htm: 'POST',
    htu: address.href,
    iat: Math.floor(Date.now() / 1000),
    ...(nonce !== undefined && { nonce }),
  };
  const input = `${encoded(header)}.${encoded(claims)}`;
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, Buffer.from(input));
  return `${input}.${Buffer.from(signature).toString('base64url')}`;
}
