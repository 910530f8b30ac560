import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { publicKeyPemFault } from '@clientele/client-schema/public-key-pem';
import { jwkOfPem } from '@clientele/client-schema/subject-public-key';

/** A self-signed certificate of a P-256 key, by `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256`. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIBiTCCAS+gAwIBAgIUL2ZDqvR7pdtWhkv4FKMpd5NWDSEwCgYIKoZIzj0EAwIw
GjEYMBYGA1UEAwwPYXBwLmV4YW1wbGUuY29tMB4XDTI2MTEyMTE4MDMwNVoXDTM2
MTExODE4MDMwNVowGjEYMBYGA1UEAwwPYXBwLmV4YW1wbGUuY29tMFkwEwYHKoZI
zj0CAQYIKoZIzj0DAQcDQgAEQ2Mnx33dcV4kOTJzvSlynoepiLW/QkS8Wp0zRTUE
3YUwQJNuM02exuXtVrSXwcU4zPpkroxgN67O90CYzc2TPaNTMFEwHQYDVR0OBBYE
FGoAWnja2dz6CR3DQEvBsWgXMkwjMB8GA1UdIwQYMBaAFGoAWnja2dz6CR3DQEvB
sWgXMkwjMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhAO1iomEZ
EWcmikOGEOL5M0NxKSj+RyYvbWjiXcBeFJrCAiAcRJETLEkvyfoVg2o/eOl4Z5BQ
SYBZ/ERRGC1h8As06w==
-----END CERTIFICATE-----`;

describe('the PEM of a public key', () => {
  it.each([
    ['RSA', generateKeyPairSync('rsa', { modulusLength: 2048 })],
    ['P-256', generateKeyPairSync('ec', { namedCurve: 'P-256' })],
    ['P-384', generateKeyPairSync('ec', { namedCurve: 'P-384' })],
    ['P-521', generateKeyPairSync('ec', { namedCurve: 'P-521' })],
    ['Ed25519', generateKeyPairSync('ed25519')],
  ])('is the JWK that the platform makes of it: %s', (_, { publicKey }) => {
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    expect(jwkOfPem(pem)).toEqual(publicKey.export({ format: 'jwk' }));
    expect(publicKeyPemFault(pem)).toBeUndefined();
  });

  it('may be a certificate', () => {
    expect(jwkOfPem(certificate)).toEqual(createPublicKey(certificate).export({ format: 'jwk' }));
  });

  it('is refused where it is private', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(publicKeyPemFault(pem)).toMatch(/private/);
  });

  it('is refused where it is weak or of another kind', () => {
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey;
    expect(publicKeyPemFault(weak.export({ type: 'spki', format: 'pem' }).toString())).toMatch(/2048 bits/);
    const exchange = generateKeyPairSync('x25519').publicKey;
    expect(publicKeyPemFault(exchange.export({ type: 'spki', format: 'pem' }).toString())).toMatch(/PEM/);
    const otherCurve = generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey;
    expect(publicKeyPemFault(otherCurve.export({ type: 'spki', format: 'pem' }).toString())).toMatch(/PEM/);
  });

  it('is refused at whatever octet it is cut or changed, without an error', () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const der = publicKey.export({ type: 'spki', format: 'der' });
    const asPem = (octets: Uint8Array) =>
      `-----BEGIN PUBLIC KEY-----\n${Buffer.from(octets).toString('base64')}\n-----END PUBLIC KEY-----\n`;
    for (let length = 0; length < der.length; length++) {
      expect(publicKeyPemFault(asPem(der.subarray(0, length)))).toBeDefined();
    }
    for (const index of der.keys()) {
      const changed = Uint8Array.from(der);
      changed[index] = 0xff;
      expect(() => publicKeyPemFault(asPem(changed))).not.toThrow();
    }
  });

  it.each(['', 'abc', 42, null, '-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----'])('is not %j', (value) => {
    expect(publicKeyPemFault(value)).toBeDefined();
  });
});
