import { type Client, type KeyParameters } from '@clientele/client-schema';
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify, type JSONWebKeySet } from 'jose';
import { describe, expect, it } from 'vitest';
import { didOfClient } from './did-of-key.js';
import { signJwt } from './tokens/jwt.js';
import { ownPair } from './ports/key-store.js';
import { aRegisteredClient, issuer, serverWith } from './testing/server-with.js';

/** A server whose client has a key pair for itself. */
async function withOwnPair(
  parameters: KeyParameters,
  document: Parameters<typeof aRegisteredClient>[0] & { key_pair_type: NonNullable<Client['key_pair_type']> },
) {
  const record = aRegisteredClient(document);
  const world = await serverWith(record, aRegisteredClient({ client_id: 'other', first_party: true }));
  const own = await world.keys.generate(parameters, { pair: ownPair(record.id), client_id: 'app' });
  return { world, own };
}

const p384 = { type: 'ec', modulus_size: 2048, curve: 'P-384' } as const;

describe('the key pair of a client', () => {
  it('[key_pair_id] signs its ID tokens and its userinfo answers', async () => {
    const world = await serverWith(
      aRegisteredClient({
        key_pair_id: 'own',
        id_token_signed_response_alg: 'ES256',
        userinfo_signed_response_alg: 'ES256',
      }),
    );
    const own = await world.keys.generate('ES256', { pair: 'own' });
    const { id_token, access_token } = await world.tokens();
    expect(decodeProtectedHeader(id_token)).toMatchObject({ alg: 'ES256', kid: own.kid });
    expect(decodeProtectedHeader(access_token).kid).not.toBe(own.kid);
    const userinfo = await world.send('GET', '/userinfo', { headers: { authorization: `Bearer ${access_token}` } });
    expect(decodeProtectedHeader(userinfo.body).kid).toBe(own.kid);
    const jwks = JSON.parse((await world.send('GET', '/jwks')).body) as JSONWebKeySet;
    const currentDate = new Date(world.clock.now() * 1000);
    expect((await jwtVerify(id_token, createLocalJWKSet(jwks), { currentDate })).payload.sub).toBe('a11ce');
  });

  it('[key_pair_id] is no other that could sign, when it has no key for the algorithm', async () => {
    const { tokens, keys } = await serverWith(aRegisteredClient({ key_pair_id: 'own' }));
    await keys.generate(p384, { pair: 'own' });
    expect(await tokens()).toMatchObject({ error: 'temporarily_unavailable' });
  });

  it('[T-107] signs with the next key from the second on in which it is due', async () => {
    const { tokens, keys, clock, changes } = await serverWith(
      aRegisteredClient({ key_pair_id: 'own', id_token_signed_response_alg: 'ES256' }),
    );
    const first = await keys.generate('ES256', { pair: 'own' });
    const next = await keys.generate('ES256', { pair: 'own' });
    const due = clock.now() + 600;
    keys.list = async () =>
      clock.now() < due
        ? [
            { ...first, until: due },
            { ...next, state: 'pending', until: due },
          ]
        : [{ ...first, state: 'retiring', until: due + 90_000 }, next];
    changes.emit({ kind: 'keys' });
    const signer = async () => decodeProtectedHeader((await tokens({ prompt: 'login' })).id_token).kid;
    // The access token manager has no key now; the ID token is what is looked at.
    clock.advance(599);
    expect(await signer()).toBe(first.kid);
    clock.advance(1);
    expect(await signer()).toBe(next.kid);
  });
});

describe('the key pair that a client has for itself', () => {
  const okp = { type: 'okp', modulus_size: 2048, curve: 'Ed25519' } as const;

  it('signs its ID tokens and its userinfo answers, and is offered by the metadata', async () => {
    const alg = 'EdDSA';
    const algs = { id_token_signed_response_alg: alg, userinfo_signed_response_alg: alg } as const;
    const { world, own } = await withOwnPair(okp, { key_pair_type: 'okp', ...algs });
    const { id_token, access_token } = await world.tokens();
    expect(decodeProtectedHeader(id_token)).toMatchObject({ alg, kid: own.kid });
    const userinfo = await world.send('GET', '/userinfo', { headers: { authorization: `Bearer ${access_token}` } });
    expect(decodeProtectedHeader(userinfo.body)).toMatchObject({ alg, kid: own.kid });
    const jwks = JSON.parse((await world.send('GET', '/jwks')).body) as JSONWebKeySet;
    const currentDate = new Date(world.clock.now() * 1000);
    expect((await jwtVerify(id_token, createLocalJWKSet(jwks), { currentDate })).payload.sub).toBe('a11ce');
    const metadata = JSON.parse((await world.send('GET', '/.well-known/openid-configuration')).body) as object;
    expect(metadata).toMatchObject({
      id_token_signing_alg_values_supported: expect.arrayContaining(['RS256', 'EdDSA', 'Ed25519']) as unknown,
    });
  });

  it('signs for nobody else, also where no other key could', async () => {
    const record = aRegisteredClient({ id_token_signed_response_alg: 'EdDSA' });
    const world = await serverWith(record);
    await world.keys.generate(okp, { pair: ownPair('another'), client_id: 'another' });
    expect(await world.tokens()).toMatchObject({ error: 'temporarily_unavailable' });
  });

  it('[T-060] makes no access token: one that it signed is worth nothing', async () => {
    const { world, own } = await withOwnPair(okp, {
      key_pair_type: 'okp',
      id_token_signed_response_alg: 'EdDSA',
      allow_token_introspection: true,
    });
    const { access_token } = await world.tokens();
    const { active } = await world.introspect(access_token);
    expect(active).toBe(true);
    const forged = await signJwt(own, 'EdDSA', 'at+jwt', decodeJwt(access_token));
    expect(await world.introspect(forged)).toEqual({ active: false });
    // The same claims with a key that clients share are a token.
    const shared = await world.keys.generate(okp);
    world.changes.emit({ kind: 'keys' });
    expect(await world.introspect(await signJwt(shared, 'EdDSA', 'at+jwt', decodeJwt(access_token)))).toMatchObject({
      active: true,
    });
  });

  it('[T-062] says of no user to another client who it is', async () => {
    const { world, own } = await withOwnPair(okp, { key_pair_type: 'okp', id_token_signed_response_alg: 'EdDSA' });
    const { id_token } = await world.tokens();
    const told = async (client_id: string, id_token_hint: string) => {
      const request = { client_id, id_token_hint, prompt: 'none' };
      const { headers } = await world.browser.open(world.authorizationUrl(request));
      return Object.fromEntries(new URL(String(headers['location'])).searchParams);
    };
    expect(await told('app', id_token)).toHaveProperty('code');
    const claims = { ...decodeJwt(id_token), aud: 'other' };
    expect(await told('other', await signJwt(own, 'EdDSA', 'JWT', claims))).toMatchObject({ error: 'invalid_request' });
    // The same claims with a key that clients share are believed.
    const shared = await world.keys.generate(okp);
    world.changes.emit({ kind: 'keys' });
    expect(await told('other', await signJwt(shared, 'EdDSA', 'JWT', claims))).toHaveProperty('code');
  });

  it('is told by the did:web document of the client, and by none of another', async () => {
    const { world, own } = await withOwnPair(okp, { key_pair_type: 'okp', key_pair_did_method: 'web' });
    const answer = await world.send('GET', '/clients/app/did.json');
    const id = didOfClient(issuer, 'app');
    expect(id).toBe('did:web:as.example:clients:app');
    const { kty, crv, x } = own.public_jwk;
    expect(JSON.parse(answer.body)).toMatchObject({
      id,
      verificationMethod: [{ id: `${id}#${own.kid}`, controller: id, publicKeyJwk: { kty, crv, x } }],
      assertionMethod: [`${id}#${own.kid}`],
    });
    for (const path of ['/clients/other/did.json', '/clients/none/did.json', '/clients/%zz/did.json', '/clients/']) {
      expect((await world.send('GET', path)).status).toBe(404);
    }
    world.change({ key_pair_did_method: 'key' });
    expect((await world.send('GET', '/clients/app/did.json')).status).toBe(404);
  });
});
