import {
  type CryptoKey,
  CompactSign,
  createLocalJWKSet,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  jwtVerify,
} from 'jose';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type ClientAuthenticationMethod, type PublicJwk } from '@clientele/client-schema';
import { type ProtocolResponse } from '../http.js';
import { scryptVerifier } from '../secrets.js';
import { aSelfSignedCertificate, aTrustedCa, anAuthority, presented } from '../testing/certificates.js';
import {
  aRegisteredClient,
  aSecret,
  issuer,
  secret,
  serverReachedBy,
  serverWith,
  type World,
} from '../testing/server-with.js';

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const grant = 'grant_type=client_credentials';
const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const methods = ['client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'private_key_jwt', 'none'] as const;
const everyMethod = [...methods, 'tls_client_auth', 'self_signed_tls_client_auth'] as const;
const authority = anAuthority();
const certificates = {
  tls_client_auth: authority.issue({ subject: 'CN=app' }),
  self_signed_tls_client_auth: aSelfSignedCertificate(),
};

const base64 = (text: string) => Buffer.from(text).toString('base64');
/** RFC 6749 Appendix B, as a careful client encodes. */
const encoded = (text: string) => new URLSearchParams({ x: text }).toString().slice(2);

function told({ status, body }: ProtocolResponse): { status: number; error: unknown } {
  return { status, error: (JSON.parse(body) as Record<string, unknown>)['error'] };
}

describe('client authentication', () => {
  let keys: Awaited<ReturnType<typeof generateKeyPair>>;
  let jwk: PublicJwk;
  let certificateJwk: PublicJwk;

  beforeAll(async () => {
    keys = await generateKeyPair('ES256');
    jwk = { ...((await exportJWK(keys.publicKey)) as PublicJwk), kid: 'k1' };
    const { publicKey } = certificates.self_signed_tls_client_auth.keys;
    certificateJwk = { ...((await exportJWK(publicKey)) as PublicJwk), kid: 'k2' };
  });

  async function assertion(
    world: World,
    over: Record<string, unknown> = {},
    header: object = {},
    key: typeof keys.privateKey | Uint8Array = keys.privateKey,
  ): Promise<string> {
    const now = world.clock.now();
    const claims = { iss: 'app', sub: 'app', aud: issuer, exp: now + 60, jti: crypto.randomUUID(), ...over };
    // By hand, since JSON.stringify refuses such depth.
    const payload = JSON.stringify(claims).replace('"<deep>"', '['.repeat(5000) + ']'.repeat(5000));
    return new CompactSign(Buffer.from(payload)).setProtectedHeader({ alg: 'ES256', ...header }).sign(key);
  }

  /** A request that authenticates by a method, rightly. */
  async function by(method: ClientAuthenticationMethod, world: World, extra = ''): Promise<ProtocolResponse> {
    const proof = {
      none: 'client_id=app',
      tls_client_auth: 'client_id=app',
      self_signed_tls_client_auth: 'client_id=app',
      client_secret_basic: '',
      client_secret_post: `client_id=app&client_secret=${secret}`,
      client_secret_jwt: `client_assertion_type=${encodeURIComponent(jwtBearer)}&client_assertion=${await assertion(world, {}, { alg: 'HS256' }, Buffer.from(secret))}`,
      private_key_jwt: `client_assertion_type=${encodeURIComponent(jwtBearer)}&client_assertion=${await assertion(world)}`,
    }[method];
    const headers: Record<string, string> = method === 'client_secret_basic' ? { authorization: world.basic } : {};
    const certificate =
      method in certificates ? presented(certificates[method as keyof typeof certificates]) : undefined;
    return world.post('/revoke', `token=x&${proof}${extra}`, headers, certificate);
  }

  async function withKeys(document: Parameters<typeof aRegisteredClient>[0]): Promise<World> {
    const proofs = { jwks: { keys: [jwk, certificateJwk] }, tls_client_auth_subject_dn: 'CN=app' };
    const world = await serverWith(
      aRegisteredClient({ ...proofs, ...document }, [aSecret(secret, { key: Buffer.from(secret) })]),
    );
    world.settings.records.trusted_cas = [aTrustedCa('ca', authority)];
    return world;
  }

  it.each(everyMethod.flatMap((registered) => everyMethod.map((used) => [registered, used] as const)))(
    '[token_endpoint_auth_method] [T-053, T-054] of a client registered for %s by %s',
    async (registered, used) => {
      const world = await withKeys({ token_endpoint_auth_method: registered });
      const response = await by(used, world);
      // A certificate says nothing of a client that is not registered for one.
      const isNone = registered === 'none' && used in certificates;
      if (registered === used || isNone) expect(response.status).toBe(200);
      else expect(told(response)).toEqual({ status: 401, error: 'invalid_client' });
    },
  );

  it('[additional_token_endpoint_auth_methods] takes every additional method, and no other', async () => {
    const world = await withKeys({
      token_endpoint_auth_method: 'client_secret_basic',
      additional_token_endpoint_auth_methods: ['private_key_jwt'],
    });
    const statuses = await Promise.all(methods.map(async (method) => (await by(method, world)).status));
    expect(statuses).toEqual([200, 401, 401, 200, 401]);
  });

  it('[T-053] takes one method at a time', async () => {
    const world = await withKeys({ additional_token_endpoint_auth_methods: ['client_secret_post', 'private_key_jwt'] });
    const jwt = `&client_assertion_type=${encodeURIComponent(jwtBearer)}&client_assertion=${await assertion(world)}`;
    const twice = [
      by('client_secret_basic', world, `&client_secret=${secret}`),
      by('client_secret_basic', world, jwt),
      by('client_secret_post', world, jwt),
      by('client_secret_basic', world, `&client_secret=${secret}${jwt}`),
    ];
    for (const response of await Promise.all(twice)) {
      expect(told(response)).toEqual({ status: 400, error: 'invalid_request' });
    }
  });

  it('[T-053] wants a client_id that agrees with the credentials', async () => {
    const world = await withKeys({ additional_token_endpoint_auth_methods: ['private_key_jwt'] });
    for (const method of ['client_secret_basic', 'private_key_jwt'] as const) {
      expect((await by(method, world, '&client_id=app')).status).toBe(200);
      expect(told(await by(method, world, '&client_id=other'))).toEqual({ status: 401, error: 'invalid_client' });
    }
  });

  it.each<[string, string | string[], number]>([
    ['no base64', 'Basic %%%', 401],
    ['no colon', `Basic ${base64('app')}`, 401],
    ['an empty id', `Basic ${base64(`:${secret}`)}`, 401],
    ['an empty secret', `Basic ${base64('app:')}`, 401],
    ['a broken percent-encoding in the id', `Basic ${base64(`%zz:${secret}`)}`, 401],
    ['a broken percent-encoding in the secret', `Basic ${base64('app:%e9')}`, 401],
    ['a control character', `Basic ${base64(`app\u0000:${secret}`)}`, 401],
    ['a line feed', `Basic ${base64(`app:${secret}\n`)}`, 401],
    ['an encoded NUL in the id', `Basic ${base64(`app%00:${secret}`)}`, 401],
    ['bytes that are no UTF-8', `Basic ${Buffer.from([0xff, 0x3a, 0xfe]).toString('base64')}`, 401],
    ['nothing', 'Basic', 401],
    ['blanks', 'Basic   ', 401],
    ['two credentials', `Basic ${base64(`app:${secret}`)}, Basic ${base64(`app:${secret}`)}`, 401],
    ['two headers', [`Basic ${base64(`app:${secret}`)}`, 'Basic x'], 401],
    ['another scheme', 'Bearer abc', 400],
    ['a scheme that begins alike', `Basically ${base64(`app:${secret}`)}`, 400],
    ['no scheme', '', 400],
    ['only a comma', ',', 400],
    ['the right credentials', `Basic ${base64(`app:${secret}`)}`, 200],
    ['the scheme in another case', `bAsIc ${base64(`app:${secret}`)}`, 200],
    ['several spaces', `Basic   ${base64(`app:${secret}`)}`, 200],
  ])('[T-053] by a header with %s', async (_, authorization, status) => {
    const { send, problems } = await serverWith();
    const response = await send('POST', '/token', { body: grant, headers: { ...form, authorization } });
    expect(response.status).toBe(status);
    if (status === 401) expect(response.headers['www-authenticate']).toMatch(/^Basic realm=/);
    expect(problems).toEqual([]);
  });

  it.each(['a:b', 'a%b', 'a+b', 'a b', 'ä€🦊', '%3A', 'a&b=c', '~!@#$^*()_{}|"<>?`', 'x'.repeat(500)])(
    '[T-053] by a secret like %s, in header and form',
    async (awkward) => {
      const client_id = 'urn:a@b~c';
      const { post } = await serverWith(
        aRegisteredClient({ client_id, additional_token_endpoint_auth_methods: ['client_secret_post'] }, [
          aSecret(awkward),
        ]),
      );
      const header = { authorization: `Basic ${base64(`${encoded(client_id)}:${encoded(awkward)}`)}` };
      expect((await post('/token', grant, header)).status).toBe(200);
      const inForm = { grant_type: 'client_credentials', client_id, client_secret: awkward };
      expect((await post('/token', inForm)).status).toBe(200);
      expect((await post('/token', { ...inForm, client_secret: `${awkward}x` })).status).toBe(401);
      expect((await post('/token', { ...inForm, client_id: 'URN:a@b~c' })).status).toBe(401);
    },
  );

  it.each<[string, Record<string, unknown>]>([
    ['an issuer that is an object', { iss: { toString: 1, valueOf: 1 } }],
    ['a subject that is a list', { sub: ['app'] }],
    ['an audience that is an object', { aud: { toString: 1, toJSON: 1 } }],
    ['a deep audience', { aud: '<deep>' }],
    ['a date as text', { exp: '9999999999' }],
    ['a fractional date', { exp: 1_700_000_030.5 }],
    ['a negative date', { iat: -1 }],
    ['a date beyond the year 9999', { exp: 1e15 }],
    ['a date that is an object', { nbf: {} }],
    ['an id that is an object', { jti: { toString: 1, valueOf: 1 } }],
    ['an id of ten thousand characters', { jti: 'x'.repeat(10_000) }],
    ['the issuer in another case', { aud: issuer.toUpperCase() }],
    ['the token endpoint as audience', { aud: `${issuer}/token` }],
  ])('[T-055, T-063] by an assertion with %s is refused like any other', async (_, over) => {
    const world = await withKeys({ token_endpoint_auth_method: 'private_key_jwt' });
    const jwt = await assertion(world, over);
    const response = await world.post('/token', {
      grant_type: 'client_credentials',
      client_assertion_type: jwtBearer,
      client_assertion: jwt,
    });
    expect(told(response)).toEqual({ status: 401, error: 'invalid_client' });
    await world.server.receiptsWritten();
    expect(world.problems).toEqual([]);
  });

  it.each([
    ['none', undefined, true],
    ['JWT', 'JWT', true],
    ['client-authentication+jwt', 'client-authentication+jwt', true],
    ['the same in full', 'application/client-authentication+jwt', true],
    ['at+jwt', 'at+jwt', false],
    ['dpop+jwt', 'dpop+jwt', false],
    ['oauth-authz-req+jwt', 'oauth-authz-req+jwt', false],
    ['an object', {} as never, false],
  ])('[T-062] by an assertion of the type %s', async (_, typ, accepted) => {
    const world = await withKeys({ token_endpoint_auth_method: 'private_key_jwt' });
    const jwt = await assertion(world, {}, { typ });
    const response = await world.post('/token', {
      grant_type: 'client_credentials',
      client_assertion_type: jwtBearer,
      client_assertion: jwt,
    });
    expect(response.status).toBe(accepted ? 200 : 401);
  });

  it('[enforce_jwt_replay_prevention] [T-056] by one assertion at two endpoints counts once', async () => {
    const world = await withKeys({
      token_endpoint_auth_method: 'private_key_jwt',
      enforce_jwt_replay_prevention: true,
    });
    const proof = { client_assertion_type: jwtBearer, client_assertion: await assertion(world) };
    expect((await world.post('/revoke', { token: 'x', ...proof })).status).toBe(200);
    expect((await world.post('/token', { grant_type: 'client_credentials', ...proof })).status).toBe(401);
  });

  it('[T-055] by an assertion in the name of another client, or of another type than a JWT, is refused', async () => {
    const world = await withKeys({ token_endpoint_auth_method: 'private_key_jwt' });
    world.clients.put(aRegisteredClient({ client_id: 'other', token_endpoint_auth_method: 'private_key_jwt' }));
    const ask = async (over: Record<string, unknown>, form: Record<string, string> = {}) => {
      const client_assertion = await assertion(world, over);
      const request = { grant_type: 'client_credentials', client_assertion_type: jwtBearer, client_assertion };
      return told(await world.post('/token', { ...request, ...form }));
    };
    const refused = { status: 401, error: 'invalid_client' };
    for (const claims of [{ sub: 'other' }, { iss: 'other' }, { iss: 'other', sub: 'other' }, { sub: undefined }]) {
      expect(await ask(claims)).toEqual(refused);
      expect(await ask(claims, { client_id: 'app' })).toEqual(refused);
      expect(await ask(claims, { client_id: 'other' })).toEqual(refused);
    }
    for (const client_assertion_type of ['urn:ietf:params:oauth:client-assertion-type:saml2-bearer', 'jwt', '']) {
      expect(await ask({}, { client_assertion_type })).toEqual(refused);
    }
    expect((await ask({})).status).toBe(200);
  });

  it('[T-056] by a forged assertion does not spend its jti', async () => {
    const world = await withKeys({
      token_endpoint_auth_method: 'private_key_jwt',
      enforce_jwt_replay_prevention: true,
    });
    const right = await assertion(world, { jti: 'once' });
    const present = (client_assertion: string) =>
      world.post('/revoke', { token: 'x', client_assertion_type: jwtBearer, client_assertion });
    const forged = `${right.slice(0, right.lastIndexOf('.'))}.${Buffer.alloc(64, 1).toString('base64url')}`;
    expect((await present(forged)).status).toBe(401);
    expect((await present(right)).status).toBe(200);
    // What another client calls its own is another assertion.
    world.clients.put({ ...world.client, id: 'namesake', client_id: 'namesake' });
    expect((await present(await assertion(world, { jti: 'once', iss: 'namesake', sub: 'namesake' }))).status).toBe(200);
  });

  it('[T-061] never looks at a key in the header, and fetches nothing that it names', async () => {
    const stranger = await generateKeyPair('ES256');
    const world = await withKeys({ token_endpoint_auth_method: 'private_key_jwt' });
    const claims = { iss: 'app', sub: 'app', aud: issuer, exp: world.clock.now() + 60, jti: '1' };
    const names = {
      jwk: await exportJWK(stranger.publicKey),
      jku: 'https://evil.example/keys',
      x5u: 'https://evil.example/cert',
      x5c: ['AAAA'],
    };
    const jwt = await new CompactSign(Buffer.from(JSON.stringify(claims)))
      .setProtectedHeader({ alg: 'ES256', ...names })
      .sign(stranger.privateKey);
    const response = await world.post('/token', {
      grant_type: 'client_credentials',
      client_assertion_type: jwtBearer,
      client_assertion: jwt,
    });
    expect(response.status).toBe(401);
    expect(world.fetcher.asked).toEqual([]);
  });
});

describe('the assertions of a client', () => {
  let keys: Awaited<ReturnType<typeof generateKeyPair>>;
  let jwk: PublicJwk;

  beforeAll(async () => {
    keys = await generateKeyPair('ES256');
    jwk = (await exportJWK(keys.publicKey)) as PublicJwk;
  });

  interface Assertion {
    readonly claims?: Record<string, unknown>;
    readonly header?: { alg?: string; typ?: string; kid?: string };
    readonly key?: typeof keys.privateKey | Uint8Array;
  }

  /** The status of a request that is authenticated by an assertion. */
  async function present(world: World, { claims, header, key }: Assertion = {}): Promise<number> {
    const now = world.clock.now();
    const whole = { iss: 'app', sub: 'app', aud: issuer, exp: now + 60, jti: crypto.randomUUID(), ...claims };
    const client_assertion = await new CompactSign(Buffer.from(JSON.stringify(whole)))
      .setProtectedHeader({ alg: key instanceof Uint8Array ? 'HS256' : 'ES256', ...header })
      .sign(key ?? keys.privateKey);
    const form = { grant_type: 'client_credentials', client_assertion_type: jwtBearer, client_assertion };
    const { status } = await world.post('/token', form);
    expect([200, 401]).toContain(status);
    return status;
  }

  type Settings = Parameters<typeof aRegisteredClient>[0];
  const signing = (document: Settings = {}) =>
    serverWith(
      aRegisteredClient({ token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [jwk] }, ...document }),
    );
  const sharing = (document: Settings, ...secrets: readonly ReturnType<typeof aSecret>[]) =>
    serverWith(aRegisteredClient({ token_endpoint_auth_method: 'client_secret_jwt', ...document }, secrets));
  const kept = (value: string, over: Parameters<typeof aSecret>[1] = {}) =>
    aSecret(value, { key: Buffer.from(value), ...over });

  it('[token_endpoint_auth_signing_alg] are signed with that algorithm alone', async () => {
    const rsa = await generateKeyPair('PS256');
    const both = {
      keys: [
        { ...jwk, kid: 'ec' },
        { ...((await exportJWK(rsa.publicKey)) as PublicJwk), kid: 'rsa' },
      ],
    };
    const world = await signing({ jwks: both, token_endpoint_auth_signing_alg: 'PS256' });
    expect(await present(world, { header: { alg: 'PS256' }, key: rsa.privateKey })).toBe(200);
    expect(await present(world)).toBe(401);
    world.change({ token_endpoint_auth_signing_alg: 'ES256' });
    expect(await present(world)).toBe(200);
  });

  it('[T-124] come from clocks that are off by the clock_skew of the server at most', async () => {
    const world = await signing();
    const at = (offset: number, claims: readonly string[]) =>
      present(world, { claims: Object.fromEntries(claims.map((name) => [name, world.clock.now() + offset])) });
    for (const clock_skew of [10, 0, 60]) {
      world.settings.change({ clock_skew });
      world.changes.emit({ kind: 'server' });
      expect(await at(clock_skew, ['iat', 'nbf'])).toBe(200);
      expect(await at(clock_skew + 1, ['iat'])).toBe(401);
      expect(await at(clock_skew + 1, ['nbf'])).toBe(401);
      expect(await at(1 - clock_skew, ['exp'])).toBe(200);
      expect(await at(-clock_skew, ['exp'])).toBe(401);
      // RFC 7523 §3: it is made for one request.
      expect(await at(300 + clock_skew, ['exp'])).toBe(200);
      expect(await at(301 + clock_skew, ['exp'])).toBe(401);
    }
  });

  it('[client_assertion_profile] fapi2 has the issuer as the one audience, and any usual type', async () => {
    const world = await signing();
    expect(await present(world, { header: { typ: 'JWT' } })).toBe(200);
    for (const aud of [[issuer], [issuer, 'https://other.example'], `${issuer}/token`]) {
      expect(await present(world, { claims: { aud } })).toBe(401);
    }
  });

  it('[client_assertion_profile] rfc7523bis also demands the type', async () => {
    const world = await signing({ client_assertion_profile: 'rfc7523bis' });
    expect(await present(world)).toBe(401);
    expect(await present(world, { header: { typ: 'JWT' } })).toBe(401);
    expect(await present(world, { header: { typ: 'client-authentication+jwt' } })).toBe(200);
    const header = { typ: 'client-authentication+jwt' };
    expect(await present(world, { header, claims: { aud: `${issuer}/token` } })).toBe(401);
  });

  it('[client_assertion_profile] oidc_core takes the addresses for certificates too, where there are any', async () => {
    const aliasUrl = 'https://mtls.as.example';
    const verdictOf = async (client_assertion_profile: 'oidc_core' | 'fapi2') => {
      const document = { token_endpoint_auth_method: 'private_key_jwt' as const, jwks: { keys: [jwk] } };
      const client = aRegisteredClient({ ...document, client_assertion_profile }, []);
      const world = await serverReachedBy({ mutualTls: { authorities: [], aliasUrl } }, client);
      return present(world, { claims: { aud: `${aliasUrl}/token` } });
    };
    expect(await verdictOf('oidc_core')).toBe(200);
    expect(await verdictOf('fapi2')).toBe(401);
  });

  it('[client_assertion_profile] oidc_core takes a list, and the address of the endpoint', async () => {
    const world = await signing({ client_assertion_profile: 'oidc_core' });
    for (const aud of [issuer, [issuer], ['https://other.example', issuer], `${issuer}/token`, [`${issuer}/token`]]) {
      expect(await present(world, { claims: { aud } })).toBe(200);
    }
    for (const aud of [[], ['https://other.example'], `${issuer}/`, `${issuer}/introspect`, null]) {
      expect(await present(world, { claims: { aud } })).toBe(401);
    }
    expect(await present(world, { claims: { iss: 'https://sts.example' } })).toBe(401);
    expect(await present(world, { claims: { jti: undefined } })).toBe(401);
  });

  it('[client_assertion_allowed_issuers] are from the client or an issuer that it lists', async () => {
    const listed = { client_assertion_allowed_issuers: ['https://sts.example'] };
    const world = await signing({ client_assertion_profile: 'rfc7523', ...listed });
    expect(await present(world, { claims: { iss: 'https://sts.example' } })).toBe(200);
    expect(await present(world)).toBe(200);
    expect(await present(world, { claims: { iss: 'https://other.example' } })).toBe(401);
    expect(await present(world, { claims: { iss: 'https://sts.example', sub: 'other' } })).toBe(401);
    world.change({ client_assertion_profile: 'oidc_core', ...listed });
    expect(await present(world, { claims: { iss: 'https://sts.example' } })).toBe(401);
  });

  it('[client_assertion_require_jti] off need no id', async () => {
    const world = await signing({ client_assertion_profile: 'rfc7523' });
    expect(await present(world, { claims: { jti: undefined } })).toBe(401);
    world.change({ client_assertion_require_jti: false });
    expect(await present(world, { claims: { jti: undefined } })).toBe(200);
    expect(await present(world, { claims: { jti: 42 } })).toBe(401);
    world.change({ client_assertion_profile: 'oidc_core', client_assertion_require_jti: false });
    expect(await present(world, { claims: { jti: undefined } })).toBe(401);
  });

  it('[jwks] are verified with the keys of the client, and no other', async () => {
    const other = await generateKeyPair('ES256');
    const world = await signing();
    expect(await present(world)).toBe(200);
    expect(await present(world, { key: other.privateKey })).toBe(401);
  });

  it('[jwks_uri] are verified with the keys that the client publishes', async () => {
    const uri = 'https://app.example.com/jwks.json';
    const client = { token_endpoint_auth_method: 'private_key_jwt', jwks_uri: uri } as const;
    const world = await serverWith(aRegisteredClient(client));
    expect(await present(world)).toBe(401);
    world.fetcher.documents.set(uri, { keys: [jwk] });
    world.clock.advance(60);
    expect(await present(world)).toBe(200);
  });

  it('[jwks_uri] are verified with keys that are kept for the jwks_cache_ttl of the server', async () => {
    const uri = 'https://app.example.com/jwks.json';
    const world = await serverWith(aRegisteredClient({ token_endpoint_auth_method: 'private_key_jwt', jwks_uri: uri }));
    world.fetcher.documents.set(uri, { keys: [jwk] });
    const fetches = async (seconds: number) => {
      world.clock.advance(seconds);
      expect(await present(world)).toBe(200);
      return world.fetcher.asked.length;
    };
    world.settings.change({ jwks_cache_ttl: 120 });
    expect(await fetches(0)).toBe(1);
    expect(await fetches(119)).toBe(1);
    expect(await fetches(1)).toBe(2);
  });

  it('[jwks_uri_http_client_id] are verified with keys that are fetched as the HTTP client says', async () => {
    const uri = 'https://app.example.com/jwks.json';
    const settings = {
      token_endpoint_auth_method: 'private_key_jwt',
      jwks_uri: uri,
      jwks_uri_http_client_id: 'partners',
    } as const;
    const world = await serverWith(aRegisteredClient(settings));
    const trust_store = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
    const http = { id: 'partners', name: 'Partners', read_timeout: 20, max_response_bytes: 4096, trust_store };
    world.settings.records.http_clients = [http];
    world.changes.emit({ kind: 'server' });
    world.fetcher.documents.set(uri, { keys: [jwk] });
    expect(await present(world)).toBe(200);
    expect(world.fetcher.limits).toEqual([{ maxBytes: 4096, seconds: 20, ca: trust_store }]);
    world.change({ jwks_uri_http_client_id: undefined });
    expect(await present(world)).toBe(200);
    expect(world.fetcher.limits[1]).toEqual({ maxBytes: 262_144 });
  });

  it('[jwt_public_key] are verified with the key in PEM, whatever kid they name', async () => {
    const client = { token_endpoint_auth_method: 'private_key_jwt', jwt_public_key: await exportSPKI(keys.publicKey) };
    const world = await serverWith(aRegisteredClient(client as Settings));
    expect(await present(world)).toBe(200);
    expect(await present(world, { header: { kid: 'any' } })).toBe(200);
    expect(await present(world, { key: (await generateKeyPair('ES256')).privateKey })).toBe(401);
  });

  it('[client_verification_key_id] are verified with a key that the server keeps, until that expires', async () => {
    const settings = {
      token_endpoint_auth_method: 'private_key_jwt',
      client_verification_key_id: 'partner',
    } as const;
    const world = await serverWith(aRegisteredClient(settings));
    const key = { id: 'partner', name: 'Partner', key: await exportSPKI(keys.publicKey) };
    expect(await present(world)).toBe(401);
    const expires_at = new Date((world.clock.now() + 60) * 1000).toISOString();
    world.settings.records.verification_keys = [{ ...key, use: 'sig', expires_at }];
    world.changes.emit({ kind: 'server' });
    expect(await present(world)).toBe(200);
    world.clock.advance(60);
    expect(await present(world)).toBe(401);
    world.settings.records.verification_keys = [{ ...key, use: 'sig', expires_at: null }];
    world.changes.emit({ kind: 'server' });
    expect(await present(world)).toBe(200);
  });

  it('[client_secret] are signed with a secret whose value is kept, until it expires', async () => {
    const world = await sharing(
      {},
      kept('s'.repeat(40)),
      kept('r'.repeat(40), { retired: true, expires_at: 1_700_000_060 }),
    );
    const key = Buffer.from('s'.repeat(40));
    expect(await present(world, { key })).toBe(200);
    expect(await present(world, { key: Buffer.from('r'.repeat(40)) })).toBe(200);
    expect(await present(world, { key: Buffer.from('t'.repeat(40)) })).toBe(401);
    world.clock.advance(61);
    expect(await present(world, { key: Buffer.from('r'.repeat(40)) })).toBe(401);
    expect(await present(world, { key })).toBe(200);
    world.change({}, [aSecret('s'.repeat(40))]);
    expect(await present(world, { key })).toBe(401);
  });

  it('are not signed with a secret that is shorter than the digest', async () => {
    const world = await sharing({}, kept('s'.repeat(48)));
    const key = Buffer.from('s'.repeat(48));
    expect(await present(world, { key, header: { alg: 'HS384' } })).toBe(200);
    expect(await present(world, { key, header: { alg: 'HS512' } })).toBe(401);
  });

  it('are never taken from one method for the other', async () => {
    // CVE-2016-10555: the public key of the client as the secret of an HMAC.
    const world = await signing({ additional_token_endpoint_auth_methods: ['client_secret_jwt'] });
    for (const key of [JSON.stringify(jwk), await exportSPKI(keys.publicKey)]) {
      expect(await present(world, { key: Buffer.from(key) })).toBe(401);
    }
  });

  it('[client_assertion_symmetric_key] are signed with it in place of the secret', async () => {
    const own = Buffer.from('k'.repeat(32));
    const key = aSecret('', { field: 'client_assertion_symmetric_key', digest: '', key: own });
    const world = await sharing({ additional_token_endpoint_auth_methods: ['client_secret_basic'] }, kept(secret), key);
    expect(await present(world, { key: own })).toBe(200);
    expect(await present(world, { key: Buffer.from(secret) })).toBe(401);
    expect((await world.asClient('/token', { grant_type: 'client_credentials' })).status).toBe(200);
    const authorization = `Basic ${base64(`app:${own.toString()}`)}`;
    expect((await world.post('/token', { grant_type: 'client_credentials' }, { authorization })).status).toBe(401);
  });

  it('[enforce_jwt_replay_prevention] signed with a secret count once too', async () => {
    const world = await sharing({ enforce_jwt_replay_prevention: true }, kept(secret));
    const once = { key: Buffer.from(secret), claims: { jti: 'once' } };
    expect(await present(world, once)).toBe(200);
    expect(await present(world, once)).toBe(401);
  });
});

describe('the credential manager of a client', () => {
  const vault = { id: 'vault', name: 'Vault', url: 'https://vault.example/verify' };

  async function withVault(document: Parameters<typeof aRegisteredClient>[0] = { credential_manager_id: 'vault' }) {
    const world = await serverWith(aRegisteredClient(document, []));
    world.settings.records.credential_managers = [vault];
    world.changes.emit({ kind: 'server' });
    const asked: { authorization: string | undefined; body: unknown }[] = [];
    let status = 204;
    world.fetcher.hosts.set('vault.example', (_, { headers, body }) => {
      asked.push({ authorization: headers?.['authorization'], body: JSON.parse(body!) });
      return { status, headers: {}, body: '' };
    });
    return { world, asked, says: (next: number) => (status = next) };
  }
  const machine = { grant_type: 'client_credentials' };

  it('[credential_manager_id] says whether a secret is right, and knows the server by its key', async () => {
    const { world, asked, says } = await withVault();
    expect((await world.asClient('/token', machine)).status).toBe(200);
    expect(asked[0]!.body).toEqual({ client_id: 'app', client_secret: secret });
    const keys = createLocalJWKSet(JSON.parse((await world.send('GET', '/jwks')).body) as { keys: [] });
    const currentDate = new Date(world.clock.now() * 1000);
    const { payload } = await jwtVerify(asked[0]!.authorization!.slice('Bearer '.length), keys, { currentDate });
    expect(payload).toMatchObject({ iss: issuer, aud: vault.url });
    for (const status of [401, 403]) {
      says(status);
      expect(told(await world.asClient('/token', machine))).toEqual({ status: 401, error: 'invalid_client' });
    }
  });

  it('is not passed over when it does not say', async () => {
    const { world, says } = await withVault();
    for (const status of [500, 302, 404]) {
      says(status);
      expect((await world.asClient('/token', machine)).status).toBe(503);
    }
    world.fetcher.hosts.clear();
    expect((await world.asClient('/token', machine)).status).toBe(503);
  });

  it('[T-114] is asked no more than a hundred times a minute about wrong secrets from one address', async () => {
    const { world, asked, says } = await withVault();
    says(401);
    for (let i = 0; i < 100; i++) await world.asClient('/token', machine);
    expect((await world.asClient('/token', machine)).status).toBe(429);
    expect(asked).toHaveLength(100);
  });

  it('[secondary_credential_manager_id] says so of the second way', async () => {
    const { world, says } = await withVault({
      secondary_token_endpoint_auth_method: 'client_secret_post',
      secondary_credential_manager_id: 'vault',
    });
    const form = { ...machine, client_id: 'app', client_secret: 'second' };
    expect((await world.post('/token', form)).status).toBe(200);
    expect((await world.asClient('/token', machine)).status).toBe(401);
    says(403);
    expect((await world.post('/token', form)).status).toBe(401);
  });
});

describe('the second way of a client', () => {
  const second = (value: string, over: Parameters<typeof aSecret>[1] = {}) =>
    aSecret(value, { field: 'secondary_client_secret', ...over });
  const until = '2023-11-14T22:14:20Z';

  async function bySecret(world: World, value: string): Promise<number> {
    const form = { grant_type: 'client_credentials', client_id: 'app', client_secret: value };
    return (await world.post('/token', form)).status;
  }

  async function byAssertion(
    world: World,
    alg: string,
    key: CryptoKey | Uint8Array,
    header: Record<string, string> = {},
  ): Promise<number> {
    const claims = { iss: 'app', sub: 'app', aud: issuer, exp: world.clock.now() + 60, jti: crypto.randomUUID() };
    const client_assertion = await new CompactSign(Buffer.from(JSON.stringify(claims)))
      .setProtectedHeader({ alg, ...header })
      .sign(key);
    const form = { grant_type: 'client_credentials', client_assertion_type: jwtBearer, client_assertion };
    return (await world.post('/token', form)).status;
  }

  it('[secondary_token_endpoint_auth_method] [secondary_client_secret] takes its own secret by its own method', async () => {
    const client = aRegisteredClient({ secondary_token_endpoint_auth_method: 'client_secret_post' }, [
      aSecret(secret),
      second('second'),
    ]);
    const world = await serverWith(client);
    expect((await world.asClient('/token', { grant_type: 'client_credentials' })).status).toBe(200);
    expect(await bySecret(world, 'second')).toBe(200);
    // Neither set of credentials is good for the other's method.
    expect(await bySecret(world, secret)).toBe(401);
    const authorization = `Basic ${base64('app:second')}`;
    expect((await world.post('/token', { grant_type: 'client_credentials' }, { authorization })).status).toBe(401);
    world.change({}, [aSecret(secret), second('second')]);
  });

  it('[secondary_token_endpoint_auth_method] is tried after the first, where both are of one method', async () => {
    const methods = {
      token_endpoint_auth_method: 'client_secret_post',
      secondary_token_endpoint_auth_method: 'client_secret_post',
    } as const;
    const world = await serverWith(aRegisteredClient(methods, [aSecret(secret), second('second')]));
    expect(await bySecret(world, secret)).toBe(200);
    expect(await bySecret(world, 'second')).toBe(200);
    expect(await bySecret(world, 'third')).toBe(401);
    // Without the method its secret is worth nothing.
    const { secondary_token_endpoint_auth_method: _, ...without } = methods;
    const alone = await serverWith(aRegisteredClient(without, [aSecret(secret), second('second')]));
    expect(await bySecret(alone, 'second')).toBe(401);
  });

  it('[secondary_authentication_expires_at] ends at that moment', async () => {
    const settings = {
      secondary_token_endpoint_auth_method: 'client_secret_post',
      secondary_authentication_expires_at: until,
    } as const;
    const world = await serverWith(aRegisteredClient(settings, [aSecret(secret), second('second')]));
    world.clock.advance(59);
    expect(await bySecret(world, 'second')).toBe(200);
    world.clock.advance(1);
    expect(await bySecret(world, 'second')).toBe(401);
    expect((await world.asClient('/token', { grant_type: 'client_credentials' })).status).toBe(200);
  });

  it('[secondary_client_assertion_symmetric_key] signs its assertions, and none of the first way', async () => {
    const own = Buffer.from('k'.repeat(32));
    const key = aSecret('', { field: 'secondary_client_assertion_symmetric_key', digest: '', key: own });
    const settings = {
      token_endpoint_auth_method: 'client_secret_jwt',
      secondary_token_endpoint_auth_method: 'client_secret_jwt',
    } as const;
    const first = aSecret(secret, { key: Buffer.from(secret) });
    const world = await serverWith(aRegisteredClient(settings, [first, key]));
    expect(await byAssertion(world, 'HS256', Buffer.from(secret))).toBe(200);
    expect(await byAssertion(world, 'HS256', own)).toBe(200);
    world.change({ secondary_authentication_expires_at: '2020-01-01T00:00:00Z' });
    expect(await byAssertion(world, 'HS256', own)).toBe(401);
  });

  it('[secondary_jwks] [secondary_token_endpoint_auth_signing_alg] verifies with its keys and algorithm', async () => {
    const { privateKey, publicKey } = await generateKeyPair('PS256');
    const settings = {
      secondary_token_endpoint_auth_method: 'private_key_jwt' as const,
      secondary_jwks: { keys: [(await exportJWK(publicKey)) as PublicJwk] },
    };
    const world = await serverWith(aRegisteredClient(settings));
    expect(await byAssertion(world, 'PS256', privateKey)).toBe(200);
    world.change({ secondary_token_endpoint_auth_signing_alg: 'RS256' });
    expect(await byAssertion(world, 'PS256', privateKey)).toBe(401);
    world.change({ secondary_token_endpoint_auth_signing_alg: 'PS256' });
    expect(await byAssertion(world, 'PS256', privateKey)).toBe(200);
  });

  it('[secondary_client_verification_key_id] verifies with a key that the server keeps', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const settings = {
      secondary_token_endpoint_auth_method: 'private_key_jwt',
      secondary_client_verification_key_id: 'partner',
    } as const;
    const world = await serverWith(aRegisteredClient(settings));
    const key = { id: 'partner', name: 'Partner', key: await exportSPKI(publicKey), expires_at: null };
    world.settings.records.verification_keys = [{ ...key, use: 'sig' }];
    world.changes.emit({ kind: 'server' });
    expect(await byAssertion(world, 'ES256', privateKey)).toBe(200);
    expect(await byAssertion(world, 'ES256', (await generateKeyPair('ES256')).privateKey)).toBe(401);
  });

  it('[secondary_jwks_uri] fetches its keys', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const uri = 'https://app.example.com/next.json';
    const settings = {
      secondary_token_endpoint_auth_method: 'private_key_jwt',
      secondary_jwks_uri: uri,
    } as const;
    const world = await serverWith(aRegisteredClient(settings));
    world.fetcher.documents.set(uri, { keys: [await exportJWK(publicKey)] });
    expect(await byAssertion(world, 'ES256', privateKey)).toBe(200);
    expect(world.fetcher.asked).toEqual([uri]);
  });
});

describe('[T-114] guessing a client’s credentials', () => {
  const wrong = { authorization: `Basic ${base64('app:wrong')}` };
  const attempt = (world: World, authorization: string, peer?: string) =>
    world.send('POST', '/token', {
      body: grant,
      headers: { ...form, authorization },
      ...(peer !== undefined && { peer }),
    });

  it('is answered with 429 after a hundred failures in a minute, and only there', async () => {
    const world = await serverWith();
    for (let i = 0; i < 100; i++) expect((await attempt(world, wrong.authorization)).status).toBe(401);
    const refused = await attempt(world, wrong.authorization);
    expect(refused).toMatchObject({ status: 429, headers: { 'retry-after': '60', 'cache-control': 'no-store' } });
    expect((await attempt(world, wrong.authorization, '198.51.100.9')).status).toBe(401);
    world.clock.advance(59);
    expect((await attempt(world, wrong.authorization)).headers['retry-after']).toBe('1');
    world.clock.advance(1);
    expect((await attempt(world, wrong.authorization)).status).toBe(401);
  });

  it('[T-114] is no more welcome from another address of the same IPv6 network', async () => {
    const world = await serverWith();
    for (let i = 0; i < 100; i++) await attempt(world, wrong.authorization, `2001:db8:1:2::${i}`);
    expect((await attempt(world, wrong.authorization, '2001:db8:1:2:3:4:5:6')).status).toBe(429);
    expect((await attempt(world, wrong.authorization, '2001:db8:1:3::1')).status).toBe(401);
  });

  it('tells with which of several secrets a token was obtained', async () => {
    const used = aSecret(secret);
    const world = await serverWith(aRegisteredClient({}, [aSecret('another'), used]));
    await world.token({ grant_type: 'client_credentials' });
    expect(world.audit.events).toMatchObject([{ type: 'token_issued', client_id: 'app', secret_id: used.id }]);
  });

  it('does not hold up a client with a generated secret, even from the same address', async () => {
    const world = await serverWith();
    for (let i = 0; i < 1000; i++) await attempt(world, wrong.authorization);
    expect((await attempt(world, world.basic)).status).toBe(200);
  });

  it('does not hold up the users of a public client', async () => {
    const world = await serverWith(aRegisteredClient({ token_endpoint_auth_method: 'none' }, []));
    const { refresh_token } = await world.tokens();
    for (let i = 0; i < 200; i++) await attempt(world, wrong.authorization);
    expect(await world.refresh(refresh_token)).toHaveProperty('access_token');
  });

  it('does not hold up a chosen secret from other addresses, but tries no more from this one', async () => {
    const chosen = { ...aSecret(secret), scheme: 'scrypt' as const, digest: await scryptVerifier(secret) };
    const world = await serverWith(aRegisteredClient({}, [chosen]));
    expect((await attempt(world, world.basic)).status).toBe(200);
    // Failures of another kind count too, and cost no scrypt.
    for (let i = 0; i < 100; i++) await world.post('/token', `${grant}&client_id=app`);
    expect((await attempt(world, world.basic)).status).toBe(429);
    expect((await attempt(world, world.basic, '198.51.100.9')).status).toBe(200);
  });

  it('ends at the hundredth guess at a chosen secret also when many are made at once', async () => {
    const chosen = { ...aSecret(secret), scheme: 'scrypt' as const, digest: await scryptVerifier(secret) };
    const world = await serverWith(aRegisteredClient({}, [chosen]));
    for (let i = 0; i < 95; i++) await world.post('/token', `${grant}&client_id=app`);
    const guesses = Array.from({ length: 30 }, (_, i) => `Basic ${base64(`app:guess-${i}`)}`);
    const answers = await Promise.all([...guesses, world.basic].map((guess) => attempt(world, guess)));
    expect(answers.map(({ status }) => status)).toEqual([...Array(5).fill(401), ...Array(26).fill(429)]);
  });

  it('is answered with 503 where failures cannot be counted', async () => {
    const world = await serverWith();
    vi.spyOn(world.artifacts, 'increment').mockRejectedValue(new Error('the store is down'));
    expect((await attempt(world, wrong.authorization)).status).toBe(503);
    expect((await attempt(world, world.basic)).status).toBe(200);
  });

  it('is no failure of a client that is right many times at once', async () => {
    const chosen = { ...aSecret(secret), scheme: 'scrypt' as const, digest: await scryptVerifier(secret) };
    const world = await serverWith(aRegisteredClient({}, [chosen]));
    for (let round = 0; round < 3; round++) {
      const answers = await Promise.all(Array.from({ length: 60 }, () => attempt(world, world.basic)));
      expect(answers.map(({ status }) => status)).toEqual(Array(60).fill(200));
    }
  });

  it('[T-112] is not suspected in a secret that fitted before, whichever of several it is', async () => {
    const chosen = async (value: string) => ({
      ...aSecret(value),
      scheme: 'scrypt' as const,
      digest: await scryptVerifier(value),
    });
    const world = await serverWith(aRegisteredClient({}, [await chosen(secret), await chosen('old'), aSecret('made')]));
    const secrets = [secret, 'old', 'made'].map((value) => `Basic ${base64(`app:${value}`)}`);
    for (const right of secrets) expect((await attempt(world, right)).status).toBe(200);
    const judged = vi.spyOn(world.artifacts, 'increment');
    for (const right of secrets) expect((await attempt(world, right)).status).toBe(200);
    expect(judged).not.toHaveBeenCalled();
  });

  it('does not hold up a generated secret of a client that has a chosen one too', async () => {
    const chosen = { ...aSecret('chosen'), scheme: 'scrypt' as const, digest: await scryptVerifier('chosen') };
    const world = await serverWith(aRegisteredClient({}, [chosen, aSecret(secret)]));
    for (let i = 0; i < 100; i++) await world.post('/token', `${grant}&client_id=app`);
    expect((await attempt(world, `Basic ${base64('app:chosen')}`)).status).toBe(429);
    expect((await attempt(world, world.basic)).status).toBe(200);
  });

  it('at many clients from one address ends at a thousand', async () => {
    const world = await serverWith();
    const one = (i: number) => world.post('/token', `${grant}&client_id=client-${i}`);
    for (let i = 0; i < 1000; i++) expect((await one(i)).status).toBe(401);
    expect((await one(1000)).status).toBe(429);
    expect((await attempt(world, `Basic ${base64('client:wrong')}`, '198.51.100.9')).status).toBe(401);
    expect((await attempt(world, world.basic)).status).toBe(200);
  });
});
