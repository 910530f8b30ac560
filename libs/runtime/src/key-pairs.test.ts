import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, type JSONWebKeySet } from 'jose';
import { describe, expect, it } from 'vitest';
import { aRegisteredClient, serverWith } from './testing/server-with.js';

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
