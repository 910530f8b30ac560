import { CompactSign, type GenerateKeyPairResult, exportJWK, generateKeyPair } from 'jose';
import { setImmediate } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ProtocolResponse } from './http.js';
import { MemoryReceiptStore } from './ports/memory/index.js';
import { scryptVerifier } from './secrets.js';
import {
  aRegisteredClient,
  aSecret,
  challenge,
  issuer,
  redirectUri,
  secret,
  serverWith,
  verifier,
} from './testing/server-with.js';

type World = Awaited<ReturnType<typeof serverWith>>;

const basic = (id: string, value: string) => ({
  authorization: `Basic ${Buffer.from(`${id}:${value}`).toString('base64')}`,
});
const credentials = { grant_type: 'client_credentials' };

describe('the receipt of a refused authorization request', () => {
  it.each([
    ['a trailing slash', `${redirectUri}/`, 'a trailing slash', redirectUri.length],
    ['http for https', redirectUri.replace('https', 'http'), 'http instead of https', 4],
    ['a port', 'https://app.example.com:8443/callback', 'port 8443 instead of no port', 23],
    ['another case', 'https://app.example.com/Callback', 'upper and lower case differ', 24],
    ['another host', 'https://app.example.org/callback', 'host app.example.org instead of app.example.com', 20],
    ['a query', `${redirectUri}?x=1`, 'another query', redirectUri.length],
  ])('says what differs: %s', async (_, sent, words, at) => {
    const { send, authorizationUrl, receiptOf } = await serverWith();
    const response = await send('GET', authorizationUrl({ redirect_uri: sent }));
    expect(response.status).toBe(400);
    expect(response.headers).not.toHaveProperty('location');
    const receipt = await receiptOf(response);
    expect(response.body).toContain(receipt.code);
    expect(receipt).toMatchObject({
      error: 'invalid_request',
      rule: 'redirect-uri-is-registered',
      client_id: 'app',
      endpoint: '/authorize',
      sent,
      registered: [redirectUri],
      difference: { registered: redirectUri, words, at },
    });
  });

  it.each([
    [
      'pkce is missing',
      { code_challenge: '-', code_challenge_method: '-' },
      'invalid_request',
      'code-challenge-is-sent',
    ],
    [
      'plain pkce',
      { code_challenge: verifier, code_challenge_method: 'plain' },
      'invalid_request',
      'code-challenge-method-is-allowed',
    ],
    ['a scope that is not allowed', { scope: 'openid admin' }, 'invalid_scope', 'scope-is-allowed'],
    ['another response type', { response_type: 'magic' }, 'unsupported_response_type', 'response-type-is-supported'],
    ['a request object', { request: 'e30.e30.' }, 'invalid_request_object', 'request-object-is-a-jwt'],
    ['a silent request without a session', { prompt: 'none' }, 'login_required', 'user-is-signed-in'],
  ])('is named to the client when the fault is not the redirect URI: %s', async (_, over, error, rule) => {
    const { send, authorizationUrl, receiptOf, change } = await serverWith();
    change({ require_pkce: true });
    const response = await send('GET', authorizationUrl(over));
    expect(response.status).toBe(303);
    const answer = new URL(response.headers['location'] as string);
    expect(`${answer.origin}${answer.pathname}`).toBe(redirectUri);
    expect(Object.fromEntries(answer.searchParams)).toMatchObject({ error, state: 'st4te', iss: issuer });
    const receipt = await receiptOf(response);
    expect(receipt.rule).toBe(rule);
    expect(answer.searchParams.get('error_uri')).toBe(`https://admin.example/console/requests/${receipt.code}`);
  });

  it('tells of a disabled client and does not redirect', async () => {
    const { send, authorizationUrl, receiptOf, change } = await serverWith();
    change({ enabled: false });
    const response = await send('GET', authorizationUrl());
    expect(response.status).toBe(400);
    expect(response.body).toContain('unauthorized_client');
    expect(await receiptOf(response)).toMatchObject({
      rule: 'client-is-enabled',
      suggestion: { set: { enabled: true } },
    });
  });
});

describe('the suggestion of a receipt', () => {
  it.each([
    [`${redirectUri}/`, true],
    [`${redirectUri}?code=1`, false],
    [`https://app.example.com/${'x'.repeat(3000)}`, false],
    ['https://app.example.com/\0', false],
  ])('is to register %s as a redirect URI: %s', async (sent, registrable) => {
    const { send, authorizationUrl, receiptOf } = await serverWith();
    const receipt = await receiptOf(await send('GET', authorizationUrl({ redirect_uri: sent })));
    expect(receipt.suggestion).toEqual(registrable ? { add: { redirect_uris: [sent] } } : null);
  });
});

describe('the receipt of a refused token request', () => {
  const mistakes: readonly [string, (world: World) => Promise<ProtocolResponse>, number, string, string, string?][] = [
    [
      'a wrong secret',
      ({ post }) => post('/token', credentials, basic('app', 'wrong-secret')),
      401,
      'invalid_client',
      'client-secret-matches',
    ],
    [
      'an unknown client',
      ({ post }) => post('/token', credentials, basic('nobody', secret)),
      401,
      'invalid_client',
      'client-is-known',
    ],
    [
      'the wrong method',
      ({ post }) => post('/token', { ...credentials, client_id: 'app', client_secret: secret }),
      401,
      'invalid_client',
      'authentication-method-is-registered',
    ],
    [
      'no credentials',
      ({ post }) => post('/token', { ...credentials, client_id: 'app' }),
      401,
      'invalid_client',
      'authentication-method-is-registered',
    ],
    [
      'two methods',
      ({ post, basic: header }) => post('/token', { ...credentials, client_secret: secret }, { authorization: header }),
      400,
      'invalid_request',
      'one-authentication-method',
    ],
    [
      'a disabled client',
      ({ change, asClient }) => (change({ enabled: false }), asClient('/token', credentials)),
      401,
      'invalid_client',
      'client-is-enabled',
    ],
    [
      'a grant that is not allowed',
      ({ change, asClient }) => (change({ grant_types: ['authorization_code'] }), asClient('/token', credentials)),
      400,
      'unauthorized_client',
      'grant-type-is-allowed',
    ],
    [
      'a grant that does not exist',
      ({ asClient }) => asClient('/token', { grant_type: 'password' }),
      400,
      'unsupported_grant_type',
      'grant-type-is-supported',
    ],
    [
      'a scope that is not allowed',
      ({ asClient }) => asClient('/token', { ...credentials, scope: 'admin' }),
      400,
      'invalid_scope',
      'scope-is-allowed',
    ],
    ['no grant type', ({ asClient }) => asClient('/token', {}), 400, 'invalid_request', 'parameter-is-present'],
    [
      'a JSON body',
      ({ send, basic: header }) =>
        send('POST', '/token', { body: '{}', headers: { 'content-type': 'application/json', authorization: header } }),
      400,
      'invalid_request',
      'body-is-a-form',
    ],
    [
      'a repeated parameter',
      ({ post, basic: header }) =>
        post('/token', 'grant_type=client_credentials&grant_type=client_credentials', { authorization: header }),
      400,
      'invalid_request',
      'parameter-is-not-repeated',
    ],
    [
      'an unknown code',
      ({ asClient }) => asClient('/token', { grant_type: 'authorization_code', code: 'x' }),
      400,
      'invalid_grant',
      'code-is-known',
    ],
    [
      'an unknown refresh token',
      ({ asClient }) => asClient('/token', { grant_type: 'refresh_token', refresh_token: 'x' }),
      400,
      'invalid_grant',
      'refresh-token-is-known',
    ],
    [
      'an expired refresh token',
      async ({ tokens, clock, asClient }) => {
        const { refresh_token } = await tokens();
        clock.advance(3600);
        return asClient('/token', { grant_type: 'refresh_token', refresh_token });
      },
      400,
      'invalid_grant',
      'refresh-token-is-not-expired',
    ],
    [
      'a spent refresh token',
      async ({ tokens, refresh, asClient, clock }) => {
        const { refresh_token } = await tokens();
        await refresh(refresh_token);
        clock.advance(60);
        return asClient('/token', { grant_type: 'refresh_token', refresh_token });
      },
      400,
      'invalid_grant',
      'refresh-token-is-used-once',
    ],
    [
      'a replayed code',
      async ({ authorize, exchange, asClient }) => {
        const code = (await authorize()).get('code')!;
        await exchange(code);
        return asClient('/token', {
          grant_type: 'authorization_code',
          code,
          redirect_uri: redirectUri,
          code_verifier: verifier,
        });
      },
      400,
      'invalid_grant',
      'code-is-used-once',
    ],
    [
      'a replayed code with another redirect URI',
      async ({ authorize, exchange, asClient }) => {
        const code = (await authorize()).get('code')!;
        await exchange(code);
        return asClient('/token', {
          grant_type: 'authorization_code',
          code,
          redirect_uri: `${redirectUri}/`,
          code_verifier: verifier,
        });
      },
      400,
      'invalid_grant',
      'spent-code-returns-unchanged',
      'a trailing slash',
    ],
    [
      'a replayed code with another verifier',
      async ({ authorize, exchange, asClient }) => {
        const code = (await authorize()).get('code')!;
        await exchange(code);
        return asClient('/token', {
          grant_type: 'authorization_code',
          code,
          redirect_uri: redirectUri,
          code_verifier: challenge,
        });
      },
      400,
      'invalid_grant',
      'spent-code-returns-unchanged',
    ],
    [
      'a PKCE mismatch',
      async ({ authorize, asClient }) => {
        const code = (await authorize()).get('code')!;
        return asClient('/token', {
          grant_type: 'authorization_code',
          code,
          redirect_uri: redirectUri,
          code_verifier: challenge,
        });
      },
      400,
      'invalid_grant',
      'code-verifier-matches',
    ],
    [
      'a missing verifier',
      async ({ authorize, asClient }) => {
        const code = (await authorize()).get('code')!;
        return asClient('/token', { grant_type: 'authorization_code', code, redirect_uri: redirectUri });
      },
      400,
      'invalid_grant',
      'code-verifier-is-present',
    ],
    [
      'another redirect URI',
      async ({ authorize, asClient }) => {
        const code = (await authorize()).get('code')!;
        return asClient('/token', {
          grant_type: 'authorization_code',
          code,
          redirect_uri: `${redirectUri}/`,
          code_verifier: verifier,
        });
      },
      400,
      'invalid_grant',
      'redirect-uri-is-the-same',
      'a trailing slash',
    ],
  ];

  it.each(mistakes)('names the rule: %s', async (_, mistake, status, error, rule, words) => {
    const world = await serverWith();
    const response = await mistake(world);
    expect(response.status).toBe(status);
    expect(response.headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' });
    if (status === 401) expect(response.headers['www-authenticate']).toMatch(/^Basic realm=/);
    expect(JSON.parse(response.body)).toMatchObject({ error });
    const receipt = await world.receiptOf(response);
    expect(receipt).toMatchObject({ rule, error, endpoint: '/token' });
    // Only texts are compared character by character; names from a list are the same or not.
    if (words) expect(receipt.difference).toMatchObject({ words });
    else expect(receipt.difference).toBeNull();
    expect(world.problems).toEqual([]);
  });

  it('says of a replayed code what else was wrong, and the caller cannot tell it from an unknown one', async () => {
    const { authorize, exchange, asClient, receiptOf } = await serverWith();
    const code = (await authorize()).get('code')!;
    await exchange(code);
    const form = { grant_type: 'authorization_code', redirect_uri: redirectUri, code_verifier: verifier };
    const unknown = await asClient('/token', { ...form, code: 'x' });
    const replayed = await asClient('/token', { ...form, code, redirect_uri: `${redirectUri}/` });
    const publicly = (body: string) => ({ ...(JSON.parse(body) as object), error_uri: '' });
    expect(publicly(replayed.body)).toEqual(publicly(unknown.body));
    expect(await receiptOf(replayed)).toMatchObject({
      sent: `${redirectUri}/`,
      registered: [redirectUri],
      sentence: expect.stringMatching(/exchanged before.+redirect_uri at the token endpoint/),
    });
  });

  it('tells a secret that was not form-encoded from a wrong one', async () => {
    const printable = 'p+lus %41nd more: ok';
    const { post, receiptOf } = await serverWith(aRegisteredClient({}, [aSecret(printable)]));
    const response = await post('/token', credentials, basic('app', printable));
    expect(response.status).toBe(401);
    expect(await receiptOf(response)).toMatchObject({ rule: 'client-secret-is-form-encoded' });
    const encoded = await post('/token', credentials, basic('app', encodeURIComponent(printable)));
    expect(encoded.status).toBe(200);
  });

  it('tells a retired secret from a wrong one', async () => {
    const clockStart = 1_700_000_000;
    const { post, receiptOf, clock } = await serverWith(
      aRegisteredClient({}, [
        aSecret('new'.repeat(10)),
        aSecret(secret, { retired: true, expires_at: clockStart + 60 }),
      ]),
    );
    clock.set(clockStart + 59);
    expect((await post('/token', credentials, basic('app', secret))).status).toBe(200);
    clock.set(clockStart + 60);
    const response = await post('/token', credentials, basic('app', secret));
    expect(response.status).toBe(401);
    const receipt = await receiptOf(response);
    expect(receipt).toMatchObject({ rule: 'client-secret-is-current' });
    expect(receipt.sentence).toContain(secret.slice(-4));
  });

  it('accepts a chosen secret by its scrypt verifier', async () => {
    const chosen = {
      ...aSecret('a chosen secret'),
      scheme: 'scrypt' as const,
      digest: await scryptVerifier('a chosen secret'),
    };
    const { post } = await serverWith(aRegisteredClient({}, [chosen]));
    expect((await post('/token', credentials, basic('app', 'a+chosen+secret'))).status).toBe(200);
    expect((await post('/token', credentials, basic('app', 'a+chosen+secre'))).status).toBe(401);
  });

  it('[T-108] holds no secret and no token', async () => {
    const { asClient, post, tokens, receipts, server } = await serverWith();
    const { refresh_token, access_token } = await tokens();
    await post('/token', credentials, basic('app', 'a-secret-nobody-has'));
    await asClient('/token', { grant_type: 'refresh_token', refresh_token: `${refresh_token}x` });
    await asClient('/token', { grant_type: 'authorization_code', code: 'c0de-in-clear', code_verifier: verifier });
    await server.receiptsWritten();
    const kept = JSON.stringify(receipts.receipts);
    expect(receipts.receipts).toHaveLength(3);
    for (const value of ['a-secret-nobody-has', refresh_token, access_token, 'c0de-in-clear', verifier])
      expect(kept).not.toContain(value);
  });

  it('[T-108] holds no secret that was sent in the wrong place', async () => {
    const { post, send, authorizationUrl, authorize, asClient, receipts, server, basic: header } = await serverWith();
    const encoded = header.slice('Basic '.length);
    const code = (await authorize()).get('code')!;
    const jwt = `${Buffer.from('{"alg":"ES256"}').toString('base64url')}.${'p'.repeat(40)}.${'s'.repeat(86)}`;
    await post('/token', credentials, { authorization: encoded });
    await post('/token', credentials, { authorization: secret });
    await post('/token', credentials, { authorization: `Token ${secret}` });
    await post('/token', credentials, { authorization: `${secret} ${secret}` });
    await post('/token', { ...credentials, client_assertion: 'x', client_assertion_type: jwt });
    await asClient('/token', { grant_type: jwt });
    // The address of the page, where its registered part was meant.
    const href = `${redirectUri}?code=${code}&state=st4te`;
    const form = { grant_type: 'authorization_code', code, code_verifier: verifier };
    await asClient('/token', { ...form, redirect_uri: href });
    await send('GET', authorizationUrl({ redirect_uri: `${href}#access_token=${jwt}` }));
    await server.receiptsWritten();
    expect(receipts.receipts).toHaveLength(8);
    const kept = JSON.stringify(receipts.receipts);
    for (const value of [encoded, secret, code, jwt, 's'.repeat(86)]) expect(kept).not.toContain(value);
    expect(receipts.receipts[6]).toMatchObject({ sent: `${redirectUri}?code=…&state=st4te` });
  });

  it('still names the scheme of an Authorization header that is not Basic', async () => {
    const { post, receiptOf } = await serverWith();
    const response = await post('/token', credentials, { authorization: 'Bearer abc' });
    expect(await receiptOf(response)).toMatchObject({ rule: 'authorization-scheme-is-basic', sent: 'Bearer …' });
  });

  it('[T-052] tells a stranger nothing: unknown client, wrong secret and wrong method look the same', async () => {
    const { post } = await serverWith();
    const answers = await Promise.all([
      post('/token', credentials, basic('nobody', secret)),
      post('/token', credentials, basic('app', 'wrong-secret')),
      post('/token', { ...credentials, client_id: 'app', client_secret: secret }),
    ]);
    const told = answers.map(({ status, body }) => {
      const { error_uri: _, ...rest } = JSON.parse(body) as Record<string, unknown>;
      return { status, rest };
    });
    expect(new Set(told.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });
});

describe('the receipt of a refused client assertion', () => {
  let keys: GenerateKeyPairResult;
  let stranger: GenerateKeyPairResult;
  let world: World;

  beforeAll(async () => {
    keys = await generateKeyPair('ES256');
    stranger = await generateKeyPair('ES256');
    const jwks = { keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'k1' } as never] };
    world = await serverWith(
      aRegisteredClient(
        { token_endpoint_auth_method: 'private_key_jwt', jwks, enforce_jwt_replay_prevention: true },
        [],
      ),
    );
  });

  async function assertion(
    over: Record<string, unknown> = {},
    header: Record<string, unknown> = {},
    key = keys.privateKey,
  ) {
    const now = world.clock.now();
    const claims = { iss: 'app', sub: 'app', aud: issuer, iat: now, exp: now + 60, jti: crypto.randomUUID(), ...over };
    // By hand, since a library would not sign what no honest client sends.
    const payload = JSON.stringify(claims).replace('"exp":null', '"exp":1e400');
    return new CompactSign(Buffer.from(payload)).setProtectedHeader({ alg: 'ES256', kid: 'k1', ...header }).sign(key);
  }

  function present(client_assertion: string) {
    return world.post('/token', {
      ...credentials,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion,
    });
  }

  it('accepts a right one', async () => {
    expect((await present(await assertion())).status).toBe(200);
    expect((await present(await assertion({}, { kid: undefined }))).status).toBe(200);
  });

  it.each([
    ['another audience', { aud: 'https://other.example' }, {}, 'assertion-audience-is-the-issuer'],
    ['a trailing slash on the audience', { aud: `${issuer}/` }, {}, 'assertion-audience-is-the-issuer'],
    ['several audiences', { aud: [issuer, 'https://other.example'] }, {}, 'assertion-audience-is-the-issuer'],
    ['another issuer', { iss: 'other' }, {}, 'assertion-issuer-is-the-client'],
    ['an expired one', { exp: 1_700_000_000 - 11 }, {}, 'assertion-is-not-expired'],
    ['no expiry', { exp: undefined }, {}, 'assertion-expires-soon'],
    ['an expiry far away', { exp: 1_700_000_000 + 3600 }, {}, 'assertion-expires-soon'],
    ['a date that overflows', { exp: Number.POSITIVE_INFINITY }, {}, 'assertion-expires-soon'],
    ['a clock that is ahead', { iat: 1_700_000_000 + 61 }, {}, 'assertion-is-not-from-the-future'],
    ['no jti', { jti: undefined }, {}, 'assertion-has-a-jti'],
    ['an unknown kid', {}, { kid: 'k2' }, 'assertion-key-is-registered'],
  ])('names the rule: %s', async (_, claims, header, rule) => {
    const response = await present(await assertion(claims, header));
    expect(response.status).toBe(401);
    expect(JSON.parse(response.body)).toMatchObject({ error: 'invalid_client' });
    expect(await world.receiptOf(response)).toMatchObject({ rule });
  });

  it('names the rule: a foreign key under the right kid', async () => {
    const response = await present(await assertion({}, {}, stranger.privateKey));
    expect(await world.receiptOf(response)).toMatchObject({ rule: 'assertion-signature-verifies' });
  });

  it('takes EdDSA and Ed25519 for two names of one algorithm', async () => {
    const { publicKey, privateKey } = await generateKeyPair('Ed25519');
    const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'EdDSA' } as never] };
    world.change({ jwks, token_endpoint_auth_signing_alg: 'EdDSA' });
    expect((await present(await assertion({}, { alg: 'Ed25519' }, privateKey))).status).toBe(200);
    expect((await present(await assertion({}, { alg: 'EdDSA' }, privateKey))).status).toBe(200);
    world.change({});
  });

  it('[T-055] tolerates a clock that is ten seconds off, in both directions', async () => {
    const now = world.clock.now();
    expect((await present(await assertion({ iat: now + 10 }))).status).toBe(200);
    expect((await present(await assertion({ exp: now - 9 }))).status).toBe(200);
  });

  it('[T-056] accepts one assertion once, also of many at once', async () => {
    const same = await assertion();
    const answers = await Promise.all(Array.from({ length: 10 }, () => present(same)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const refused = answers.find(({ status }) => status === 401)!;
    expect(await world.receiptOf(refused)).toMatchObject({ rule: 'assertion-is-used-once' });
  });

  it.each([
    ['none', 'eyJhbGciOiJub25lIiwia2lkIjoiazEifQ', 'assertion-alg-is-registered'],
    // By its algorithm this is the method with a secret, which the client may not use.
    ['HS256 with the public key', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImsxIn0', 'authentication-method-is-registered'],
  ])('[T-060] refuses the algorithm %s', async (_, header, rule) => {
    const [, claims, signature] = (await assertion()).split('.');
    const response = await present(`${header}.${claims}.${signature}`);
    expect(await world.receiptOf(response)).toMatchObject({ rule });
  });

  it('[T-064] refuses another spelling of the same assertion', async () => {
    const same = await assertion();
    for (const spelled of [`${same}=`, `${same}\n`, ` ${same}`, `${same}.`]) {
      expect((await present(spelled)).status).toBe(401);
    }
  });
});

describe('the receipts of a flood', () => {
  it('[T-113] are bounded per second, and the refusals are answered all the same', async () => {
    const { send, receipts, server, clock, authorizationUrl } = await serverWith();
    const refuse = () => send('GET', authorizationUrl({ client_id: 'nobody' }));
    const answers = await Promise.all(Array.from({ length: 500 }, refuse));
    expect(answers.every(({ status }) => status === 400)).toBe(true);
    expect(answers.filter(({ headers }) => 'x-receipt' in headers)).toHaveLength(100);
    clock.advance(1);
    expect((await refuse()).headers).toHaveProperty('x-receipt');
    await server.receiptsWritten();
    expect(receipts.receipts).toHaveLength(101);
  });

  it('[T-113] are bounded while the store hangs, and lost with a report when it fails', async () => {
    const { send, receipts, clock, server, problems, authorizationUrl } = await serverWith();
    let settle: (reason: Error) => void = () => undefined;
    receipts.keep = () => new Promise((_, reject) => (settle = reject));
    let promised = 0;
    for (let second = 0; second < 50; second++, clock.advance(1)) {
      for (let i = 0; i < 100; i++) {
        const { headers } = await send('GET', authorizationUrl({ client_id: 'nobody' }));
        if ('x-receipt' in headers) promised++;
      }
      await setImmediate();
    }
    expect(promised).toBe(1000);
    receipts.keep = async (kept) => MemoryReceiptStore.prototype.keep.call(receipts, kept);
    settle(new Error('gone'));
    await server.receiptsWritten();
    expect(problems).toHaveLength(1);
    expect((await send('GET', authorizationUrl({ client_id: 'nobody' }))).headers).toHaveProperty('x-receipt');
  });

  it('hold text that every database takes', async () => {
    const { send, receiptOf, authorizationUrl } = await serverWith();
    const response = await send('GET', authorizationUrl({ redirect_uri: `https://x/\0${'é'.repeat(3000)}` }));
    const { sent } = await receiptOf(response);
    expect(sent!.length).toBe(2049);
    expect(sent).not.toContain('\0');
  });
});
