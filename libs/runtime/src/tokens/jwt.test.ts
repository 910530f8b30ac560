import { createHmac, createSecretKey, generateKeyPairSync } from 'node:crypto';
import { CompactSign, exportJWK, generateKeyPair, importPKCS8 } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { type PublicJwk } from '@clientele/client-schema';
import { type SigningKey } from '../ports/key-store.js';
import { algsOfKey } from '@clientele/client-schema';
import { generateServerKey } from '../signers/generated-key.js';
import { InternalSigner } from '../signers/internal.js';
import { aRegisteredClient, issuer, serverWith, type World } from '../testing/server-with.js';
import { verifiesWith } from './jwt.js';

type Json = Record<string, unknown>;
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const read = (encoded: string) => JSON.parse(Buffer.from(encoded, 'base64url').toString()) as Json;

/** Ways to change a good token so that it must not pass, whoever reads it. `sign`: with the right key. */
function mutants(token: string, publicKey: string): Record<string, string> {
  const [header, claims, signature] = token.split('.') as [string, string, string];
  const withHeader = (over: Json) => `${part({ ...read(header), ...over })}.${claims}.${signature}`;
  const unsigned = (alg: unknown) => `${part({ ...read(header), alg })}.${claims}.`;
  const hmac = (name: string, bits: string) => {
    const input = `${part({ ...read(header), alg: name })}.${claims}`;
    return `${input}.${createHmac(`sha${bits}`, publicKey).update(input).digest('base64url')}`;
  };
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = alphabet.indexOf(signature.at(-1)!);
  const altered = {
    'alg none': unsigned('none'),
    'alg None': unsigned('None'),
    'alg nOnE with a signature': withHeader({ alg: 'nOnE' }),
    'no alg': withHeader({ alg: undefined }),
    'alg as a list': withHeader({ alg: ['ES256'] }),
    'HS256 with the public key': hmac('HS256', '256'),
    'HS512 with the public key': hmac('HS512', '512'),
    'another curve': withHeader({ alg: 'ES384' }),
    'another family': withHeader({ alg: 'PS256' }),
    'an unknown crit': withHeader({ crit: ['exp'], exp: 1 }),
    'a crit that is empty': withHeader({ crit: [] }),
    'b64 false': withHeader({ crit: ['b64'], b64: false }),
    'an altered claim': `${header}.${part({ ...read(claims), sub: 'mallory' })}.${signature}`,
    padding: `${token}=`,
    'a line feed': `${token}\n`,
    'a space in front': ` ${token}`,
    'a byte order mark': `\ufeff${token}`,
    'another spelling of the last bits': token.slice(0, -1) + alphabet[last ^ 1],
    'plain base64': token.replaceAll('-', '+').replaceAll('_', '/'),
    'a fourth part': `${token}.${signature}`,
    'two parts': `${header}.${claims}`,
    'an empty payload': `${header}..${signature}`,
    'an empty signature': `${header}.${claims}.`,
    'no object as payload': `${header}.${part([read(claims)])}.${signature}`,
    'no object as header': `${part('x')}.${claims}.${signature}`,
    'seventeen kilobytes': `${header}.${part({ ...read(claims), pad: 'x'.repeat(17_000) })}.${signature}`,
    depth: `${header}.${Buffer.from('['.repeat(5000) + ']'.repeat(5000)).toString('base64url')}.${signature}`,
    'invalid UTF-8': `${header}.${Buffer.from([0x7b, 0xff, 0x7d]).toString('base64url')}.${signature}`,
    'the JSON serialization': JSON.stringify({ payload: claims, protected: header, signature }),
    'five parts': 'e30.e30.e30.e30.e30',
    nothing: '.',
  };
  // A token without - and _ is the same in plain base64.
  return Object.fromEntries(Object.entries(altered).filter(([, value]) => value !== token));
}

describe('a key that an algorithm cannot use', () => {
  const keys = {
    'another curve': generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey,
    'another kind': generateKeyPairSync('ed25519').publicKey,
    'a secret': createSecretKey(Buffer.alloc(32, 1)),
  };

  it.each(Object.entries(keys))('verifies nothing: %s', async (_, key) => {
    expect(await verifiesWith(`${part({ alg: 'ES256' })}.${part({})}.c2ln`, key, ['ES256'])).toBe(false);
  });
});

describe('[T-060, T-064] an altered token', () => {
  let world: World;
  let token: string;
  let variants: Record<string, string>;

  beforeAll(async () => {
    world = await serverWith(aRegisteredClient({ allow_token_introspection: true }));
    ({ access_token: token } = await world.tokens());
    const keys = JSON.parse((await world.send('GET', '/jwks')).body) as { keys: Json[] };
    variants = mutants(token, JSON.stringify(keys.keys[0]));
  });

  it('is worth nothing at userinfo, introspection, revocation and the admin API', async () => {
    expect(await world.server.verifyAccessToken(token)).toBeDefined();
    for (const [name, altered] of Object.entries(variants)) {
      const seen = `${name}: ${altered.slice(0, 40)}`;
      expect(await world.server.verifyAccessToken(altered), seen).toBeUndefined();
      // In the form, because a space in a header would be no part of the token.
      expect((await world.post('/userinfo', { access_token: altered })).status, seen).toBe(401);
      expect(await world.introspect(altered), seen).toEqual({ active: false });
      expect((await world.asClient('/revoke', { token: altered })).status, seen).toBe(200);
    }
    expect(await world.introspect(token)).toMatchObject({ active: true });
    expect(world.problems).toEqual([]);
  });

  it('[T-064] cannot be spelled so that it outlives its revocation', async () => {
    const { access_token } = await world.tokens();
    await world.asClient('/revoke', { token: access_token });
    for (const spelled of [access_token, `${access_token}=`, ...Object.values(mutants(access_token, ''))]) {
      expect(await world.server.verifyAccessToken(spelled)).toBeUndefined();
    }
  });

  it('is refused as a client assertion', async () => {
    const keys = await generateKeyPair('ES256');
    const jwk = (await exportJWK(keys.publicKey)) as PublicJwk;
    const asserting = await serverWith(
      aRegisteredClient({ token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [jwk] } }, []),
    );
    const claims = { iss: 'app', sub: 'app', aud: issuer, exp: asserting.clock.now() + 60, jti: '1' };
    const sign = (header: Json) =>
      new CompactSign(Buffer.from(JSON.stringify(claims)))
        .setProtectedHeader({ alg: 'ES256', ...header })
        .sign(keys.privateKey);
    const present = async (client_assertion: string) =>
      (
        await asserting.post('/token', {
          grant_type: 'client_credentials',
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion,
        })
      ).status;
    const right = await sign({});
    for (const [name, altered] of Object.entries(mutants(right, JSON.stringify(jwk)))) {
      expect(await present(altered), name).toBeGreaterThanOrEqual(400);
      expect(await present(altered), name).toBeLessThan(500);
    }
    expect(await present(right)).toBe(200);
    expect(asserting.problems).toEqual([]);
  });
});

describe('[T-061, T-062, T-063] a token signed with the right key', () => {
  let key: SigningKey;
  let world: World;
  let privateKey: Awaited<ReturnType<typeof importPKCS8>>;

  beforeAll(async () => {
    const { kid, public_jwk, pkcs8 } = await generateServerKey({ type: 'ec', modulus_size: 2048, curve: 'P-256' });
    key = {
      kid,
      pair: 'es256',
      client_id: null,
      state: 'active',
      until: null,
      algs: algsOfKey(public_jwk),
      public_jwk,
      signer: new InternalSigner(pkcs8),
    };
    privateKey = await importPKCS8(
      `-----BEGIN PRIVATE KEY-----\n${pkcs8.toString('base64')}\n-----END PRIVATE KEY-----`,
      'ES256',
    );
    world = await serverWith();
    world.keys.list = async () => [key];
    world.changes.emit({ kind: 'keys' });
  });

  const sign = (claims: unknown, header: Json = {}) =>
    new CompactSign(Buffer.from(typeof claims === 'string' ? claims : JSON.stringify(claims)))
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: key.kid, ...header })
      .sign(privateKey);
  const claims = (over: Json = {}) => ({
    iss: issuer,
    sub: 'app',
    aud: 'app',
    client_id: 'app',
    iat: world.clock.now(),
    exp: world.clock.now() + 60,
    jti: 'j',
    cid: world.client.id,
    ...over,
  });

  it('passes as it is', async () => {
    expect(await world.server.verifyAccessToken(await sign(claims()))).toMatchObject({ sub: 'app' });
  });

  it.each(['JWT', undefined, 'logout+jwt', 'AT+JWT', 'at+jwt ', 'dpop+jwt'])(
    'is no access token with the typ %s',
    async (typ) => {
      expect(await world.server.verifyAccessToken(await sign(claims(), { typ }))).toBeUndefined();
    },
  );

  it.each(['missing', undefined, '../../etc/passwd', "' OR 1=1 --", 'https://evil.example', 'x'.repeat(10_000)])(
    'is refused with the kid %s',
    async (kid) => {
      expect(await world.server.verifyAccessToken(await sign(claims(), { kid }))).toBeUndefined();
    },
  );

  it.each<[string, Json]>([
    ['another issuer', { iss: `${issuer}/` }],
    ['a date as text', { exp: '99999999999' }],
    ['a fraction', { exp: 1_700_000_030.5 }],
    ['a date that overflows', { exp: 'OVERFLOW' }],
    ['a date beyond the year 9999', { exp: 253_402_300_800 }],
    ['a negative date', { exp: -1 }],
    ['no expiry', { exp: undefined }],
    ['an expiry now', { exp: 1_700_000_000 }],
    ['no time of issue', { iat: undefined }],
    ['no id', { jti: undefined }],
    ['an id that is an object', { jti: {} }],
    ['no client', { client_id: undefined }],
    ['an unknown client', { client_id: 'nobody' }],
    ['a predecessor of the client', { cid: 'an earlier one' }],
    ['no internal id', { cid: undefined }],
    ['no subject', { sub: undefined }],
    ['a grant that does not exist', { gid: 'nothing' }],
  ])('is worth nothing with %s', async (_, over) => {
    const payload = JSON.stringify(claims(over)).replace('"OVERFLOW"', '1e400');
    expect(await world.server.verifyAccessToken(await sign(payload))).toBeUndefined();
  });

  it('[T-005] changes no prototype by its claims', async () => {
    const payload = JSON.stringify(claims()).replace('{', '{"__proto__":{"polluted":1,"gid":"x"},');
    expect(await world.server.verifyAccessToken(await sign(payload))).not.toHaveProperty('gid');
    expect(({} as Json)['polluted']).toBeUndefined();
  });
});
