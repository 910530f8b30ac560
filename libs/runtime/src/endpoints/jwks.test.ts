import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { type SigningKey } from '../ports/key-store.js';
import { MemoryKeyStore } from '../ports/memory/index.js';
import { issuer, serverWith } from '../testing/server-with.js';

async function published({ send }: Pick<Awaited<ReturnType<typeof serverWith>>, 'send'>) {
  return JSON.parse((await send('GET', '/jwks')).body) as { keys: Record<string, unknown>[] };
}

describe('the JWK Set', () => {
  it('[T-106] has the public half of every key, with kid and use, and may be kept for a while', async () => {
    const world = await serverWith();
    const response = await world.send('GET', '/jwks');
    expect(response).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/json', 'cache-control': 'public, max-age=300' },
    });
    const { keys } = await published(world);
    expect(keys).toHaveLength(2);
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(2);
    for (const key of keys) {
      expect(key).toMatchObject({ use: 'sig', kid: expect.any(String) });
      for (const member of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']) expect(key).not.toHaveProperty(member);
    }
  });

  it('[T-066] verifies access tokens and ID tokens for a stranger’s library', async () => {
    const world = await serverWith();
    const { access_token, id_token } = await world.tokens();
    const keys = createLocalJWKSet(await published(world));
    const currentDate = new Date(world.clock.now() * 1000);
    const expected = { issuer, audience: 'app', currentDate };
    const { payload } = await jwtVerify(access_token, keys, { ...expected, typ: 'at+jwt', algorithms: ['ES256'] });
    expect(payload.sub).toBe('a11ce');
    expect((await jwtVerify(id_token, keys, { ...expected, algorithms: ['RS256'] })).payload.sub).toBe('a11ce');
  });

  it('[T-107] publishes a key before it signs, and after', async () => {
    const world = await serverWith();
    const generated = new MemoryKeyStore();
    const [old, next] = await Promise.all([generated.generate('ES256'), generated.generate('ES256')]);
    const turn = (...keys: SigningKey[]) => {
      world.keys.list = async () => keys;
      world.changes.emit({ kind: 'keys' });
    };
    const issue = async () => (await world.token({ grant_type: 'client_credentials' })).access_token;
    const signer = (token: string) => decodeProtectedHeader(token).kid;

    turn(old, { ...next, state: 'pending' });
    const first = await issue();
    expect(signer(first)).toBe(old.kid);
    expect((await published(world)).keys.map(({ kid }) => kid)).toEqual([old.kid, next.kid]);

    turn({ ...old, state: 'retiring' }, { ...next, state: 'active' });
    const second = await issue();
    expect(signer(second)).toBe(next.kid);
    expect(await world.server.verifyAccessToken(first)).toBeDefined();
    expect(await world.server.verifyAccessToken(second)).toBeDefined();
    expect((await published(world)).keys).toHaveLength(2);

    turn(next);
    expect(await world.server.verifyAccessToken(second)).toBeDefined();
    expect((await published(world)).keys).toHaveLength(1);
  });

  it('[T-107] has ended every token of a key that was withdrawn, remembered or not', async () => {
    const world = await serverWith();
    const generated = new MemoryKeyStore();
    const [stolen, next] = await Promise.all([generated.generate('ES256'), generated.generate('ES256')]);
    world.keys.list = async () => [stolen];
    world.changes.emit({ kind: 'keys' });
    const { access_token } = await world.token({ grant_type: 'client_credentials' });
    expect(await world.server.verifyAccessToken(access_token)).toBeDefined();
    world.keys.list = async () => [next];
    world.changes.emit({ kind: 'keys' });
    expect(await world.server.verifyAccessToken(access_token)).toBeUndefined();
  });
});
