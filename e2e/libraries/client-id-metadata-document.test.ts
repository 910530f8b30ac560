import { once } from 'node:events';
import { createServer } from 'node:https';
import { type AddressInfo } from 'node:net';
import { anAuthority, serverAuth } from '@clientele/runtime/testing/certificates';
import * as oauth from 'oauth4webapi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientKeys } from '../client-keys.js';
import { alice, signsUp } from '../people.js';
import { Server } from '../server.js';
import './patience.js';

const authority = anAuthority({ subject: 'CN=Application Authority' });
const host = authority.issue({ subject: 'CN=localhost', names: [{ dNSName: 'localhost' }], purposes: [serverAuth] });
const insecure = { [oauth.allowInsecureRequests]: true };

/** A program that knows the address of an API, as MCP clients do, and whom nobody has registered. */
describe('an application that describes itself', () => {
  let server: Server;
  let origin: string;
  const documents = new Map<string, object>();
  const application = createServer({ cert: host.pem, key: host.keyPem }, (request, response) => {
    const document = documents.get(request.url!);
    response.writeHead(document ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(document));
  });

  beforeAll(async () => {
    await once(application.listen(0, '127.0.0.1'), 'listening');
    const place = `localhost:${(application.address() as AddressInfo).port}`;
    origin = `https://${place}`;
    server = await Server.start({ environment: { OUTBOUND_CA: authority.pem, OUTBOUND_ALLOW: place } });
    await signsUp(server);
    await server.admin().does('PATCH', '/settings', {
      client_id_metadata_documents: 'listed_hosts',
      client_document_hosts: [place],
      client_document_scopes: ['profile'],
    });
  });
  afterAll(async () => {
    application.close();
    await server.close();
  });

  it.each(['none', 'private_key_jwt'] as const)(
    'finds the issuer of an API, and signs alice in with %s',
    async (method) => {
      const keys = await clientKeys('ES256');
      const client_id = `${origin}/${method}.json`;
      const redirect_uri = `${origin}/callback`;
      documents.set('/jwks', keys.jwks);
      documents.set(`/${method}.json`, {
        client_id,
        client_name: 'A tool',
        redirect_uris: [redirect_uri],
        grant_types: ['authorization_code', 'refresh_token'],
        token_endpoint_auth_method: method,
        ...(method === 'private_key_jwt' && { jwks_uri: `${origin}/jwks` }),
      });

      const api = new URL(server.adminUrl);
      const resource = await oauth.processResourceDiscoveryResponse(
        api,
        await oauth.resourceDiscoveryRequest(api, insecure),
      );
      const issuer = new URL(resource.authorization_servers![0]!);
      const discovered = await oauth.discoveryRequest(issuer, { ...insecure, algorithm: 'oauth2' });
      const as = await oauth.processDiscoveryResponse(issuer, discovered);
      expect(as['client_id_metadata_document_supported']).toBe(true);

      const client: oauth.Client = { client_id };
      const authentication =
        method === 'none' ? oauth.None() : oauth.PrivateKeyJwt({ key: keys.privateKey, kid: keys.kid });
      const verifier = oauth.generateRandomCodeVerifier();
      const address = new URL(as.authorization_endpoint!);
      address.search = new URLSearchParams({
        client_id,
        redirect_uri,
        response_type: 'code',
        scope: 'openid profile',
        code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      }).toString();
      const callback = await server.browser().signsInAt(address, alice);
      const params = oauth.validateAuthResponse(as, client, callback, oauth.expectNoState);
      const response = await oauth.authorizationCodeGrantRequest(
        as,
        client,
        authentication,
        params,
        redirect_uri,
        verifier,
        insecure,
      );
      const tokens = await oauth.processAuthorizationCodeResponse(as, client, response);
      const refreshed = await oauth.processRefreshTokenResponse(
        as,
        client,
        await oauth.refreshTokenGrantRequest(as, client, authentication, tokens.refresh_token!, insecure),
      );
      const told = await oauth.userInfoRequest(as, client, refreshed.access_token, insecure);
      expect(await oauth.processUserInfoResponse(as, client, oauth.skipSubjectCheck, told)).toMatchObject({
        name: alice.claims['name'],
      });
    },
  );
});
