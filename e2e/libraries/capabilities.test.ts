import * as oauth from 'oauth4webapi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi, type Client, type Json } from '../admin-api.js';
import { type ClientKeys, clientKeys } from '../client-keys.js';
import { alice, signsUp } from '../people.js';
import { Server } from '../server.js';
import './patience.js';
import { type SignIn, type Ways, libraries, redirectUri, signsInByOauth4webapi } from './stock-libraries.js';

interface Capability {
  readonly name: string;
  /** Of the client, beyond what every one has. */
  readonly document?: Json;
  readonly ways?: Ways;
  /** What holds of the sign-in beyond what the library has checked. */
  readonly shows?: (signIn: SignIn) => void;
}

const web = { grant_types: ['authorization_code'], redirect_uris: [redirectUri] };

const [signing, authenticating, encrypting] = await Promise.all([
  clientKeys('ES256', 'requests'),
  clientKeys('PS256', 'authentication'),
  clientKeys('ECDH-ES+A256KW', 'encryption', 'enc'),
]);
const jwksOf = (...keys: ClientKeys[]) => ({ jwks: { keys: keys.flatMap(({ jwks }) => jwks.keys) } });
const encrypted = (answer: string) => ({
  ...jwksOf(encrypting),
  [`${answer}_encrypted_response_alg`]: 'ECDH-ES+A256KW',
  [`${answer}_encrypted_response_enc`]: 'A256GCM',
});
const signedBy = (answer: string) => ({ [`${answer}_signed_response_alg`]: 'ES256' });

const capabilities: Capability[] = [
  { name: 'code' },
  { name: 'hybrid', document: { grant_types: ['authorization_code', 'implicit'] }, ways: { hybrid: true } },
  {
    name: 'PAR',
    document: { require_pushed_authorization_requests: true },
    ways: { pushes: true },
    shows: ({ address }) => expect([...address.searchParams.keys()].toSorted()).toEqual(['client_id', 'request_uri']),
  },
  {
    name: 'JAR',
    document: { require_signed_request_object: true, ...jwksOf(signing) },
    ways: { signsWith: signing },
    shows: ({ address }) => expect([...address.searchParams.keys()].toSorted()).toEqual(['client_id', 'request']),
  },
  {
    name: 'JARM',
    document: { require_jwt_secured_authorization_response: true, ...signedBy('authorization') },
    ways: { secured: true, demands: signedBy('authorization') },
  },
  {
    name: 'encrypted JARM',
    document: { ...signedBy('authorization'), ...encrypted('authorization') },
    ways: { secured: true, demands: signedBy('authorization'), decryptsWith: encrypting },
  },
  {
    name: 'DPoP with nonces',
    document: { dpop_bound_access_tokens: true },
    ways: { provesKey: true, pushes: true },
    shows: ({ token_type }) => expect(token_type).toBe('dpop'),
  },
  {
    name: 'private_key_jwt',
    document: { token_endpoint_auth_method: 'private_key_jwt', ...jwksOf(authenticating) },
    ways: { authenticatesWith: authenticating, pushes: true },
  },
  {
    name: 'client_secret_jwt',
    document: { token_endpoint_auth_method: 'client_secret_jwt' },
    ways: { authenticatesWith: 'client_secret_jwt', pushes: true },
  },
  {
    name: 'encrypted ID token',
    document: { ...signedBy('id_token'), ...encrypted('id_token') },
    ways: { demands: signedBy('id_token'), decryptsWith: encrypting },
  },
  {
    name: 'signed userinfo',
    document: signedBy('userinfo'),
    ways: { demands: signedBy('userinfo') },
  },
  {
    name: 'signed and encrypted userinfo',
    document: { ...signedBy('userinfo'), ...encrypted('userinfo') },
    ways: { demands: signedBy('userinfo'), decryptsWith: encrypting },
  },
  {
    name: 'signed introspection',
    document: { allow_token_introspection: true, ...signedBy('introspection') },
    ways: { demands: signedBy('introspection') },
    shows: ({ introspection, claims }) => expect(introspection).toMatchObject({ active: true, sub: claims['sub'] }),
  },
  {
    name: 'signed and encrypted introspection',
    document: { allow_token_introspection: true, ...signedBy('introspection'), ...encrypted('introspection') },
    ways: { demands: signedBy('introspection'), decryptsWith: encrypting },
    shows: ({ introspection, claims }) => expect(introspection).toMatchObject({ active: true, sub: claims['sub'] }),
  },
  {
    name: 'all of it at once, as FAPI 2.0 Message Signing has it',
    document: {
      token_endpoint_auth_method: 'private_key_jwt',
      require_pushed_authorization_requests: true,
      require_signed_request_object: true,
      require_jwt_secured_authorization_response: true,
      dpop_bound_access_tokens: true,
      allow_token_introspection: true,
      ...signedBy('authorization'),
      ...signedBy('introspection'),
      ...signedBy('id_token'),
      request_object_signing_alg: 'ES256',
      ...jwksOf(signing, authenticating),
    },
    ways: {
      authenticatesWith: authenticating,
      signsWith: signing,
      pushes: true,
      secured: true,
      provesKey: true,
      demands: { ...signedBy('authorization'), ...signedBy('introspection'), ...signedBy('id_token') },
    },
    shows: ({ introspection }) =>
      expect(introspection).toMatchObject({ token_type: 'DPoP', cnf: { jkt: expect.any(String) as string } }),
  },
];

describe('the stock libraries', () => {
  let server: Server;
  let admin: AdminApi;
  let sub: string;

  beforeAll(async () => {
    server = await Server.start();
    admin = server.admin();
    sub = await signsUp(server);
    await admin.does('PATCH', '/settings', { dpop_nonce_required: true });
  });
  afterAll(() => server.close());

  describe.each(libraries)('%s', (_, signsIn) => {
    it.each(capabilities)('does $name', async ({ document, ways, shows }) => {
      const signIn = await signsIn(server, await admin.creates({ ...web, ...document }), ways);
      expect(signIn.claims).toMatchObject({ sub, iss: server.issuer });
      expect(signIn.userinfo).toMatchObject({ sub, name: 'Alice Liddell' });
      shows?.(signIn);
    });

    it('does front-channel logout', async () => {
      const back = 'https://app.example.com/signed-out';
      const client = await admin.creates({
        ...web,
        post_logout_redirect_uris: [back],
        skip_logout_consent: true,
        frontchannel_logout_uri: 'https://app.example.com/frontchannel-logout',
        frontchannel_logout_session_required: true,
      });
      const browser = server.browser();
      const { id_token, claims } = await signsIn(server, client, { browser });
      const request = new URLSearchParams({ id_token_hint: id_token, post_logout_redirect_uri: back, state: 'left' });
      const page = await browser.open(`/logout?${request.toString()}`);
      expect(page.headers.get('refresh')).toBe(`3;url=${back}?state=left`);
      const frame = new URL(/<iframe[^>]* src="([^"]*)"/.exec(page.html)![1]!.replaceAll('&#38;', '&'));
      expect(Object.fromEntries(frame.searchParams)).toEqual({ iss: server.issuer, sid: claims['sid'] });
    });
  });

  describe('a setting of oauth4webapi’s Client', () => {
    /** What the server is told, what the library is told that fits it, and what does not. */
    const settings: [
      string,
      { document: Json; ways?: Ways; fits: Ways['demands']; disagrees: Ways['demands']; refusal: string },
    ][] = [
      ...['id_token', 'authorization', 'userinfo', 'introspection'].map((answer): (typeof settings)[number] => [
        `${answer}_signed_response_alg`,
        {
          document: { ...signedBy(answer), allow_token_introspection: true },
          ways: { secured: answer === 'authorization' },
          fits: signedBy(answer),
          disagrees: { [`${answer}_signed_response_alg`]: 'RS256' },
          refusal: 'unexpected JWT "alg"',
        },
      ]),
      // It takes the claim for granted that the server has not been asked for.
      [
        'require_auth_time',
        {
          document: {},
          fits: {},
          disagrees: { require_auth_time: true },
          refusal: '"auth_time" (authentication time) claim missing',
        },
      ],
      [
        'default_max_age',
        {
          document: {},
          fits: {},
          disagrees: { default_max_age: 3600 },
          refusal: '"auth_time" (authentication time) claim missing',
        },
      ],
      // By a clock that is wrong by an hour, everything is over or yet to come.
      [
        'clockSkew',
        { document: {}, fits: { [oauth.clockSkew]: -5 }, disagrees: { [oauth.clockSkew]: 3600 }, refusal: '"exp"' },
      ],
      [
        'clockTolerance',
        {
          document: {},
          fits: { [oauth.clockSkew]: 3600, [oauth.clockTolerance]: 4000 },
          disagrees: { [oauth.clockSkew]: 3600, [oauth.clockTolerance]: 30 },
          refusal: '"exp"',
        },
      ],
    ];

    const attempt = (client: Client, demands: Ways['demands'], ways?: Ways) =>
      signsInByOauth4webapi(server, client, { ...ways, ...(demands && { demands }) });

    it.each(settings)('[%s] lets pass what agrees with it, and nothing else', async (_, setting) => {
      const { document, ways, fits, disagrees, refusal } = setting;
      const client = await admin.creates({ ...web, ...document });
      expect((await attempt(client, fits, ways)).claims).toMatchObject({ sub });
      await expect(attempt(client, disagrees, ways)).rejects.toThrow(refusal);
    });

    it.each([
      ['require_auth_time', true],
      ['default_max_age', 3600],
    ])('%s is satisfied by a client that is registered with it', async (name, value) => {
      const client = await admin.creates({ ...web, [name]: value });
      const { claims } = await attempt(client, { [name]: value });
      expect(claims['auth_time']).toBeTypeOf('number');
    });
  });

  it('[authorization_signed_response_alg] oauth4webapi reads answers and refusals by every secured mode', async () => {
    const { client_id } = await admin.creates({
      ...web,
      require_jwt_secured_authorization_response: true,
      ...signedBy('authorization'),
    });
    const insecure = { [oauth.allowInsecureRequests]: true };
    const issuer = new URL(server.issuer);
    const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
    const client: oauth.Client = { client_id, ...signedBy('authorization') };
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
    }
    const refusal = await answered({ response_mode: 'jwt', prompt: 'none' });
    await expect(oauth.validateJwtAuthResponse(as, client, refusal, 'st4te', insecure)).rejects.toMatchObject({
      error: 'login_required',
    });
  });
});
