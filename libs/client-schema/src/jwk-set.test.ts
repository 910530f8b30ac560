import { describe, expect, it } from 'vitest';
import { exampleCertificate } from './example-certificate.js';
import { jwkSetFault } from './jwk-set.js';
import { jwkOfPem } from './subject-public-key.js';
import { publicJwk } from './testing.js';

const certified = jwkOfPem(exampleCertificate)!;
const certificate = exampleCertificate.replaceAll(/-----[^-]+-----|\s/g, '');

const set = (...keys: unknown[]) => ({ keys });
const modulus = (octets: number, first = 'v') => first + 'A'.repeat(Math.ceil((octets * 4) / 3) - 1);

describe('a JWK Set', () => {
  it.each([
    ['an RSA key', set(publicJwk.rsa())],
    ['an EC key', set(publicJwk.p256({ kid: '1', use: 'sig', alg: 'ES256' }))],
    ['an Ed25519 key', set(publicJwk.ed25519())],
    ['several keys with names', set(publicJwk.rsa({ kid: '1' }), publicJwk.p256({ kid: '2' }))],
    ['an RSA key of 8192 bits', set(publicJwk.rsa({ n: modulus(1024) }))],
    ['a key with its certificate', set({ ...certified, x5c: [certificate, 'AAAA'] })],
    ['a key that no certificate can have', set({ kty: 'OKP', crv: 'X448', x: 'A'.repeat(75), x5c: ['AAAA'] })],
  ])('may hold %s', (_, jwks) => {
    expect(jwkSetFault(jwks)).toBeUndefined();
  });

  it.each([
    ['no object', 'keys', /JWK Set/],
    ['null', null, /JWK Set/],
    ['a list', [publicJwk.rsa()], /JWK Set/],
    ['a lone key', publicJwk.rsa(), /JWK Set/],
    ['no keys', set(), /at least one/],
    ['21 keys', set(...Array.from({ length: 21 }, (_, i) => publicJwk.p256({ kid: String(i) }))), /at most 20/],
    ['a key that is null', set(null), /key 0: must be an object/],
    ['a private RSA key', set(publicJwk.rsa({ d: 'AAAA' })), /without the member d/],
    ['a private prime', set(publicJwk.rsa({ qi: 'AAAA' })), /without the member qi/],
    ['a symmetric key', set({ kty: 'oct', k: 'AAAA' }), /without the member k/],
    ['a key type of nobody', set({ kty: 'PQC' }), /kty must be/],
    ['a key type that every object has', set({ kty: 'constructor' }), /kty must be/],
    ['a key type that is no string', set({ kty: { toString: 'RSA' } }), /kty must be/],
    ['secp256k1', set(publicJwk.p256({ crv: 'secp256k1' })), /crv must be one of P-256/],
    ['a curve that every object has', set(publicJwk.ed25519({ crv: '__proto__' })), /crv must be one of Ed25519/],
    ['half a point', set({ kty: 'EC', crv: 'P-256', x: publicJwk.p256().x }), /y must have 32 octets/],
    ['a coordinate of another curve', set(publicJwk.p256({ crv: 'P-384' })), /x must have 48 octets/],
    ['a coordinate that is no base64url', set(publicJwk.ed25519({ x: '+/=='.repeat(11) })), /x must have/],
    ['an RSA key of 2040 bits', set(publicJwk.rsa({ n: modulus(255) })), /at least 2048 bits/],
    ['a short RSA key behind zeros', set(publicJwk.rsa({ n: 'A'.repeat(300) + modulus(32) })), /at least 2048 bits/],
    ['an RSA key of 8200 bits', set(publicJwk.rsa({ n: modulus(1025) })), /at most 8192 bits/],
    ['an RSA key without modulus', set({ kty: 'RSA', e: 'AQAB' }), /lacks/],
    ['the exponent 3', set(publicJwk.rsa({ e: 'Aw' })), /exponent/],
    ['an even exponent', set(publicJwk.rsa({ e: 'AQAC' })), /exponent/],
    ['a huge exponent', set(publicJwk.rsa({ e: modulus(2000) })), /exponent/],
    ['several keys, one without a name', set(publicJwk.rsa({ kid: '1' }), publicJwk.p256()), /key 1: must have a kid/],
    ['a name twice', set(publicJwk.rsa({ kid: '1' }), publicJwk.p256({ kid: '1' })), /key 1: repeats the kid/],
    ['a name that is a number', set(publicJwk.rsa({ kid: 7 as unknown as string })), /kid must be a string/],
    ['a name of 257 characters', set(publicJwk.rsa({ kid: 'k'.repeat(257) })), /kid is too long/],
    ['the certificate of another key', set(publicJwk.p256({ x5c: [certificate] })), /x5c must begin/],
    ['a certificate that is none', set({ ...certified, x5c: ['AAAA'] }), /x5c must begin/],
    ['a certificate without its list', set({ ...certified, x5c: certificate }), /x5c must be a list/],
    ['an empty list of certificates', set({ ...certified, x5c: [] }), /x5c must be a list/],
    ['a certificate that is no text', set({ ...certified, x5c: [7] }), /x5c must be a list/],
    ['64 KiB of something', set(publicJwk.rsa({ comment: 'c'.repeat(65_536) })), /at most 65536/],
    ['a bottomless member', set(publicJwk.rsa({ x5c: bottomless() })), /nested/],
  ])('must not be or hold %s', (_, jwks, fault) => {
    expect(jwkSetFault(jwks)).toMatch(fault);
  });
});

function bottomless(): unknown {
  let value: unknown = [];
  for (let depth = 0; depth < 100_000; depth++) value = [value];
  return value;
}
