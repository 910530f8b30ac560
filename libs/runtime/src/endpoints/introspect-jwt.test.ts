import { generateKeyPairSync } from 'node:crypto';
import { type Client, type PublicJwk } from '@clientele/client-schema';
import { type JSONWebKeySet, compactDecrypt, createLocalJWKSet, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { type World, aRegisteredClient, aSecret, issuer, secret, serverWith } from '../testing/server-with.js';

const type = 'token-introspection+jwt';
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const jwk = { ...keys.publicKey.export({ format: 'jwk' }), use: 'enc' } as PublicJwk;

const anApi = (document: Partial<Client> = {}) =>
  serverWith(aRegisteredClient({ allow_token_introspection: true, ...document }));

async function ask(world: World, token: string, accept = `application/${type}`) {
  return world.post('/introspect', { token }, { authorization: world.basic, accept });
}

async function verified(world: World, jwt: string) {
  const jwks = createLocalJWKSet(JSON.parse((await world.send('GET', '/jwks')).body) as JSONWebKeySet);
  const currentDate = new Date(world.clock.now() * 1000);
  return jwtVerify(jwt, jwks, { issuer, audience: 'app', typ: type, currentDate });
}

describe('an introspection answer as a JWT', () => {
  it('[introspection_signed_response_alg] is signed, and says what the plain one does', async () => {
    const world = await anApi({ introspection_signed_response_alg: 'ES256' });
    const { access_token } = await world.tokens();
    const answer = await ask(world, access_token);
    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': `application/${type}` } });
    const { payload, protectedHeader } = await verified(world, answer.body);
    expect(protectedHeader.alg).toBe('ES256');
    expect(payload).toEqual({
      iss: issuer,
      aud: 'app',
      iat: world.clock.now(),
      token_introspection: await world.introspect(access_token),
    });
    // RFC 9701 §8.1: nothing in it passes for an access token, or for what one says.
    expect((await world.send('GET', '/userinfo', { headers: { authorization: `Bearer ${answer.body}` } })).status).toBe(
      401,
    );
  });

  it('is signed with the secret that the API came with, of several', async () => {
    const older = 'Qm8sXv2LrT5yWk9HcN3bFe7JdPa4GzUo6iRx1Cq0MtE';
    const kept = [secret, older].map((value) => aSecret(value, { key: Buffer.from(value) }));
    const api = { allow_token_introspection: true, introspection_signed_response_alg: 'HS256' } as const;
    const world = await serverWith(aRegisteredClient(api, kept));
    for (const value of [secret, older]) {
      const authorization = `Basic ${Buffer.from(`app:${value}`).toString('base64')}`;
      const { body } = await world.post(
        '/introspect',
        { token: 'x' },
        { authorization, accept: `application/${type}` },
      );
      const currentDate = new Date(world.clock.now() * 1000);
      await expect(jwtVerify(body, Buffer.from(value), { issuer, currentDate })).resolves.toBeDefined();
    }
  });

  it('tells of a token that is none as well', async () => {
    const world = await anApi();
    const { payload } = await verified(world, (await ask(world, 'nonsense')).body);
    expect(payload['token_introspection']).toEqual({ active: false });
  });

  it.each([
    [`application/json, Application/${type};q=0.9`, `application/${type}`],
    ['application/json', 'application/json'],
    [`application/${type};q=0, application/json`, 'application/json'],
    ['application/jwt', 'application/json'],
    ['*/*', 'application/json'],
  ])('is sent to who accepts %s as %s', async (accept, expected) => {
    const world = await anApi();
    expect((await ask(world, 'nonsense', accept)).headers['content-type']).toBe(expected);
  });

  it('[introspection_encrypted_response_alg] [introspection_encrypted_response_enc] is for the API alone', async () => {
    const world = await anApi({
      introspection_encrypted_response_alg: 'RSA-OAEP-256',
      introspection_encrypted_response_enc: 'A128GCM',
      jwks: { keys: [jwk] },
    });
    const { access_token } = await world.tokens();
    const { plaintext, protectedHeader } = await compactDecrypt((await ask(world, access_token)).body, keys.privateKey);
    expect(protectedHeader).toMatchObject({ alg: 'RSA-OAEP-256', enc: 'A128GCM', cty: 'JWT' });
    const { payload } = await verified(world, Buffer.from(plaintext).toString());
    expect(payload['token_introspection']).toMatchObject({ active: true, sub: 'a11ce' });
  });

  it('is none where there is no key for it', async () => {
    for (const document of [
      { introspection_signed_response_alg: 'ES512' },
      { introspection_encrypted_response_alg: 'ECDH-ES', jwks: { keys: [jwk] } },
    ] as const) {
      const world = await anApi(document as Partial<Client>);
      const refused = await ask(world, 'nonsense');
      expect(refused.status).toBe(503);
      expect((await world.receiptOf(refused)).rule).toMatch(/^introspection-answer-can-be-(signed|encrypted)$/);
    }
  });

  it('is offered in the metadata', async () => {
    const { send } = await anApi();
    const metadata = JSON.parse((await send('GET', '/.well-known/openid-configuration')).body) as object;
    expect(metadata).toMatchObject({
      introspection_signing_alg_values_supported: expect.arrayContaining(['RS256', 'ES256', 'HS256']),
      introspection_encryption_alg_values_supported: expect.arrayContaining(['RSA-OAEP-256']),
      introspection_encryption_enc_values_supported: expect.arrayContaining(['A256GCM']),
    });
  });
});
