import { createPublicKey, generateKeyPairSync, randomBytes, verify } from 'node:crypto';
import { compactVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { type PublicJwk } from '@clientele/client-schema';
import { signJwt } from '../tokens/jwt.js';
import { algsOfKey, generateSigningKey } from './generated-key.js';
import { InternalSigner } from './internal.js';

const pkcs8 = { format: 'der', type: 'pkcs8' } as const;

describe('the internal signer', () => {
  it('writes each of 20 000 ES256 signatures as two numbers of 32 octets', async () => {
    const { public_jwk, pkcs8: secret } = await generateSigningKey('ES256');
    const signer = new InternalSigner(secret);
    const key = createPublicKey({ key: public_jwk, format: 'jwk' });
    const lengths = new Set<number>();
    for (let i = 0; i < 20_000; i++) {
      const input = randomBytes(24);
      const signature = signer.sign('ES256', input);
      if (!verify('sha256', input, { key, dsaEncoding: 'ieee-p1363' }, signature)) throw new Error(`signature ${i}`);
      lengths.add(signature.length);
    }
    // Among so many are numbers with leading zeros, which DER leaves out.
    expect(lengths).toEqual(new Set([64]));
  }, 30_000);

  it.each([
    ['ES384', 'ec', { namedCurve: 'P-384' }],
    ['ES512', 'ec', { namedCurve: 'P-521' }],
    ['EdDSA', 'ed25519', {}],
    ['Ed25519', 'ed25519', {}],
    ['RS256', 'rsa', { modulusLength: 2048 }],
    ['RS384', 'rsa', { modulusLength: 2048 }],
    ['RS512', 'rsa', { modulusLength: 2048 }],
    ['PS256', 'rsa', { modulusLength: 2048 }],
    ['PS384', 'rsa', { modulusLength: 2048 }],
    ['PS512', 'rsa', { modulusLength: 2048 }],
  ] as const)('makes %s tokens that jose verifies', async (alg, type, options) => {
    const { publicKey, privateKey } = generateKeyPairSync(type as 'rsa', options as { modulusLength: number });
    const signer = new InternalSigner(privateKey.export(pkcs8));
    const public_jwk = publicKey.export({ format: 'jwk' }) as PublicJwk;
    for (let i = 0; i < (alg.startsWith('ES') ? 300 : 3); i++) {
      const key = { kid: 'k', state: 'active', algs: [alg], public_jwk, signer } as const;
      const jwt = await signJwt(key, alg, 'JWT', { i, text: 'é🦊' });
      const { payload, protectedHeader } = await compactVerify(jwt, publicKey, { algorithms: [alg] });
      expect(protectedHeader).toEqual({ alg, typ: 'JWT', kid: 'k' });
      expect(JSON.parse(Buffer.from(payload).toString())).toEqual({ i, text: 'é🦊' });
    }
  });

  it.each(['none', 'HS256', 'ES999', '', 'RSA'])('knows no algorithm %j', async (alg) => {
    const { pkcs8: secret } = await generateSigningKey('ES256');
    expect(() => new InternalSigner(secret).sign(alg, Buffer.from('x'))).toThrow();
  });
});

describe('a generated key', () => {
  it.each(['RS256', 'ES256'] as const)(
    'of %s is public in its public half, and named by its thumbprint',
    async (alg) => {
      const { kid, public_jwk } = await generateSigningKey(alg);
      expect(Object.keys(public_jwk).toSorted()).toEqual(
        alg === 'RS256' ? ['e', 'kid', 'kty', 'n', 'use'] : ['crv', 'kid', 'kty', 'use', 'x', 'y'],
      );
      expect(kid).toMatch(/^[\w-]{43}$/);
      expect(algsOfKey(public_jwk)[0]).toBe(alg);
    },
  );

  it('[T-066] of a kind that we cannot sign with has no algorithm', () => {
    expect(() => algsOfKey({ kty: 'EC', crv: 'P-384' })).toThrow(TypeError);
    expect(() => algsOfKey({ kty: 'oct' })).toThrow(TypeError);
  });
});
