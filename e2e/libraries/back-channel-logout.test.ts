import { once } from 'node:events';
import { createServer } from 'node:https';
import { type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { anAuthority, serverAuth } from '@clientele/runtime/testing/certificates';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { signsUp } from '../people.js';
import { Server } from '../server.js';
import './patience.js';
import { libraries, redirectUri } from './stock-libraries.js';

const authority = anAuthority({ subject: 'CN=Application Authority' });
const host = authority.issue({ subject: 'CN=localhost', names: [{ dNSName: 'localhost' }], purposes: [serverAuth] });

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

  it.each(libraries)('made with %s is posted a logout token that jose verifies', async (_, signsIn) => {
    const client = await server.admin().creates({
      grant_types: ['authorization_code'],
      redirect_uris: [redirectUri],
      skip_logout_consent: true,
      backchannel_logout_uri: `https://${place}/backchannel`,
      backchannel_logout_session_required: true,
    });
    const browser = server.browser();
    const { id_token, claims } = await signsIn(server, client, { browser });

    tokens.length = 0;
    await browser.open(`/logout?${new URLSearchParams({ id_token_hint: id_token }).toString()}`);
    await vi.waitFor(() => expect(tokens).toHaveLength(1), { timeout: 5_000 });
    const keys = createRemoteJWKSet(new URL('/jwks', server.issuer));
    const { payload } = await jwtVerify(tokens[0]!, keys, {
      issuer: server.issuer,
      audience: client.client_id,
      typ: 'logout+jwt',
      maxTokenAge: 120,
      requiredClaims: ['jti', 'exp'],
    });
    expect(payload).toMatchObject({
      sub: claims['sub'],
      sid: claims['sid'],
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    });
    expect(payload).not.toHaveProperty('nonce');
  });
});
