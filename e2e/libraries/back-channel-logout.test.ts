import { once } from 'node:events';
import { createServer } from 'node:https';
import { type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { anAuthority, serverAuth } from '@clientele/runtime/testing/certificates';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import * as openid from 'openid-client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { alice, signsUp } from '../people.js';
import { Server } from '../server.js';
import './patience.js';

const authority = anAuthority({ subject: 'CN=Application Authority' });
const host = authority.issue({ subject: 'CN=localhost', names: [{ dNSName: 'localhost' }], purposes: [serverAuth] });
const redirectUri = 'https://app.example.com/callback';

describe('an application with a back channel', () => {
  let server: Server;
  const tokens: string[] = [];
  const application = createServer({ cert: host.pem, key: host.keyPem }, (request, response) => {
    void text(request).then((body) => {
      tokens.push(new URLSearchParams(body).get('logout_token')!);
      response.writeHead(200).end();
    });
  });
  let place: string;

  beforeAll(async () => {
    await once(application.listen(0, '127.0.0.1'), 'listening');
    place = `localhost:${(application.address() as AddressInfo).port}`;
    server = await Server.start({ environment: { OUTBOUND_CA: authority.pem, OUTBOUND_ALLOW: place } });
    await signsUp(server);
  });
  afterAll(async () => {
    application.close();
    await server.close();
  });

  it('is posted a logout token that jose verifies, over TLS that it can trust', async () => {
    const { client_id, client_secret } = await server.admin().creates({
      grant_types: ['authorization_code'],
      redirect_uris: [redirectUri],
      skip_logout_consent: true,
      backchannel_logout_uri: `https://${place}/backchannel`,
      backchannel_logout_session_required: true,
    });
    const config = await openid.discovery(
      new URL(server.issuer),
      client_id,
      undefined,
      openid.ClientSecretBasic(client_secret),
      { execute: [openid.allowInsecureRequests] },
    );
    const pkceCodeVerifier = openid.randomPKCECodeVerifier();
    const browser = server.browser();
    const callback = await browser.signsInAt(
      openid.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: 'openid',
        code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
        code_challenge_method: 'S256',
      }),
      alice,
    );
    const { id_token } = await openid.authorizationCodeGrant(config, callback, { pkceCodeVerifier });
    const { sub, sid } = decodeJwt(id_token!);

    await browser.open(openid.buildEndSessionUrl(config, { id_token_hint: id_token! }));
    await vi.waitFor(() => expect(tokens).toHaveLength(1), { timeout: 5_000 });
    const keys = createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri!));
    const { payload } = await jwtVerify(tokens[0]!, keys, {
      issuer: server.issuer,
      audience: client_id,
      typ: 'logout+jwt',
      maxTokenAge: 120,
      requiredClaims: ['jti', 'exp'],
    });
    expect(payload).toMatchObject({
      sub,
      sid,
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    });
    expect(payload).not.toHaveProperty('nonce');
  });
});
