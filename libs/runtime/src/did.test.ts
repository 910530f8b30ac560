import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { keyOfDid } from './did.js';

const didJwk = (jwk: object) => `did:jwk:${Buffer.from(JSON.stringify(jwk)).toString('base64url')}`;
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const publicJwk = p256.publicKey.export({ format: 'jwk' });

describe('the key of a DID', () => {
  it.each([
    // The example of the method's own specification, and those of did:key for each kind of key.
    [
      'did:jwk:eyJjcnYiOiJQLTI1NiIsImt0eSI6IkVDIiwieCI6ImFjYklRaXVNczNpOF91c3pFakoydHBUdFJNNEVVM3l6OTFQSDZDZEgyVjAiLCJ5IjoiX0tjeUxqOXZXTXB0bm1LdG00NkdxRHo4d2Y3NEk1TEtncmwyR3pIM25TRSJ9',
      'P-256',
    ],
    ['did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK', 'Ed25519'],
    ['did:key:zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169', 'P-256'],
    ['did:key:z82Lm1MpAkeJcix9K8TMiLd5NMAhnwkjjCBeWHXyu3U4oT2MVJJKXkcVBgjGhnLBn2Kaau9', 'P-384'],
  ])('is read from %s', (did, crv) => {
    expect(keyOfDid(did)?.export({ format: 'jwk' })).toMatchObject({ crv });
  });

  it('is the one that the DID was made of, be it RSA', () => {
    expect(keyOfDid(didJwk(publicJwk))?.export({ format: 'jwk' })).toEqual(publicJwk);
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' });
    expect(keyOfDid(didJwk(rsa))?.export({ format: 'jwk' })).toEqual(rsa);
  });

  it.each([
    ['of another method', 'did:web:wallet.example'],
    ['with a path', `${didJwk(publicJwk)}/path`],
    ['with a fragment', `${didJwk(publicJwk)}#0`],
    ['with padding', `${didJwk(publicJwk)}==`],
    ['of a private key', didJwk(p256.privateKey.export({ format: 'jwk' }))],
    ['of a secret', didJwk({ kty: 'oct', k: 'c2VjcmV0' })],
    ['of a key to encrypt to', didJwk({ ...publicJwk, use: 'enc' })],
    ['of a point that is not on the curve', didJwk({ ...publicJwk, x: 'AAAA', y: 'AAAA' })],
    [
      'of a short RSA key',
      didJwk(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' })),
    ],
    ['of something else than an object', `did:jwk:${Buffer.from('[1]').toString('base64url')}`],
    ['of no JSON', 'did:jwk:AAAA'],
    ['without an identifier', 'did:jwk:'],
    ['of a key agreement', 'did:key:z6LSbysY2xFMRpGMhb7tFTLMpeuPRaqaWM1yECx2AtzE3KCc'],
    ['of a curve that nothing here verifies', 'did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme'],
    ['that is cut short', 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2'],
    ['with a character that base58 does not have', 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2do0'],
    ['in another base', 'did:key:f00'],
  ])('is not there in a DID %s', (_, did) => {
    expect(keyOfDid(did)).toBeUndefined();
  });

  it('is not looked for in an endless one', () => {
    const padded = { ...publicJwk, kid: 'x'.repeat(2048) };
    const started = performance.now();
    expect(keyOfDid(didJwk(padded))).toBeUndefined();
    expect(keyOfDid(`did:key:z${'2'.repeat(1_000_000)}`)).toBeUndefined();
    expect(keyOfDid(`did:key:z${'z'.repeat(2000)}`)).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(500);
  });
});
