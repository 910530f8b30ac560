import { type Issued, aSelfSignedCertificate } from '@clientele/runtime/testing/certificates';
import { exportJWK } from 'jose';
import * as oauth from 'oauth4webapi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi } from '../admin-api.js';
import { fetchShowing } from '../fetch-showing.js';
import { signsUp } from '../people.js';
import { type Server } from '../server.js';
import './patience.js';
import { partners, startServerForCertificates } from './server-for-certificates.js';
import { type Ways, libraries, redirectUri, signsInByOauth4webapi } from './stock-libraries.js';

describe('libraries with a client certificate', () => {
  let server: Server;
  let admin: AdminApi;
  let sub: string;

  beforeAll(async () => {
    server = await startServerForCertificates();
    admin = server.admin();
    sub = await signsUp(server);
  });
  afterAll(() => server.close());

  async function discovered(): Promise<oauth.AuthorizationServer> {
    const issuer = new URL(server.issuer);
    return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer));
  }

  const mine = partners.issue({ subject: 'CN=shop,O=Example' });
  const shop = {
    grant_types: ['authorization_code'],
    redirect_uris: [redirectUri],
    token_endpoint_auth_method: 'tls_client_auth',
    tls_client_auth_subject_dn: 'CN=shop,O=Example',
    tls_client_auth_issuer_ids: ['partners'],
    tls_client_certificate_bound_access_tokens: true,
    use_mtls_endpoint_aliases: true,
  };
  const showing = (certificate: Issued): Ways => ({
    authenticatesWith: 'tls_client_auth',
    demands: { use_mtls_endpoint_aliases: true },
    fetch: fetchShowing(certificate),
    pushes: true,
  });

  it.each(libraries)(
    '%s signs a user in with tls_client_auth at the aliases, and a thief does not',
    async (_, signsIn) => {
      const client = await admin.creates(shop);
      const signIn = await signsIn(server, client, showing(mine));
      expect(signIn.address.origin).toBe(server.issuer);
      expect(signIn.claims).toMatchObject({ sub });
      expect(signIn.userinfo).toMatchObject({ sub });

      const thief = partners.issue({ subject: 'CN=thief' });
      await expect(signsIn(server, client, showing(thief))).rejects.toMatchObject({ status: 401 });
      const headers = { authorization: `Bearer ${signIn.access_token}` };
      const statusWith = async (certificate: Issued) => {
        const { userinfo_endpoint } = (await discovered()).mtls_endpoint_aliases!;
        return (await fetchShowing(certificate)(userinfo_endpoint!, { headers })).status;
      };
      expect([await statusWith(mine), await statusWith(thief)]).toEqual([200, 401]);
    },
  );

  it('[use_mtls_endpoint_aliases] of oauth4webapi’s Client takes it to where certificates are asked for, and nothing else does', async () => {
    const client = await admin.creates(shop);
    expect((await signsInByOauth4webapi(server, client, showing(mine))).claims).toMatchObject({ sub });
    const elsewhere = { ...showing(mine), demands: { use_mtls_endpoint_aliases: false } };
    await expect(signsInByOauth4webapi(server, client, elsewhere)).rejects.toMatchObject({ status: 401 });
  });

  it('oauth4webapi obtains a token with self_signed_tls_client_auth, and a stranger does not', async () => {
    const mine = aSelfSignedCertificate();
    const jwk = { ...(await exportJWK(mine.keys.publicKey)), x5c: [mine.der.toString('base64')] };
    const { client_id } = await admin.creates({
      client_type: 'server_to_server',
      grant_types: ['client_credentials'],
      token_endpoint_auth_method: 'self_signed_tls_client_auth',
      jwks: { keys: [jwk] },
    });
    const as = await discovered();
    const client = { client_id, use_mtls_endpoint_aliases: true };
    const ask = async (certificate: Issued) => {
      const options = { [oauth.customFetch]: fetchShowing(certificate) };
      const response = await oauth.clientCredentialsGrantRequest(as, client, oauth.TlsClientAuth(), {}, options);
      return oauth.processClientCredentialsResponse(as, client, response);
    };
    expect(await ask(mine)).toMatchObject({ token_type: 'bearer' });
    await expect(ask(aSelfSignedCertificate())).rejects.toMatchObject({ status: 401 });
  });
});
