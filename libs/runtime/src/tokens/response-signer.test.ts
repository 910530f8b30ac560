import { createHash } from 'node:crypto';
import { type JSONWebKeySet, createLocalJWKSet, decodeProtectedHeader, jwtVerify, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { type KeyParameters } from '@clientele/client-schema';
import { aRegisteredClient, aSecret, issuer, secret, serverWith, type World } from '../testing/server-with.js';

const octets = (text: string) => new TextEncoder().encode(text);
/** A secret whose value is kept, as the registry does where something is signed with it. */
const aKey = (value = secret.padEnd(64, 's')) => aSecret(value, { key: octets(value) });

/** Of the clock of the tests. */
const currentDate = new Date(1_700_000_000_000);
const checks = { issuer, audience: 'app', currentDate };

async function userinfo(world: World, access_token: string) {
  const answer = await world.send('GET', '/userinfo', { headers: { authorization: `Bearer ${access_token}` } });
  return answer;
}

async function metadata({ send }: World) {
  return JSON.parse((await send('GET', '/.well-known/openid-configuration')).body) as Record<string, string[]>;
}

describe('answers that are signed with the secret of the client', () => {
  it.each(['HS256', 'HS384', 'HS512'] as const)(
    '[id_token_signed_response_alg] [userinfo_signed_response_alg] are made with %s, and name no key',
    async (alg) => {
      const algs = { id_token_signed_response_alg: alg, userinfo_signed_response_alg: alg };
      const key = aKey();
      const world = await serverWith(aRegisteredClient(algs, [aSecret(secret), key]));
      const { id_token, access_token } = await world.tokens();
      const { payload, protectedHeader } = await jwtVerify(id_token, key.key!, checks);
      expect(protectedHeader).toEqual({ alg, typ: 'JWT' });
      const digest = createHash(`sha${alg.slice(2)}`)
        .update(access_token)
        .digest();
      expect(payload['at_hash']).toBe(digest.subarray(0, digest.length / 2).toString('base64url'));

      const { headers, body } = await userinfo(world, access_token);
      expect(headers).toMatchObject({ 'content-type': 'application/jwt' });
      const answer = await jwtVerify(body, key.key!, checks);
      expect(answer).toMatchObject({ payload: { sub: 'a11ce' }, protectedHeader: { alg } });
    },
  );

  it('are made with the secret that the client has just used, and else with the newest', async () => {
    const [older, newer] = [aSecret(secret, { key: octets(secret) }), aKey()];
    const algs = { id_token_signed_response_alg: 'HS256', userinfo_signed_response_alg: 'HS256' } as const;
    const world = await serverWith(aRegisteredClient(algs, [newer, older]));
    const { id_token, access_token } = await world.tokens();
    await expect(jwtVerify(id_token, older.key!, checks)).resolves.toMatchObject({ payload: { sub: 'a11ce' } });
    await expect(jwtVerify((await userinfo(world, access_token)).body, newer.key!, checks)).resolves.toBeDefined();
  });

  it('[T-066] are refused where no secret is long enough, kept as a value, or live', async () => {
    const short = aSecret('s'.repeat(63), { key: octets('s'.repeat(63)) });
    const over = aSecret('t'.repeat(64), { key: octets('t'.repeat(64)), expires_at: 0 });
    const world = await serverWith(
      aRegisteredClient({ id_token_signed_response_alg: 'HS512' }, [aSecret(secret), short, over]),
    );
    const code = (await world.authorize()).get('code')!;
    expect(await world.exchange(code)).toMatchObject({ error: 'temporarily_unavailable' });
  });

  it('are good as an id_token_hint for the client, and for no other algorithm', async () => {
    const world = await serverWith(
      aRegisteredClient({ id_token_signed_response_alg: 'HS256' }, [aSecret(secret), aKey()]),
    );
    const { id_token } = await world.tokens();
    const answered = async () =>
      String((await world.browser.open(world.authorizationUrl({ id_token_hint: id_token }))).headers['location']);
    expect(await answered()).toContain('code=');
    world.change({ id_token_signed_response_alg: 'RS256' });
    expect(await answered()).toContain('error=invalid_request');
  });
});

describe('answers that are not signed', () => {
  const unsigned = { id_token_signed_response_alg: 'none', userinfo_signed_response_alg: 'none' } as const;

  it('[id_token_signed_response_alg] [userinfo_signed_response_alg] are unsecured JWTs, and vouch for nothing', async () => {
    const world = await serverWith(aRegisteredClient(unsigned));
    const { id_token, access_token } = await world.tokens();
    expect(id_token).toMatch(/^[\w-]+\.[\w-]+\.$/);
    const { payload, header } = UnsecuredJWT.decode(id_token, checks);
    expect(header).toEqual({ alg: 'none', typ: 'JWT' });
    expect(payload).toMatchObject({ sub: 'a11ce' });
    expect(payload).not.toHaveProperty('at_hash');
    expect(UnsecuredJWT.decode((await userinfo(world, access_token)).body)).toMatchObject({
      payload: { sub: 'a11ce' },
    });
  });

  it('[T-060] are no id_token_hint', async () => {
    const world = await serverWith(aRegisteredClient(unsigned));
    const { id_token } = await world.tokens();
    const { headers } = await world.browser.open(world.authorizationUrl({ id_token_hint: id_token }));
    expect(String(headers['location'])).toContain('error=invalid_request');
  });

  it('are told of in the metadata where the server permits them', async () => {
    const world = await serverWith();
    const members = ['id_token_signing_alg_values_supported', 'userinfo_signing_alg_values_supported'] as const;
    for (const member of members) {
      expect((await metadata(world))[member]).toEqual(expect.arrayContaining(['RS256', 'HS256', 'HS384', 'HS512']));
      expect((await metadata(world))[member]).not.toContain('none');
    }
    world.settings.change({ allow_unsigned_responses: true });
    world.changes.emit({ kind: 'server' });
    for (const member of members) expect((await metadata(world))[member]).toContain('none');
  });
});

describe('answers that are signed with a key of the server', () => {
  const p384: KeyParameters = { type: 'ec', modulus_size: 2048, curve: 'P-384' };
  const p521: KeyParameters = { type: 'ec', modulus_size: 2048, curve: 'P-521' };
  const ed25519: KeyParameters = { type: 'okp', modulus_size: 2048, curve: 'Ed25519' };

  it('[id_token_signed_response_alg] [userinfo_signed_response_alg] are made with each algorithm that a key knows', async () => {
    const world = await serverWith();
    for (const parameters of [p384, p521, ed25519]) await world.keys.generate(parameters);
    world.changes.emit({ kind: 'keys' });
    const jwks = createLocalJWKSet(JSON.parse((await world.send('GET', '/jwks')).body) as JSONWebKeySet);
    const algs = ['RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'] as const;
    expect((await metadata(world))['id_token_signing_alg_values_supported']).toEqual(expect.arrayContaining([...algs]));
    for (const alg of algs) {
      world.change({ id_token_signed_response_alg: alg, userinfo_signed_response_alg: alg });
      const { id_token, access_token } = await world.tokens();
      const { body } = await userinfo(world, access_token);
      for (const token of [id_token, body]) {
        expect(decodeProtectedHeader(token).alg).toBe(alg);
        expect((await jwtVerify(token, jwks, checks)).payload.sub).toBe('a11ce');
      }
    }
  });
});
