import { createPublicKey, generateKeyPairSync, randomBytes, verify } from 'node:crypto';
import { calculateJwkThumbprint, compactVerify, importJWK, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { type KeyParameters, type PublicJwk, algsOfKey } from '@clientele/client-schema';
import { signJwt } from '../tokens/jwt.js';
import { generateServerKey } from './generated-key.js';
import { InternalSigner } from './internal.js';

const p256: KeyParameters = { type: 'ec', modulus_size: 2048, curve: 'P-256' };
const pkcs8 = { format: 'der', type: 'pkcs8' } as const;

describe('the internal signer', () => {
  it('writes each of 20 000 ES256 signatures as two numbers of 32 octets', async () => {
    const { public_jwk, pkcs8: secret } = await generateServerKey(p256);
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
      const key = {
        kid: 'k',
        pair: 'p',
        client_id: null,
        state: 'active',
        until: null,
        algs: [alg],
        public_jwk,
        signer,
      } as const;
      const jwt = await signJwt(key, alg, 'JWT', { i, text: 'é🦊' });
      const { payload, protectedHeader } = await compactVerify(jwt, publicKey, { algorithms: [alg] });
      expect(protectedHeader).toEqual({ alg, typ: 'JWT', kid: 'k' });
      expect(JSON.parse(Buffer.from(payload).toString())).toEqual({ i, text: 'é🦊' });
    }
  });

  it.each(['none', 'HS256', 'ES999', '', 'RSA'])('knows no algorithm %j', async (alg) => {
    const { pkcs8: secret } = await generateServerKey(p256);
    expect(() => new InternalSigner(secret).sign(alg, Buffer.from('x'))).toThrow();
  });
});

describe('a generated key', () => {
  it.each<[string, KeyParameters]>([
    ['RS256', { type: 'rsa', modulus_size: 2048, curve: null }],
    ['RS256', { type: 'rsa', modulus_size: 3072, curve: null }],
    ['ES256', p256],
    ['ES384', { ...p256, curve: 'P-384' }],
    ['ES512', { ...p256, curve: 'P-521' }],
    ['EdDSA', { ...p256, type: 'okp', curve: 'Ed25519' }],
  ])('of %s (%j) is public in its public half, is named by its thumbprint, and signs', async (alg, parameters) => {
    const { kid, public_jwk, pkcs8 } = await generateServerKey(parameters);
    for (const member of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k', 'oth']) expect(public_jwk).not.toHaveProperty(member);
    expect(kid).toBe(await calculateJwkThumbprint(public_jwk));
    expect(algsOfKey(public_jwk)[0]).toBe(alg);
    const [header, claims] = [{ alg }, { sub: 'alice' }].map((part) =>
      Buffer.from(JSON.stringify(part)).toString('base64url'),
    );
    const signature = new InternalSigner(pkcs8).sign(alg, Buffer.from(`${header}.${claims}`));
    const token = `${header}.${claims}.${Buffer.from(signature).toString('base64url')}`;
    expect((await jwtVerify(token, await importJWK(public_jwk, alg))).payload).toEqual({ sub: 'alice' });
  });
});
