import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi, type Json } from '../admin-api.js';
import { type ClientKeys, clientKeys } from '../client-keys.js';
import { fetchShowing } from '../fetch-showing.js';
import { signsUp } from '../people.js';
import { type Server } from '../server.js';
import './patience.js';
import { partners, startServerForCertificates } from './server-for-certificates.js';
import { type Ways, libraries, redirectUri } from './stock-libraries.js';

const certificate = partners.issue({ subject: 'CN=bank,O=Example' });

const [ps256, es256, edDsa] = await Promise.all([clientKeys('PS256'), clientKeys('ES256'), clientKeys('EdDSA')]);

/** Said of a client when it is registered; choosing the profile does the rest. */
const bank = { grant_types: ['authorization_code', 'refresh_token'], redirect_uris: [redirectUri], first_party: false };
const byKey = { token_endpoint_auth_method: 'private_key_jwt' };
const byCertificate = {
  token_endpoint_auth_method: 'tls_client_auth',
  tls_client_auth_subject_dn: 'CN=bank,O=Example',
  tls_client_auth_issuer_ids: ['partners'],
};
const bound = { tls_client_certificate_bound_access_tokens: true, use_mtls_endpoint_aliases: true };
const jwksOf = (...keys: readonly ClientKeys[]) => ({ jwks: { keys: keys.flatMap(({ jwks }) => jwks.keys) } });

/** What the libraries are to demand: PS256 is what the profiles make of the usual RS256. */
const demands = {
  id_token_signed_response_alg: 'PS256',
  authorization_signed_response_alg: 'PS256',
  introspection_signed_response_alg: 'PS256',
};
const pushing: Ways = { pushes: true, demands };
const showing: Ways = { demands: { ...demands, use_mtls_endpoint_aliases: true }, fetch: fetchShowing(certificate) };

interface Run {
  readonly name: string;
  readonly document: Json;
  readonly ways: Ways;
}

const runs: Run[] = [
  ...[ps256, es256, edDsa].map((keys): Run => ({
    name: `FAPI 2.0 Security with private_key_jwt (${keys.kid}) and DPoP`,
    document: { fapi_profile: 'fapi2_security', ...byKey, ...jwksOf(keys), dpop_bound_access_tokens: true },
    ways: { ...pushing, authenticatesWith: keys, provesKey: true },
  })),
  {
    name: 'FAPI 2.0 Security with private_key_jwt and tokens bound to a certificate',
    document: { fapi_profile: 'fapi2_security', ...byKey, ...jwksOf(ps256), ...bound },
    ways: { ...pushing, ...showing, authenticatesWith: ps256 },
  },
  {
    name: 'FAPI 2.0 Security with tls_client_auth',
    document: { fapi_profile: 'fapi2_security', ...byCertificate, ...bound },
    ways: { ...pushing, ...showing, authenticatesWith: 'tls_client_auth' },
  },
  {
    name: 'FAPI 2.0 Message Signing with private_key_jwt and DPoP',
    document: {
      fapi_profile: 'fapi2_message_signing',
      ...byKey,
      ...jwksOf(ps256, es256),
      dpop_bound_access_tokens: true,
      allow_token_introspection: true,
    },
    ways: { ...pushing, authenticatesWith: ps256, signsWith: es256, secured: true, provesKey: true },
  },
  {
    name: 'FAPI 2.0 Message Signing with tls_client_auth',
    document: { fapi_profile: 'fapi2_message_signing', ...byCertificate, ...jwksOf(edDsa), ...bound },
    ways: { ...pushing, ...showing, authenticatesWith: 'tls_client_auth', signsWith: edDsa, secured: true },
  },
  {
    name: 'FAPI 1.0 Advanced with code id_token',
    document: {
      fapi_profile: 'fapi1_advanced',
      ...byKey,
      ...jwksOf(ps256),
      grant_types: ['authorization_code', 'implicit', 'refresh_token'],
      use_mtls_endpoint_aliases: true,
    },
    ways: { ...showing, authenticatesWith: ps256, signsWith: ps256, hybrid: 'detached' },
  },
  {
    name: 'FAPI 1.0 Advanced with code in a signed answer',
    document: {
      fapi_profile: 'fapi1_advanced',
      ...byCertificate,
      ...jwksOf(es256),
      require_jwt_secured_authorization_response: true,
      use_mtls_endpoint_aliases: true,
    },
    ways: { ...showing, authenticatesWith: 'tls_client_auth', signsWith: es256, secured: true },
  },
  {
    name: 'FAPI 1.0 Advanced with code in a signed answer, pushed',
    document: {
      fapi_profile: 'fapi1_advanced',
      ...byKey,
      ...jwksOf(es256),
      require_jwt_secured_authorization_response: true,
      use_mtls_endpoint_aliases: true,
    },
    ways: { ...pushing, ...showing, authenticatesWith: es256, signsWith: es256, secured: true },
  },
];

describe('a client that is held to a profile of FAPI', () => {
  let server: Server;
  let admin: AdminApi;
  let sub: string;

  beforeAll(async () => {
    server = await startServerForCertificates();
    admin = server.admin();
    sub = await signsUp(server);
  });
  afterAll(() => server.close());

  describe.each(libraries)('by %s', (_, signsIn) => {
    it.each(runs)('[fapi_profile] signs its user in: $name', async ({ document, ways }) => {
      const client = await admin.creates({ ...bank, ...document });
      const signIn = await signsIn(server, client, ways);
      expect(signIn.claims).toMatchObject({ sub, iss: server.issuer });
      expect(signIn.userinfo).toMatchObject({ sub, name: 'Alice Liddell' });
      expect(signIn.token_type).toBe(ways.provesKey ? 'dpop' : 'bearer');
      if (ways.pushes) expect([...signIn.address.searchParams.keys()].toSorted()).toEqual(['client_id', 'request_uri']);
      if (document['allow_token_introspection']) expect(signIn.introspection).toMatchObject({ active: true });
    });

    it('[fapi_profile] is refused where it does less than the profile asks for', async () => {
      const document = { ...bank, ...byKey, ...jwksOf(ps256, es256), dpop_bound_access_tokens: true };
      const client = await admin.creates({ ...document, fapi_profile: 'fapi2_message_signing' });
      const ways: Ways = { ...pushing, authenticatesWith: ps256, signsWith: es256, secured: true, provesKey: true };
      const { signsWith: _signature, ...unsigned } = ways;
      await expect(signsIn(server, client, unsigned)).rejects.toMatchObject({ error: 'invalid_request' });
      await expect(signsIn(server, client, { ...ways, provesKey: false })).rejects.toMatchObject({
        error: 'invalid_dpop_proof',
      });
      expect((await signsIn(server, client, ways)).claims).toMatchObject({ sub });
    });
  });
});
