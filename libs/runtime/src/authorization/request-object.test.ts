import { createHash, createSecretKey, generateKeyPairSync, randomUUID } from 'node:crypto';
import { type Client, type PublicJwk, type Settings } from '@clientele/client-schema';
import { completeRecord } from '@clientele/client-schema/resource';
import { HttpClientMembers } from '@clientele/client-schema/resources/http-clients';
import { VerificationKeyMembers } from '@clientele/client-schema/resources/verification-keys';
import { CompactEncrypt, CompactSign, SignJWT, importJWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { type ProtocolResponse } from '../http.js';
import {
  aRegisteredClient,
  aSecret,
  challenge,
  issuer,
  redirectUri,
  secret,
  serverWith,
} from '../testing/server-with.js';

const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwks = {
  keys: [
    { ...keys.publicKey.export({ format: 'jwk' }), kid: 'ec' },
    { ...rsa.publicKey.export({ format: 'jwk' }), kid: 'rsa' },
  ] as PublicJwk[],
};
const now = 1_700_000_000;

const asking = {
  client_id: 'app',
  response_type: 'code',
  redirect_uri: redirectUri,
  scope: 'openid',
  state: 'inside',
  code_challenge: challenge,
  code_challenge_method: 'S256',
};
const usual = { ...asking, iss: 'app', aud: issuer, iat: now, exp: now + 300 };

type Header = { alg?: string; typ?: string; kid?: string; [name: string]: unknown };

/** A request object as the client signs it, save for what the test says; a claim of undefined is left out. */
function signed(
  claims: Record<string, unknown> = {},
  header: Header = {},
  key: Parameters<SignJWT['sign']>[0] = keys.privateKey,
): Promise<string> {
  return new SignJWT({ ...usual, ...claims })
    .setProtectedHeader({ alg: 'ES256', typ: 'oauth-authz-req+jwt', ...header })
    .sign(key);
}

function unsigned(claims: Record<string, unknown> = asking, header: Header = { alg: 'none' }): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part(header)}.${part(claims)}.`;
}

/** A server, and a client with keys. */
async function signing(document: Partial<Client> = {}, settings: Partial<Settings> = {}) {
  const world = await serverWith(
    aRegisteredClient({ jwks, ...document }, [aSecret(secret, { key: Buffer.from(secret) })]),
    aRegisteredClient({ client_id: 'other' }),
  );
  world.settings.change(settings);
  const addressOf = (parameters: Record<string, string>) =>
    `/authorize?${new URLSearchParams({ client_id: 'app', ...parameters }).toString()}`;
  /** Sends the request object, with a redirect URI beside it, so that the client hears of faults. */
  const ask = (request: string, beside: Record<string, string> = {}) =>
    world.send('GET', addressOf({ request, redirect_uri: redirectUri, state: 'outside', ...beside }));
  const errorOf = (response: ProtocolResponse) =>
    new URL(String(response.headers['location']), issuer).searchParams.get('error');
  /** The answer to a request that must be good: what the client gets back. */
  const answered = async (parameters: Record<string, string>) => {
    const response = await world.browser.through(addressOf(parameters));
    expect(response.status).toBe(303);
    return Object.fromEntries(new URL(String(response.headers['location'])).searchParams);
  };
  return { ...world, addressOf, ask, errorOf, answered };
}

const proceeds = (response: ProtocolResponse) =>
  response.status === 303 && String(response.headers['location']).startsWith('/interaction/');

function expectPage(response: ProtocolResponse, error: string): void {
  expect(response.status).toBe(400);
  expect(response.headers).not.toHaveProperty('location');
  expect(response.body).toContain(error);
}

describe('a request object', () => {
  it('says what is asked, whatever comes beside it', async () => {
    const { answered } = await signing();
    const request = await signed();
    expect(await answered({ request })).toMatchObject({ state: 'inside', code: expect.any(String) as string });
    const beside = {
      state: 'outside',
      scope: 'nothing',
      response_type: 'token',
      redirect_uri: 'https://evil.example/',
    };
    expect(await answered({ request, ...beside })).toMatchObject({ state: 'inside' });
  });

  it('says numbers, flags and JSON as such, and several resources as a list', async () => {
    const { ask, errorOf, receiptOf } = await signing({
      authorized_resources: ['https://api.example.com', 'https://files.example.com'],
    });
    const resource = ['https://api.example.com', 'https://files.example.com'];
    expect(proceeds(await ask(await signed({ max_age: 300, resource })))).toBe(true);
    const unknown = await ask(await signed({ resource: ['https://api.example.com', 'https://else.example'] }));
    expect(errorOf(unknown)).toBe('invalid_target');
    const fraction = await ask(await signed({ max_age: 1.5 }));
    expect(await receiptOf(fraction)).toMatchObject({ rule: 'max-age-is-seconds' });
    const details = await ask(await signed({ resource, authorization_details: [{ type: 'unknown' }] }));
    expect(errorOf(details)).toBe('invalid_authorization_details');
  });

  it.each<[Settings['request_object_parameter_handling'], Record<string, string>, string | null]>([
    ['claims_win', { nonce: 'n' }, null],
    ['claims_win', { prompt: 'dance' }, 'invalid_request'],
    ['claims_only', { prompt: 'dance' }, null],
    ['must_match', { scope: 'openid' }, null],
    ['must_match', { scope: 'email' }, 'invalid_request'],
    ['must_match', { nonce: 'n' }, 'invalid_request'],
  ])('with %s and %o beside it: %s', async (request_object_parameter_handling, beside, error) => {
    const { send, addressOf, errorOf } = await signing({}, { request_object_parameter_handling });
    const response = await send('GET', addressOf({ request: await signed(), ...beside }));
    if (error === null) expect(proceeds(response)).toBe(true);
    else if (response.status === 303) expect(errorOf(response)).toBe(error);
    else expectPage(response, error);
  });

  it('[T-079] [require_signed_request_object] is all that counts of a client that must sign', async () => {
    const { send, authorizationUrl, addressOf, errorOf, receiptOf, answered } = await signing(
      { require_signed_request_object: true },
      { request_object_allowed_algs: ['ES256', 'none'], request_object_parameter_handling: 'must_match' },
    );
    const plain = await send('GET', authorizationUrl());
    expect(errorOf(plain)).toBe('invalid_request');
    expect(await receiptOf(plain)).toMatchObject({ rule: 'request-object-is-sent' });
    const none = await send('GET', addressOf({ request: unsigned(), redirect_uri: redirectUri }));
    expect(errorOf(none)).toBe('invalid_request_object');
    const beside = { prompt: 'dance', scope: 'nothing', nonce: 'outside' };
    expect(await answered({ request: await signed(), ...beside })).toMatchObject({ state: 'inside' });
    // What it does not say is not said.
    expectPage(await send('GET', addressOf({ request: await signed({ redirect_uri: undefined }) })), 'redirect_uri');
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['another issuer', { iss: 'other' }, 'request-object-issuer-is-the-client'],
    ['no issuer', { iss: undefined }, 'request-object-issuer-is-the-client'],
    ['another audience', { aud: 'https://elsewhere.example' }, 'request-object-audience-is-the-issuer'],
    ['a slash after the audience', { aud: `${issuer}/` }, 'request-object-audience-is-the-issuer'],
    ['no audience', { aud: undefined }, 'request-object-audience-is-the-issuer'],
    ['an exp that is past', { exp: now - 11 }, 'request-object-is-not-expired'],
    ['an exp that is text', { exp: String(now + 60) }, 'request-object-is-not-expired'],
    ['an exp beyond all measure', { exp: Number.POSITIVE_INFINITY }, 'request-object-is-not-expired'],
    ['an exp too far from its nbf', { nbf: now - 10, exp: now + 3601 }, 'request-object-expires-soon'],
    ['an nbf in the future', { nbf: now + 60 }, 'request-object-is-not-from-the-future'],
    ['an iat in the future', { iat: now + 60 }, 'request-object-is-not-from-the-future'],
    ['the client as subject', { sub: 'app' }, 'request-object-is-no-assertion'],
    ['a request in it', { request: 'e30.e30.' }, 'request-object-holds-no-other'],
    ['a request_uri in it', { request_uri: 'https://app.example.com/r' }, 'request-object-holds-no-other'],
    ['a claim that is null', { nonce: null }, 'request-object-claims-are-parameters'],
    ['a resource that is an object', { resource: {} }, 'request-object-claims-are-parameters'],
  ])('[T-079, T-063] is refused with %s', async (_, claims, rule) => {
    const { ask, errorOf, receiptOf } = await signing();
    // JSON.stringify writes no number beyond all measure.
    const text = JSON.stringify({ ...usual, ...claims }).replace('"exp":null', '"exp":1e400');
    const response = await ask(await signedText(text));
    expect(errorOf(response)).toBe('invalid_request_object');
    expect(await receiptOf(response)).toMatchObject({ client_id: 'app', rule });
  });

  it.each([
    ['another client', { client_id: 'other' }],
    ['no client', { client_id: undefined }],
  ])('[T-079] is refused when it names %s', async (_, claims) => {
    const { ask, errorOf } = await signing();
    expect(errorOf(await ask(await signed(claims)))).toBe('invalid_request');
  });

  it('bears clocks that differ by some seconds, an audience in a list, and no dates', async () => {
    const { ask } = await signing();
    for (const claims of [
      { iat: now + 10, nbf: now + 10 },
      { exp: now - 9 },
      { aud: ['https://elsewhere.example', issuer] },
      { exp: undefined, iat: undefined },
      { nbf: now, exp: now + 3600 },
    ])
      expect(proceeds(await ask(await signed(claims)))).toBe(true);
  });

  it.each<[string, () => Promise<string> | string, string]>([
    ['a key of nobody', () => signed({}, {}, stranger.privateKey), 'request-object-signature-verifies'],
    ['a key of another name', () => signed({}, { kid: 'unknown' }), 'request-object-key-is-registered'],
    [
      'a key in the header',
      () => signed({}, { jwk: stranger.publicKey.export({ format: 'jwk' }) }, stranger.privateKey),
      'request-object-signature-verifies',
    ],
    ['nothing', () => unsigned(usual), 'request-object-is-signed'],
    ['an empty signature', async () => (await signed()).replace(/[^.]+$/, ''), 'request-object-is-a-jwt'],
    ['another content', async () => swap(await signed()), 'request-object-signature-verifies'],
    [
      'the public key as a secret',
      () => signed({}, { alg: 'HS256' }, createSecretKey(Buffer.from(JSON.stringify(jwks.keys[0])))),
      'request-object-signature-verifies',
    ],
    ['an extension nobody knows', async () => critical(await signed()), 'request-object-is-a-jwt'],
    ['the type of an access token', () => signed({}, { typ: 'at+jwt' }), 'request-object-typ-fits'],
    [
      'the type of a client assertion',
      () => signed({}, { typ: 'client-authentication+jwt' }),
      'request-object-typ-fits',
    ],
    ['padding', async () => `${await signed()}=`, 'request-object-is-a-jwt'],
    ['17 000 characters', () => 'a'.repeat(17_000), 'request-object-is-a-jwt'],
  ])('[T-060, T-061, T-062, T-064, T-079] is refused with %s', async (_, make, rule) => {
    const { ask, errorOf, receiptOf } = await signing();
    const response = await ask(await make());
    expect(errorOf(response)).toBe('invalid_request_object');
    expect(await receiptOf(response)).toMatchObject({ rule });
  });

  it('is no client assertion, and no client assertion is one', async () => {
    const { post, ask, errorOf } = await signing({ token_endpoint_auth_method: 'private_key_jwt' });
    const assertion = await signed({ sub: 'app', jti: randomUUID() }, { typ: 'JWT' });
    expect(errorOf(await ask(assertion))).toBe('invalid_request_object');
    const form = {
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await signed({ jti: randomUUID() }, { typ: 'JWT' }),
    };
    expect((await post('/token', form)).status).toBe(401);
  });

  it('[request_object_signing_alg] is signed with the algorithm of the client', async () => {
    const { ask, errorOf, change } = await signing({ request_object_signing_alg: 'PS256' });
    expect(errorOf(await ask(await signed()))).toBe('invalid_request_object');
    expect(errorOf(await ask(await signed({}, { alg: 'RS256' }, rsa.privateKey)))).toBe('invalid_request_object');
    expect(proceeds(await ask(await signed({}, { alg: 'PS256' }, rsa.privateKey)))).toBe(true);
    change({ request_object_signing_alg: 'HS256' });
    const secretKey = createSecretKey(Buffer.from(secret));
    expect(proceeds(await ask(await signed({}, { alg: 'HS256' }, secretKey)))).toBe(true);
    change({ request_object_signing_alg: 'HS512' });
    expect(errorOf(await ask(await signed({}, { alg: 'HS512' }, createSecretKey(Buffer.from(secret)))))).toBe(
      'invalid_request_object',
    );
  });

  it('is signed with an algorithm of the server', async () => {
    const { ask, errorOf } = await signing({}, { request_object_allowed_algs: ['PS256'] });
    expect(errorOf(await ask(await signed()))).toBe('invalid_request_object');
    expect(proceeds(await ask(await signed({}, { alg: 'PS256' }, rsa.privateKey)))).toBe(true);
  });

  it('[request_object_issuer] comes from the issuer that the client names', async () => {
    const request_object_issuer = 'https://signing.example.com';
    const { ask, errorOf } = await signing({ request_object_issuer });
    expect(errorOf(await ask(await signed()))).toBe('invalid_request_object');
    expect(proceeds(await ask(await signed({ iss: request_object_issuer })))).toBe(true);
  });

  it('[request_object_verification_key_id] is verified with a stored key, and with no other', async () => {
    const world = await signing({ request_object_verification_key_id: 'partner' });
    const key = stranger.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const members = { id: 'partner', name: 'Partner', key, expires_at: new Date((now + 60) * 1000).toISOString() };
    world.settings.records.verification_keys = [completeRecord(VerificationKeyMembers, members)];
    world.changes.emit({ kind: 'server' });
    expect(world.errorOf(await world.ask(await signed()))).toBe('invalid_request_object');
    expect(proceeds(await world.ask(await signed({}, {}, stranger.privateKey)))).toBe(true);
    world.clock.advance(60);
    expect(world.errorOf(await world.ask(await signed({}, {}, stranger.privateKey)))).toBe('invalid_request_object');
  });

  it('is verified with keys that are fetched', async () => {
    const jwks_uri = 'https://app.example.com/jwks.json';
    const world = await serverWith(aRegisteredClient({ jwks_uri }));
    world.fetcher.documents.set(jwks_uri, jwks);
    const request = await signed();
    const address = `/authorize?${new URLSearchParams({ client_id: 'app', request }).toString()}`;
    expect(proceeds(await world.send('GET', address))).toBe(true);
    expect(world.fetcher.asked).toEqual([jwks_uri]);
  });

  it('[allow_unsigned_request_object] is unsigned where the client may leave it so', async () => {
    const { answered, ask, errorOf, change } = await signing(
      { allow_unsigned_request_object: true },
      { request_object_allowed_algs: ['ES256', 'none'] },
    );
    expect(await answered({ request: unsigned() })).toMatchObject({ state: 'inside' });
    expect(errorOf(await ask(unsigned({ ...asking, iss: 'other' })))).toBe('invalid_request_object');
    expect(errorOf(await ask(unsigned({ ...asking, aud: 'https://elsewhere.example' })))).toBe(
      'invalid_request_object',
    );
    expect(errorOf(await ask(unsigned(asking, { alg: 'None' })))).toBe('invalid_request_object');
    change({ request_object_signing_alg: 'ES256' });
    expect(errorOf(await ask(unsigned()))).toBe('invalid_request_object');
    change({ request_object_signing_alg: 'none' });
    expect(proceeds(await ask(unsigned()))).toBe(true);
    expect(errorOf(await ask(await signed()))).toBe('invalid_request_object');
    change({ allow_unsigned_request_object: false });
    expect(errorOf(await ask(unsigned()))).toBe('invalid_request_object');
  });

  it('[T-056, T-079] is accepted once, where the client wants that', async () => {
    const { ask, errorOf, receiptOf, asClient, clients, send, addressOf } = await signing({
      enforce_jwt_replay_prevention: true,
    });
    const request = await signed({ jti: 'one' });
    const forged = await signed({ jti: 'two' }, {}, stranger.privateKey);
    expect(errorOf(await ask(forged))).toBe('invalid_request_object');
    expect(proceeds(await ask(request))).toBe(true);
    const again = await ask(request);
    expect(errorOf(again)).toBe('invalid_request_object');
    expect(await receiptOf(again)).toMatchObject({ rule: 'request-object-is-used-once' });
    expect((await asClient('/par', { request })).status).toBe(400);
    expect(proceeds(await ask(await signed({ jti: 'two' })))).toBe(true);
    for (const claims of [{}, { jti: 'three', exp: undefined }, { jti: 7 }]) {
      expect(errorOf(await ask(await signed(claims)))).toBe('invalid_request_object');
    }
    const many = await Promise.all(Array.from({ length: 10 }, async () => ask(await signed({ jti: 'at once' }))));
    expect(many.filter(proceeds)).toHaveLength(1);
    // What another client calls its own is another object.
    clients.put(aRegisteredClient({ client_id: 'namesake', jwks, enforce_jwt_replay_prevention: true }));
    const theirs = await signed({ jti: 'two', iss: 'namesake', client_id: 'namesake' });
    expect(proceeds(await send('GET', addressOf({ client_id: 'namesake', request: theirs })))).toBe(true);
  });

  it('[T-109] says a hundred things, and not one more', async () => {
    const { ask, errorOf } = await signing();
    const more = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`x${index}`, 'x']));
    const usually = Object.keys(asking).length;
    expect(proceeds(await ask(await signed(more(100 - usually))))).toBe(true);
    expect(errorOf(await ask(await signed(more(101 - usually))))).toBe('invalid_request_object');
  });

  it('has the claims that the server requires, and lives no longer than it allows', async () => {
    const { ask, errorOf } = await signing(
      {},
      { request_object_required_claims: ['exp', 'nbf'], request_object_max_lifetime: 60 },
    );
    for (const claims of [{ exp: now + 60 }, { nbf: now, exp: undefined }, { nbf: now, exp: now + 71 }]) {
      expect(errorOf(await ask(await signed(claims)))).toBe('invalid_request_object');
    }
    expect(proceeds(await ask(await signed({ nbf: now, exp: now + 60 })))).toBe(true);
  });

  it('tells the client beside whose redirect URI a bad one came, and the user where there is none', async () => {
    const { send, addressOf, errorOf } = await signing();
    const request = await signed({}, {}, stranger.privateKey);
    const told = await send('GET', addressOf({ request, redirect_uri: redirectUri, state: 'st4te' }));
    expect(errorOf(told)).toBe('invalid_request_object');
    expect(String(told.headers['location'])).toContain('state=st4te');
    expectPage(await send('GET', addressOf({ request })), 'invalid_request_object');
    expectPage(
      await send('GET', addressOf({ request, redirect_uri: 'https://evil.example/' })),
      'invalid_request_object',
    );
  });

  it('[T-028, T-079] has no way around the registered redirect URIs', async () => {
    const { send, addressOf } = await signing();
    const request = await signed({ redirect_uri: 'https://evil.example/cb' });
    expectPage(await send('GET', addressOf({ request, redirect_uri: redirectUri })), 'redirect_uri');
  });

  it('does not come twice, and not with the address of another', async () => {
    const { send, addressOf, errorOf, change } = await signing({
      allow_request_uri_parameter: true,
      request_uris: ['https://app.example.com/r'],
    });
    const request = await signed();
    const both = addressOf({ request, request_uri: 'https://app.example.com/r', redirect_uri: redirectUri });
    expect(errorOf(await send('GET', both))).toBe('invalid_request');
    const twice = `${addressOf({ request, redirect_uri: redirectUri })}&request=${request}`;
    expect(errorOf(await send('GET', twice))).toBe('invalid_request');
    change({ require_signed_request_object: true });
    expect(errorOf(await send('GET', twice))).toBe('invalid_request');
  });

  it('is explained like any other request, and spends nothing', async () => {
    const { server, ask } = await signing({ enforce_jwt_replay_prevention: true });
    const request = await signed({ jti: 'once' });
    const imagined = { endpoint: '/authorize', client_id: 'app', address: '203.0.113.9' } as const;
    const explain = (parameters: Record<string, string>) =>
      server.explain({ ...imagined, parameters: new URLSearchParams(parameters).toString() });
    expect(await explain({ request })).toMatchObject({ decision: 'asks_user' });
    expect(proceeds(await ask(request))).toBe(true);
    const told = await explain({ request: await signed({ aud: 'https://elsewhere.example', jti: 'x' }) });
    expect(told).toMatchObject({ decision: 'refused', error: 'invalid_request_object' });
    expect(told!.steps.at(-1)).toMatchObject({ rule: 'request-object-audience-is-the-issuer', registered: [issuer] });
  });
});

describe('a pushed request object', () => {
  it('is unpacked and checked when it is pushed', async () => {
    const { asClient, answered, clock } = await signing({ require_signed_request_object: true });
    const response = await asClient('/par', { request: await signed({ exp: now + 15 }), state: 'outside' });
    expect(response.status).toBe(201);
    const { request_uri } = JSON.parse(response.body) as { request_uri: string };
    // It was good when it came.
    clock.advance(30);
    expect(await answered({ request_uri })).toMatchObject({ state: 'inside' });
  });

  it('[T-079] is wanted from a client that must sign, and refused as JSON where it is wrong', async () => {
    const { asClient, receiptOf } = await signing({ require_signed_request_object: true });
    const error = (response: ProtocolResponse) => (JSON.parse(response.body) as { error: string }).error;
    expect(error(await asClient('/par', asking))).toBe('invalid_request');
    const forged = await asClient('/par', { request: await signed({}, {}, stranger.privateKey) });
    expect([forged.status, error(forged)]).toEqual([400, 'invalid_request_object']);
    expect(await receiptOf(forged)).toMatchObject({ endpoint: '/par', rule: 'request-object-signature-verifies' });
    expect(error(await asClient('/par', { request: await signed({ client_id: 'other' }) }))).toBe('invalid_request');
    expect(error(await asClient('/par', { request: await signed({ scope: 'nothing' }) }))).toBe('invalid_scope');
  });

  it('[T-079] is wanted also of a request that was pushed before the client had to sign', async () => {
    const { asClient, send, addressOf, change } = await signing();
    const { request_uri } = JSON.parse((await asClient('/par', asking)).body) as { request_uri: string };
    change({ require_signed_request_object: true });
    expectPage(await send('GET', addressOf({ request_uri })), 'invalid_request');
  });
});

describe('an encrypted request object', () => {
  type Key = Parameters<CompactEncrypt['encrypt']>[0];
  const encrypted = (content: string, header: { alg: string; enc: string; [name: string]: unknown }, key: Key) =>
    new CompactEncrypt(Buffer.from(content)).setProtectedHeader(header).encrypt(key);

  /** A server with keys for encryption, and the public halves that clients find in its JWK Set. */
  async function encrypting(document: Partial<Client> = {}) {
    const world = await signing(document);
    await world.keys.generate({ use: 'enc', type: 'rsa', modulus_size: 2048, curve: null }, { pair: 'enc-rsa' });
    await world.keys.generate({ use: 'enc', type: 'ec', modulus_size: 2048, curve: 'P-256' }, { pair: 'enc-ec' });
    world.changes.emit({ kind: 'keys' });
    const { keys: published } = JSON.parse((await world.send('GET', '/jwks')).body) as { keys: PublicJwk[] };
    const keyFor = (kty: string) => published.find((key) => key.use === 'enc' && key.kty === kty)!;
    const importedFor = async (kty: string, alg: string) => (await importJWK(keyFor(kty), alg)) as Key;
    return { ...world, published, keyFor, importedFor };
  }

  it.each([
    ['RSA-OAEP', 'RSA', 'A128CBC-HS256'],
    ['RSA-OAEP-256', 'RSA', 'A256GCM'],
    ['ECDH-ES', 'EC', 'A128GCM'],
    ['ECDH-ES+A256KW', 'EC', 'A256CBC-HS512'],
  ] as const)(
    '[request_object_encryption_alg] [request_object_encryption_enc] is opened with a key of the server: %s',
    async (alg, kty, enc) => {
      const { ask, errorOf, keyFor, importedFor, change, answered } = await encrypting();
      const key = await importedFor(kty, alg);
      const header = { alg, enc, kid: keyFor(kty).kid, cty: 'oauth-authz-req+jwt' };
      const request = await encrypted(await signed(), header, key);
      expect(errorOf(await ask(request))).toBe('invalid_request_object');
      change({ request_object_encryption_alg: alg, request_object_encryption_enc: enc });
      expect(await answered({ request })).toMatchObject({ state: 'inside' });
      // Which key it is for need not be said.
      expect(proceeds(await ask(await encrypted(await signed(), { alg, enc }, key)))).toBe(true);
      // It need not be encrypted.
      expect(proceeds(await ask(await signed()))).toBe(true);
    },
  );

  it.each([
    ['dir', 'A128CBC-HS256', 'sha256', 32],
    ['dir', 'A192CBC-HS384', 'sha384', 48],
    ['dir', 'A256CBC-HS512', 'sha512', 64],
    ['dir', 'A128GCM', 'sha256', 16],
    ['A128KW', 'A128CBC-HS256', 'sha256', 16],
    ['A192KW', 'A192GCM', 'sha256', 24],
    ['A256GCMKW', 'A256GCM', 'sha256', 32],
  ] as const)(
    '[request_object_encryption_alg] is opened with a hash of the secret: %s %s',
    async (alg, enc, hash, octets) => {
      const { ask, errorOf, change } = await signing();
      change({ request_object_encryption_alg: alg, request_object_encryption_enc: enc });
      const key = createHash(hash).update(secret).digest().subarray(0, octets);
      expect(proceeds(await ask(await encrypted(await signed(), { alg, enc }, key)))).toBe(true);
      const other = createHash(hash).update('another secret').digest().subarray(0, octets);
      expect(errorOf(await ask(await encrypted(await signed(), { alg, enc }, other)))).toBe('invalid_request_object');
    },
  );

  const alg = 'ECDH-ES+A128KW';
  const enc = 'A128CBC-HS256';
  const client = { request_object_encryption_alg: alg, request_object_encryption_enc: enc } as const;

  it('[T-065] is signed inside, encrypted as registered, and untouched; why it does not open, nobody is told', async () => {
    const { ask, errorOf, receiptOf, importedFor, keyFor } = await encrypting(client);
    const key = await importedFor('EC', alg);
    const rsaKey = await importedFor('RSA', 'RSA-OAEP');
    const strangers = (await importJWK(stranger.publicKey.export({ format: 'jwk' }), alg)) as Key;
    const good = await encrypted(await signed(), { alg, enc }, key);
    const [header, cek, iv, content, tag] = good.split('.');
    const zipped = Buffer.from(JSON.stringify({ alg, enc, zip: 'DEF' })).toString('base64url');
    const refused: [string, string][] = [
      [await encrypted(unsigned(usual), { alg, enc }, key), 'request-object-is-signed'],
      [
        await encrypted(await signed({}, {}, stranger.privateKey), { alg, enc }, key),
        'request-object-signature-verifies',
      ],
      [await encrypted(good, { alg, enc }, key), 'request-object-is-a-jwt'],
      [await encrypted('plain', { alg, enc }, key), 'request-object-is-a-jwt'],
      [await encrypted(await signed(), { alg: 'ECDH-ES', enc }, key), 'request-object-encryption-is-registered'],
      [await encrypted(await signed(), { alg, enc: 'A128GCM' }, key), 'request-object-encryption-is-registered'],
      [await encrypted(await signed(), { alg: 'RSA-OAEP', enc }, rsaKey), 'request-object-encryption-is-registered'],
      [await encrypted(await signed(), { alg, enc }, strangers), 'request-object-decrypts'],
      [await encrypted(await signed(), { alg, enc, kid: keyFor('RSA').kid }, key), 'request-object-decrypts'],
      [await encrypted(await signed(), { alg, enc, kid: 'unknown' }, key), 'request-object-decrypts'],
      [
        [header, cek, iv, `${content!.startsWith('A') ? 'B' : 'A'}${content!.slice(1)}`, tag].join('.'),
        'request-object-decrypts',
      ],
      [
        [header, cek, iv, content, `${tag!.startsWith('A') ? 'B' : 'A'}${tag!.slice(1)}`].join('.'),
        'request-object-decrypts',
      ],
      [[zipped, cek, iv, content, tag].join('.'), 'request-object-is-a-jwt'],
    ];
    const told = new Set<string | null>();
    for (const [request, rule] of refused) {
      const response = await ask(request);
      expect(errorOf(response)).toBe('invalid_request_object');
      expect(await receiptOf(response)).toMatchObject({ rule });
      if (rule === 'request-object-decrypts') {
        told.add(new URL(String(response.headers['location'])).searchParams.get('error_description'));
      }
    }
    expect(told.size).toBe(1);
  });

  it('is opened with the key before the last rotation too, and pushed as well', async () => {
    const { asClient, importedFor, keys, changes } = await encrypting(client);
    const key = await importedFor('EC', alg);
    const [before] = (await keys.list()).filter(({ pair }) => pair === 'enc-ec');
    Object.assign(before!, { state: 'retiring' });
    await keys.generate({ use: 'enc', type: 'ec', modulus_size: 2048, curve: 'P-256' }, { pair: 'enc-ec' });
    changes.emit({ kind: 'keys' });
    const request = await encrypted(await signed(), { alg, enc }, key);
    expect((await asClient('/par', { request })).status).toBe(201);
  });

  it('[T-060] is opened with keys that sign nothing', async () => {
    const { published, keys, send } = await encrypting(client);
    const mine = published.filter(({ use }) => use === 'enc');
    expect(mine).toHaveLength(2);
    for (const key of mine) expect(Object.keys(key)).not.toContain('d');
    const signers = (await keys.list()).filter(({ public_jwk }) => public_jwk.use === 'enc');
    expect(signers.map(({ algs }) => algs)).toEqual([[], []]);
    const metadata = JSON.parse((await send('GET', '/.well-known/openid-configuration')).body) as Record<
      string,
      unknown
    >;
    expect(metadata['request_object_encryption_alg_values_supported']).toEqual(
      expect.arrayContaining(['RSA-OAEP-256', 'ECDH-ES+A256KW', 'dir']),
    );
  });

  it('is offered with keys of the server only while it has such keys', async () => {
    const { send } = await signing();
    const metadata = JSON.parse((await send('GET', '/.well-known/openid-configuration')).body) as Record<
      string,
      unknown
    >;
    expect(metadata['request_object_encryption_alg_values_supported']).not.toContain('RSA-OAEP');
    expect(metadata['request_object_encryption_enc_values_supported']).toContain('A256GCM');
  });
});

describe('a request by reference', () => {
  const request_uri = 'https://app.example.com/requests/1';
  const referring: Partial<Client> = { allow_request_uri_parameter: true, request_uris: [request_uri] };

  /** A host of the client that answers with these, one after the other, the last for ever. */
  async function hosting(document: Partial<Client>, bodies: readonly string[], settings: Partial<Settings> = {}) {
    const world = await signing(document, settings);
    const asked: string[] = [];
    world.fetcher.hosts.set('app.example.com', (url, { method, headers, maxBytes, seconds }) => {
      asked.push(`${method} ${url.href} ${headers?.['accept']} ${maxBytes} ${seconds}`);
      return { status: 200, headers: {}, body: bodies[Math.min(asked.length, bodies.length) - 1]! };
    });
    const refer = (uri: string, beside: Record<string, string> = {}) =>
      world.send('GET', world.addressOf({ request_uri: uri, redirect_uri: redirectUri, ...beside }));
    return { ...world, asked, refer };
  }

  it('[T-080] [allow_request_uri_parameter] is off by default, and then nothing is fetched', async () => {
    const { refer, errorOf, asked, change, answered } = await hosting({}, [`${await signed()}\n`]);
    expect(errorOf(await refer(request_uri))).toBe('request_uri_not_supported');
    expect(asked).toEqual([]);
    change(referring);
    expect(await answered({ request_uri })).toMatchObject({ state: 'inside' });
    expect(asked).toEqual([`GET ${request_uri} application/oauth-authz-req+jwt, application/jwt 16384 undefined`]);
  });

  it.each([
    'https://app.example.com/requests/2',
    'https://app.example.com/requests/1?x',
    'https://app.example.com:8443/requests/1',
    'https://evil.example/requests/1',
    'http://app.example.com/requests/1',
    'https://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
    'urn:example:1',
    `https://app.example.com/${'a'.repeat(2048)}`,
  ])('[T-080] [request_uris] comes from a registered address, and not from %s', async (uri) => {
    const { refer, errorOf, asked } = await hosting(referring, [await signed()]);
    expect(errorOf(await refer(uri))).toBe('invalid_request_uri');
    expect(asked).toEqual([]);
  });

  it('[T-080] [request_uris] comes from nowhere where the client has registered no address', async () => {
    const { refer, errorOf, asked } = await hosting({ allow_request_uri_parameter: true }, [await signed()]);
    expect(errorOf(await refer(request_uri))).toBe('invalid_request_uri');
    expect(asked).toEqual([]);
  });

  it('comes from any https address only where neither server nor client says otherwise', async () => {
    const open = { require_request_uri_registration: false };
    const { refer, errorOf, change } = await hosting({ allow_request_uri_parameter: true }, [await signed()], open);
    expect(proceeds(await refer('https://app.example.com/anything'))).toBe(true);
    expect(errorOf(await refer('http://app.example.com/anything'))).toBe('invalid_request_uri');
    change(referring);
    expect(errorOf(await refer('https://app.example.com/anything'))).toBe('invalid_request_uri');
    expect(proceeds(await refer(request_uri))).toBe(true);
  });

  it('[T-080] is fetched once, and what is there later does not count', async () => {
    const { browser, addressOf, asked, ...world } = await hosting(referring, [
      await signed(),
      await signed({ scope: 'openid email', state: 'swapped' }),
    ]);
    const { at } = await browser.visit(addressOf({ request_uri }));
    const answer = await browser.through(at);
    expect(String(answer.headers['location'])).toContain('state=inside');
    expect(asked).toHaveLength(1);
    expect(world.problems).toEqual([]);
  });

  it('has the content whose hash its fragment says', async () => {
    const object = await signed();
    const hash = createHash('sha256').update(object).digest('base64url');
    const { refer, errorOf, asked } = await hosting(referring, [object]);
    expect(proceeds(await refer(`${request_uri}#${hash}`))).toBe(true);
    expect(errorOf(await refer(`${request_uri}#${hash.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))}`))).toBe(
      'invalid_request_uri',
    );
    expect(asked.every((line) => !line.includes('#'))).toBe(true);
  });

  it('is refused when nothing good can be fetched, and the receipt says why', async () => {
    const world = await hosting(referring, ['<html>']);
    expect(world.errorOf(await world.refer(request_uri))).toBe('invalid_request_object');
    world.fetcher.hosts.set('app.example.com', () => ({ status: 404, headers: {}, body: '' }));
    const missing = await world.refer(request_uri);
    expect(world.errorOf(missing)).toBe('invalid_request_uri');
    expect((await world.receiptOf(missing)).sentence).toContain('status 404');
    world.fetcher.hosts.delete('app.example.com');
    const unreachable = await world.refer(request_uri);
    expect(world.errorOf(unreachable)).toBe('invalid_request_uri');
    expect((await world.receiptOf(unreachable)).sentence).toContain('could not be reached');
  });

  it('[T-080] is fetched for nobody without end', async () => {
    const { send, addressOf, asked } = await hosting(referring, [await signed()]);
    const answers: number[] = [];
    for (let i = 0; i < 310; i++) answers.push((await send('GET', addressOf({ request_uri }))).status);
    expect(answers.filter((status) => status === 429)).toHaveLength(10);
    expect(asked).toHaveLength(300);
  });

  it('[allow_unsigned_request_object_by_reference] is unsigned where the client may leave it so', async () => {
    const { refer, errorOf, change } = await hosting(
      { ...referring, allow_unsigned_request_object: true },
      [unsigned()],
      { request_object_allowed_algs: ['ES256', 'none'] },
    );
    expect(errorOf(await refer(request_uri))).toBe('invalid_request_object');
    change({ allow_unsigned_request_object: false, allow_unsigned_request_object_by_reference: true });
    expect(proceeds(await refer(request_uri))).toBe(true);
  });

  it('is unsigned for no client any more once the server does without', async () => {
    const leave = { allow_unsigned_request_object: true, allow_unsigned_request_object_by_reference: true };
    const world = await hosting({ ...referring, ...leave }, [unsigned()], {
      request_object_allowed_algs: ['ES256', 'none'],
    });
    const answers = async () => [
      world.errorOf(await world.ask(unsigned())),
      world.errorOf(await world.refer(request_uri)),
      (JSON.parse((await world.asClient('/par', { request: unsigned() })).body) as { error?: string }).error ?? null,
    ];
    expect(await answers()).toEqual([null, null, null]);
    world.settings.change({ request_object_allowed_algs: ['ES256'] });
    world.changes.emit({ kind: 'server' });
    expect(await answers()).toEqual(Array(3).fill('invalid_request_object'));
    world.change({ request_object_signing_alg: 'none' });
    expect(await answers()).toEqual(Array(3).fill('invalid_request_object'));
  });

  it('[request_uri_http_client_id] is fetched as the HTTP client says', async () => {
    const world = await hosting({ ...referring, request_uri_http_client_id: 'patient' }, [await signed()]);
    world.settings.records.http_clients = [
      completeRecord(HttpClientMembers, { id: 'patient', name: 'x', read_timeout: 9, max_response_bytes: 2048 }),
    ];
    world.changes.emit({ kind: 'server' });
    expect(proceeds(await world.refer(request_uri))).toBe(true);
    expect(world.asked.at(-1)).toMatch(/ 2048 9$/);
  });

  it('[T-080] is not fetched for a client that must push', async () => {
    const { refer, errorOf, asked } = await hosting({ ...referring, require_pushed_authorization_requests: true }, [
      await signed(),
    ]);
    expect(errorOf(await refer(request_uri))).toBe('invalid_request');
    expect(asked).toEqual([]);
  });

  it('is not pushed', async () => {
    const { asClient } = await hosting(referring, [await signed()]);
    const response = await asClient('/par', { request_uri });
    expect(JSON.parse(response.body)).toMatchObject({ error: 'invalid_request' });
  });
});

/** A JWS over a text that is not quite what JSON.stringify writes. */
function signedText(text: string): Promise<string> {
  return new CompactSign(Buffer.from(text)).setProtectedHeader({ alg: 'ES256' }).sign(keys.privateKey);
}

/** The same signature over other claims. */
function swap(token: string): string {
  const [header, , signature] = token.split('.');
  return `${header}.${Buffer.from(JSON.stringify({ ...usual, scope: 'openid email' })).toString('base64url')}.${signature}`;
}

/** The same with a header that demands what nobody knows. */
function critical(token: string): string {
  const [, ...rest] = token.split('.');
  const header = { alg: 'ES256', crit: ['exp'], exp: now };
  return [Buffer.from(JSON.stringify(header)).toString('base64url'), ...rest].join('.');
}
