import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { type Client, type PublicJwk } from '@clientele/client-schema';
import { SignJWT, decodeJwt, decodeProtectedHeader } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ProtocolResponse } from './http.js';
import { aSelfSignedCertificate, presented } from './testing/certificates.js';
import { KeyHolder } from './testing/dpop.js';
import {
  type TokenAnswer,
  type World,
  aRegisteredClient,
  challenge,
  issuer,
  redirectUri,
  serverReachedBy,
  verifier,
} from './testing/server-with.js';

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ed = generateKeyPairSync('ed25519');
const keyOf: Readonly<Record<string, KeyObject>> = {
  ES256: ec.privateKey,
  RS256: rsa.privateKey,
  PS256: rsa.privateKey,
  EdDSA: ed.privateKey,
};
const jwks = { keys: [ec, rsa, ed].map(({ publicKey }) => publicKey.export({ format: 'jwk' }) as PublicJwk) };
const certificate = presented(aSelfSignedCertificate());

const ofEvery: Partial<Client> = {
  token_endpoint_auth_method: 'private_key_jwt',
  jwks,
  restrict_response_types: true,
  allowed_code_challenge_methods: ['S256'],
  first_party: false,
};
const documents: Readonly<Record<'fapi1_advanced' | 'fapi2_security' | 'fapi2_message_signing', Partial<Client>>> = {
  fapi1_advanced: {
    ...ofEvery,
    fapi_profile: 'fapi1_advanced',
    grant_types: ['authorization_code', 'implicit', 'refresh_token'],
    response_types: ['code id_token'],
    require_signed_request_object: true,
    client_assertion_profile: 'oidc_core',
    tls_client_certificate_bound_access_tokens: true,
    id_token_signed_response_alg: 'ES256',
  },
  fapi2_security: {
    ...ofEvery,
    fapi_profile: 'fapi2_security',
    response_types: ['code'],
    require_pushed_authorization_requests: true,
    require_pkce: true,
    rotate_refresh_tokens: false,
    dpop_bound_access_tokens: true,
    id_token_signed_response_alg: 'ES256',
  },
  fapi2_message_signing: {
    ...ofEvery,
    fapi_profile: 'fapi2_message_signing',
    response_types: ['code'],
    require_pushed_authorization_requests: true,
    require_pkce: true,
    require_signed_request_object: true,
    require_jwt_secured_authorization_response: true,
    tls_client_certificate_bound_access_tokens: true,
    allow_token_introspection: true,
    id_token_signed_response_alg: 'ES256',
    authorization_signed_response_alg: 'ES256',
    introspection_signed_response_alg: 'ES256',
  },
};

/** Members that differ from those of a good request, assertion or object; undefined: it has no such member. */
type Over = Readonly<Record<string, unknown>>;

/** What a test changes about a request that is good otherwise. */
interface Change {
  readonly request?: Over;
  /** Of the claims of the request object that are no parameters, and of its header. */
  readonly object?: Over;
  readonly objectAlg?: string;
  readonly assertion?: Over;
  readonly assertionAlg?: string;
  readonly proof?: Over;
  readonly beside?: Record<string, string>;
}

/** A client that is held to a profile, and the requests that it makes: good ones, save for what a test changes. */
class Holder {
  readonly key: KeyHolder;

  private constructor(
    readonly world: World,
    readonly document: Partial<Client>,
  ) {
    this.key = new KeyHolder(() => world.clock.now());
  }

  static async of(document: Partial<Client>): Promise<Holder> {
    const other = aRegisteredClient({ ...document, client_id: 'other' });
    const world = await serverReachedBy({ mutualTls: { authorities: [] } }, aRegisteredClient(document), other);
    return new Holder(world, document);
  }

  get isFapi1(): boolean {
    return this.document.fapi_profile === 'fapi1_advanced';
  }

  async #jwt(claims: Over, alg: string, typ: string): Promise<string> {
    return new SignJWT(defined(claims)).setProtectedHeader({ alg, typ }).sign(keyOf[alg]!);
  }

  assertion(over: Over = {}, alg = 'ES256'): Promise<string> {
    const now = this.world.clock.now();
    const claims = { iss: 'app', sub: 'app', aud: issuer, jti: randomUUID(), iat: now, exp: now + 60, ...over };
    return this.#jwt(claims, alg, 'JWT');
  }

  async post(path: string, form: Over, { assertion, assertionAlg }: Change = {}, headers: Record<string, string> = {}) {
    const client_assertion = await this.assertion(assertion, assertionAlg);
    const client_assertion_type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
    const all = defined({ client_assertion, client_assertion_type, ...form }) as Record<string, string>;
    return this.world.post(path, all, headers, certificate);
  }

  parameters(over: Over = {}): Record<string, string> {
    return defined({
      client_id: 'app',
      response_type: this.isFapi1 ? this.document.response_types![0] : 'code',
      redirect_uri: redirectUri,
      scope: 'openid profile',
      state: 'st4te',
      nonce: 'n0nce',
      ...(!this.isFapi1 && { code_challenge: challenge, code_challenge_method: 'S256' }),
      ...(this.document.require_jwt_secured_authorization_response && { response_mode: 'jwt' }),
      ...over,
    }) as Record<string, string>;
  }

  /** The request as a signed object. */
  object({ request, object, objectAlg = 'ES256' }: Change = {}): Promise<string> {
    const now = this.world.clock.now();
    const claims = { iss: 'app', aud: issuer, iat: now, nbf: now, exp: now + 300, ...object };
    return this.#jwt({ ...this.parameters(request), ...claims }, objectAlg, 'oauth-authz-req+jwt');
  }

  async push(change: Change = {}): Promise<ProtocolResponse> {
    const form = this.document.require_signed_request_object
      ? { request: await this.object(change) }
      : this.parameters(change.request);
    return this.post('/par', { ...form, ...change.beside }, change);
  }

  addressOf(parameters: Record<string, string>): string {
    return `/authorize?${new URLSearchParams({ client_id: 'app', ...parameters }).toString()}`;
  }

  /** Pushes a request, or signs it where it goes by the browser, and gives where the browser opens it. */
  async address(change: Change = {}): Promise<string> {
    if (this.isFapi1) return this.addressOf({ request: await this.object(change), ...change.beside });
    const response = await this.push(change);
    if (response.status !== 201) throw new Error(`not pushed: ${response.status} ${response.body}`);
    return this.addressOf({ request_uri: (JSON.parse(response.body) as { request_uri: string }).request_uri });
  }

  /** What the client gets back from the browser after alice has allowed everything. */
  async answer(change: Change = {}): Promise<Record<string, string>> {
    const response = await this.world.browser.through(await this.address(change));
    if (response.status !== 303) throw new Error(`no answer: ${response.status} ${response.body}`);
    const { search, hash } = new URL(String(response.headers['location']));
    const parameters = Object.fromEntries(new URLSearchParams(hash ? hash.slice(1) : search));
    const { response: signed } = parameters;
    return signed === undefined ? parameters : (decodeJwt(signed) as Record<string, string>);
  }

  async token(
    form: Over,
    change: Change = {},
    hasProof = this.document.dpop_bound_access_tokens === true,
  ): Promise<TokenAnswer & { error?: string; token_type?: string; status: number }> {
    const proof = await this.key.proof('POST', `${issuer}/token`, undefined, { claims: change.proof ?? {} });
    const response = await this.post('/token', { ...form, ...change.beside }, change, hasProof ? { dpop: proof } : {});
    return { ...(JSON.parse(response.body) as TokenAnswer & Record<string, unknown>), status: response.status };
  }

  async tokens(change: Change = {}, hasProof?: boolean) {
    const { code } = await this.answer();
    const code_verifier = this.isFapi1 ? undefined : verifier;
    const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier };
    return this.token(form, change, hasProof);
  }
}

function defined(members: Over): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

const proceeds = (response: ProtocolResponse) =>
  response.status === 303 && String(response.headers['location']).startsWith('/interaction/');

/** The error of a refusal at any endpoint, wherever it goes. */
function errorOf({ headers, body, status }: ProtocolResponse): string | undefined {
  const address = headers['location'];
  if (typeof address === 'string' && address.startsWith('https://')) {
    const { search, hash } = new URL(address);
    const told = new URLSearchParams(hash ? hash.slice(1) : search);
    const signed = told.get('response');
    return (signed === null ? told.get('error') : (decodeJwt(signed)['error'] as string)) ?? undefined;
  }
  if (status < 400) return undefined;
  if (body.startsWith('{')) return (JSON.parse(body) as { error: string }).error;
  return /invalid_request_object|invalid_request_uri|invalid_request/.exec(body)?.[0];
}

const now = 1_700_000_000;

/** Request objects that a client of FAPI must not send, each beside its nearest neighbour that it may. */
const objects: readonly (readonly [title: string, bad: Change, error: string, good: Change])[] = [
  ['lives at most an hour', { object: { exp: now + 4200 } }, 'invalid_request_object', { object: { exp: now + 3600 } }],
  ['has an exp', { object: { exp: undefined } }, 'invalid_request_object', {}],
  ['has an nbf', { object: { nbf: undefined } }, 'invalid_request_object', {}],
  [
    'is at most an hour old',
    { object: { nbf: now - 3700, iat: now - 3700, exp: now + 10 } },
    'invalid_request_object',
    { object: { nbf: now - 3500, iat: now - 3500, exp: now + 10 } },
  ],
  [
    'is from no future',
    { object: { nbf: now + 61, iat: now + 61 } },
    'invalid_request_object',
    { object: { nbf: now + 10, iat: now + 10 } },
  ],
  [
    'is for this server',
    { object: { aud: 'https://other.example' } },
    'invalid_request_object',
    { object: { aud: ['https://other.example', issuer] } },
  ],
  ['is signed as the profile says', { objectAlg: 'RS256' }, 'invalid_request_object', { objectAlg: 'PS256' }],
  ['names where the answer goes', { request: { redirect_uri: undefined } }, 'invalid_request', {}],
  [
    'may have long parameters',
    { request: { nonce: 'n'.repeat(2049) } },
    'invalid_request',
    { request: { nonce: 'n'.repeat(512) } },
  ],
];

describe('a client of FAPI 2.0', () => {
  let client: Holder;
  beforeAll(async () => {
    client = await Holder.of(documents.fapi2_security);
  });

  it('[fapi_profile] pushes its request, signs in its user, and is given tokens bound to its key, which it refreshes', async () => {
    const answer = await client.answer();
    expect(answer).toMatchObject({ iss: issuer, state: 'st4te' });
    const tokens = await client.tokens();
    expect(tokens).toMatchObject({ status: 200, token_type: 'DPoP' });
    for (let use = 0; use < 2; use++) {
      const again = await client.token({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token });
      expect(again).toMatchObject({ status: 200, token_type: 'DPoP' });
      expect(again.refresh_token ?? tokens.refresh_token).toBe(tokens.refresh_token);
    }
  });

  it.each<[string, Change, string, Change]>([
    ['a redirect_uri', { request: { redirect_uri: undefined, scope: 'payments' } }, 'invalid_request', {}],
    [
      'a code challenge',
      { request: { code_challenge: undefined, code_challenge_method: undefined } },
      'invalid_request',
      {},
    ],
    ['a hashed one', { request: { code_challenge: verifier, code_challenge_method: 'plain' } }, 'invalid_request', {}],
    ['the response type code', { request: { response_type: 'code id_token' } }, 'unauthorized_client', {}],
    ['a registered redirect_uri', { request: { redirect_uri: 'https://evil.example/' } }, 'invalid_request', {}],
    ['an assertion for the issuer', { assertion: { aud: [issuer] } }, 'invalid_client', { assertion: { aud: issuer } }],
    ['no other assertion', { assertion: { aud: `${issuer}/par` } }, 'invalid_client', {}],
    ['nor one for the token endpoint', { assertion: { aud: `${issuer}/token` } }, 'invalid_client', {}],
    ['an alg of the profile', { assertionAlg: 'RS256' }, 'invalid_client', { assertionAlg: 'PS256' }],
    ['EdDSA where it has such a key', { assertion: { sub: 'other' } }, 'invalid_client', { assertionAlg: 'EdDSA' }],
    ['a clock that is right', { assertion: { iat: now + 61 } }, 'invalid_client', { assertion: { iat: now + 10 } }],
    ['a start that is past', { assertion: { nbf: now + 61 } }, 'invalid_client', { assertion: { nbf: now + 10 } }],
    ['credentials', { beside: { client_assertion: '', client_id: 'app' } }, 'invalid_client', {}],
    [
      'parameters of bearable length',
      { request: { state: 's'.repeat(2049) } },
      'invalid_request',
      { request: { state: 's'.repeat(512), nonce: 'n'.repeat(512), unknown: 'parameter' } },
    ],
  ])('[fapi_profile] pushes a request with %s', async (_, bad, error, good) => {
    expect(errorOf(await client.push(bad))).toBe(error);
    expect((await client.push(good)).status).toBe(201);
  });

  it('[fapi_profile] pushes a request with a redirect_uri also where it is the one that is answered', async () => {
    const app = await Holder.of({
      ...documents.fapi2_security,
      first_party: true,
      allow_redirectless_authentication: true,
      bypass_consent: true,
      restrict_common_scopes: true,
      restricted_common_scopes: ['openid', 'profile'],
    });
    const request = { response_mode: 'redirectless' };
    expect(errorOf(await app.push({ request: { ...request, redirect_uri: undefined } }))).toBe('invalid_request');
    expect((await app.push({ request })).status).toBe(201);
  });

  it('[fapi_profile] sends no request by the browser alone', async () => {
    const response = await client.world.send('GET', client.addressOf(client.parameters()));
    expect(errorOf(response)).toBe('invalid_request');
    expect(proceeds(await client.world.send('GET', await client.address()))).toBe(true);
  });

  it('opens its pushed request again until it is completed, and what comes beside it counts for nothing', async () => {
    const address = await client.address({ request: { state: 's'.repeat(512) } });
    expect(proceeds(await client.world.send('GET', address))).toBe(true);
    const asOther = address.replace('client_id=app', 'client_id=other');
    expect(errorOf(await client.world.send('GET', asOther))).toBe('invalid_request_uri');
    const done = await client.world.browser.through(`${address}&state=other`);
    expect(new URL(String(done.headers['location'])).searchParams.get('state')).toBe('s'.repeat(512));
    expect(errorOf(await client.world.send('GET', address))).toBe('invalid_request_uri');
  });

  it.each<[string, Change, number, string | undefined]>([
    ['made ten seconds ahead', { proof: { iat: now + 10 } }, 200, undefined],
    ['made a minute ahead', { proof: { iat: now + 61 } }, 400, 'invalid_dpop_proof'],
  ])('[fapi_profile] has its tokens for a proof %s: %j', async (_, change, status, error) => {
    const tokens = await client.tokens(change);
    expect([tokens.status, tokens.error]).toEqual([status, error]);
  });

  it('[fapi_profile] has no tokens without a proof, or for one that is signed otherwise than the profile says', async () => {
    expect(await client.tokens({}, false)).toMatchObject({ status: 400, error: 'invalid_dpop_proof' });
    const proofBy = (alg: string) =>
      client.key.proof('POST', `${issuer}/par`, undefined, {
        header: { alg, jwk: rsa.publicKey.export({ format: 'jwk' }) },
        key: rsa.privateKey,
      });
    const pushWith = async (alg: string) => client.post('/par', client.parameters(), {}, { dpop: await proofBy(alg) });
    expect(errorOf(await pushWith('RS256'))).toBe('invalid_dpop_proof');
    expect((await pushWith('PS256')).status).toBe(201);
  });

  it('[fapi_profile] proves its key to the userinfo endpoint as its profile says', async () => {
    const proofBy = (alg: string, address: string, token?: string) =>
      client.key.proof('POST', `${issuer}${address}`, token, {
        header: { alg, jwk: rsa.publicKey.export({ format: 'jwk' }) },
        key: rsa.privateKey,
      });
    const { code } = await client.answer();
    const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier };
    const answer = await client.post('/token', form, {}, { dpop: await proofBy('PS256', '/token') });
    const { access_token } = JSON.parse(answer.body) as TokenAnswer;
    const tellWith = async (alg: string) =>
      client.world.send('POST', '/userinfo', {
        headers: { authorization: `DPoP ${access_token}`, dpop: await proofBy(alg, '/userinfo', access_token) },
      });
    expect(errorOf(await tellWith('RS256'))).toBe('invalid_dpop_proof');
    expect((await tellWith('PS256')).status).toBe(200);
  });

  it('[fapi_profile] has no access token that is signed otherwise than its profile says, whatever it asks for', async () => {
    const algOf = async (fapi_profile: Client['fapi_profile'], form: Over) => {
      const machine = await Holder.of({
        ...documents.fapi2_security,
        fapi_profile,
        grant_types: ['authorization_code', 'client_credentials'],
      });
      const { settings } = machine.world;
      settings.records.access_token_managers = settings.records.access_token_managers.map((manager) =>
        manager.id === 'jwt-rs256' ? { ...manager, resource_uris: ['https://api.example'] } : manager,
      );
      const { access_token, error } = await machine.token({ grant_type: 'client_credentials', ...form });
      return error ?? (access_token.includes('.') ? decodeProtectedHeader(access_token).alg : 'opaque');
    };
    const weak = { access_token_manager_id: 'jwt-rs256' };
    expect(await algOf('none', weak)).toBe('RS256');
    expect(await algOf('fapi2_security', weak)).toBe('invalid_request');
    expect(await algOf('fapi2_security', { access_token_manager_id: 'opaque' })).toBe('opaque');
    const resource = { resource: 'https://api.example' };
    expect(await algOf('none', resource)).toBe('RS256');
    expect(await algOf('fapi2_security', resource)).toBe('ES256');
  });

  it('[fapi_profile] is free to do otherwise without the profile', async () => {
    const free = await Holder.of({ ...documents.fapi2_security, fapi_profile: 'none' });
    expect((await free.push({ assertionAlg: 'RS256' })).status).toBe(201);
    expect((await free.push({ request: { redirect_uri: undefined, scope: 'profile' } })).status).toBe(201);
  });
});

describe('a client of FAPI 2.0 Message Signing', () => {
  let client: Holder;
  beforeAll(async () => {
    client = await Holder.of(documents.fapi2_message_signing);
  });

  it.each(objects)('[fapi_profile] pushes a request object that %s', async (_, bad, error, good) => {
    expect(errorOf(await client.push(bad))).toBe(error);
    expect((await client.push(good)).status).toBe(201);
  });

  it('[fapi_profile] signs its requests, and is answered by a JWT alone', async () => {
    const unsigned = await client.post('/par', client.parameters());
    expect(errorOf(unsigned)).toBe('invalid_request');
    expect(errorOf(await client.push({ request: { response_mode: undefined } }))).toBe('invalid_request');
    expect(await client.answer()).toMatchObject({ iss: issuer, aud: 'app', state: 'st4te' });
  });

  it('[fapi_profile] is told by a JWT alone what a token is worth', async () => {
    const { access_token } = await client.tokens();
    const response = await client.post('/introspect', { token: access_token });
    expect(response.headers['content-type']).toBe('application/token-introspection+jwt');
    expect(decodeJwt(response.body)).toMatchObject({ aud: 'app', token_introspection: { active: true } });
  });
});

describe('a client of FAPI 1.0 Advanced', () => {
  let client: Holder;
  beforeAll(async () => {
    client = await Holder.of(documents.fapi1_advanced);
  });

  it.each<[string, Change, string, Change]>([
    ...objects.map(([title, bad, error, good]) => [title, bad, error, good] as [string, Change, string, Change]),
    [
      'has a nonce with openid',
      { request: { nonce: undefined } },
      'invalid_request',
      { request: { state: undefined } },
    ],
    ['is not signed as FAPI 2.0 also allows', { objectAlg: 'EdDSA' }, 'invalid_request_object', { objectAlg: 'ES256' }],
  ])('[fapi_profile] sends a request object that %s', async (_, bad, error, good) => {
    const outside = { redirect_uri: redirectUri, state: 'outside', nonce: 'outside' };
    const send = async (change: Change) =>
      client.world.send('GET', await client.address({ ...change, beside: outside }));
    expect(errorOf(await send(bad))).toBe(error);
    expect(proceeds(await send(good))).toBe(true);
  });

  it('[fapi_profile] has a state where it asks for no ID token, and codes in signed answers alone', async () => {
    const coded = await Holder.of({
      ...documents.fapi1_advanced,
      response_types: ['code'],
      require_jwt_secured_authorization_response: true,
      authorization_signed_response_alg: 'ES256',
    });
    const send = async (request: Over) => coded.world.send('GET', await coded.address({ request }));
    expect(errorOf(await send({ scope: 'profile', state: undefined }))).toBe('invalid_request');
    expect(proceeds(await send({ scope: 'profile', nonce: undefined }))).toBe(true);
    expect(errorOf(await send({ response_mode: 'query' }))).toBe('invalid_request');
  });

  it('[fapi_profile] needs a code challenge in pushed requests, and in no others', async () => {
    expect(errorOf(await client.push())).toBe('invalid_request');
    const request = { code_challenge: challenge, code_challenge_method: 'S256' };
    expect((await client.push({ request })).status).toBe(201);
    expect(proceeds(await client.world.send('GET', await client.address()))).toBe(true);
  });

  it('[fapi_profile] is given an ID token that vouches for code and state, and tokens for its certificate alone', async () => {
    const answer = await client.answer();
    expect(decodeJwt(answer['id_token']!)).toMatchObject({
      s_hash: expect.any(String) as string,
      c_hash: expect.any(String) as string,
    });
    const { access_token, token_type } = await client.tokens({ assertion: { aud: ['https://other.example', issuer] } });
    expect([token_type, decodeJwt(access_token)['cnf']]).toEqual([
      'Bearer',
      { 'x5t#S256': expect.any(String) as string },
    ]);
  });

  it.each<[string, Change, number]>([
    ['the token endpoint', { assertion: { aud: `${issuer}/token` } }, 200],
    ['another server alone', { assertion: { aud: 'https://other.example' } }, 401],
    ['itself, as the client_id beside it says', { beside: { client_id: 'app' } }, 200],
    ['another than the client_id beside it', { beside: { client_id: 'other' } }, 401],
  ])('[fapi_profile] authenticates with an assertion for %s', async (_, change, status) => {
    expect((await client.tokens(change)).status).toBe(status);
  });
});

describe('ID tokens', () => {
  const claimsOf = async (oidc_conformant: boolean, response_type: string, claims?: object) => {
    const world = await serverReachedBy(
      {},
      aRegisteredClient({ oidc_conformant, grant_types: ['authorization_code', 'implicit', 'refresh_token'] }),
    );
    const [mapper] = world.settings.records.claims_mappers;
    world.settings.records.claims_mappers = [{ ...mapper!, id_token: ['*'], id_token_on_refresh: true }];
    const response = await world.browser.through(
      world.authorizationUrl({
        response_type,
        scope: 'openid email offline_access',
        nonce: 'n',
        prompt: 'consent',
        ...(claims && { claims: JSON.stringify(claims) }),
      }),
    );
    const { search, hash } = new URL(String(response.headers['location']));
    const parameters = new URLSearchParams(hash ? hash.slice(1) : search);
    const tokens = parameters.has('code') ? await world.exchange(parameters.get('code')!) : undefined;
    const refreshed = tokens && (await world.refresh(tokens.refresh_token));
    return [parameters.get('id_token'), tokens?.id_token, refreshed?.id_token]
      .filter((token) => typeof token === 'string')
      .map((token) => decodeJwt(token)['email']);
  };
  const email = 'alice@example.com';

  it.each<[string, unknown[], unknown[]]>([
    ['code', [email, email], [undefined, undefined]],
    ['code id_token', [email, email, email], [undefined, undefined, undefined]],
    ['id_token token', [email], [undefined]],
    ['id_token', [email], [email]],
  ])(
    '[oidc_conformant] leave to the userinfo endpoint what the scopes stand for: %s',
    async (type, usual, conformant) => {
      expect(await claimsOf(false, type)).toEqual(usual);
      expect(await claimsOf(true, type)).toEqual(conformant);
    },
  );

  it('[oidc_conformant] tell all the same what the request asks for by name', async () => {
    expect(await claimsOf(true, 'code', { id_token: { email: null } })).toContain(email);
  });
});
