import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anAuthority } from '../testing/certificates.js';
import { readCertificate, readPem } from './certificate.js';

const issued = anAuthority().issue({
  subject: 'CN=app',
  names: [{ dNSName: 'app.example' }, { iPAddress: '192.0.2.7' }],
});

describe('reading a certificate', () => {
  it('finds what the platform finds', () => {
    const x509 = new X509Certificate(issued.der);
    expect(readCertificate(issued.der)).toMatchObject({
      subject: [[{ type: '2.5.4.3', value: 'app' }]],
      names: { dns: ['app.example'], uri: [], ip: ['192.0.2.7'], email: [] },
      not_before: x509.validFromDate.getTime() / 1000,
      not_after: x509.validToDate.getTime() / 1000,
      authority: x509.ca,
      thumbprint: Buffer.from(x509.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url'),
    });
    expect(readPem(issued.pem)).toBe(readCertificate(issued.der));
  });

  it.each([
    '',
    'abc',
    '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----',
    '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----',
  ])('finds nothing in %j', (pem) => {
    expect(readPem(pem)).toBeUndefined();
  });

  it('[T-058] has an answer to every octet that is cut off, added or changed', () => {
    for (let length = 0; length < issued.der.length; length++) {
      expect(readCertificate(issued.der.subarray(0, length))).toBeUndefined();
    }
    expect(readCertificate(Buffer.concat([issued.der, Buffer.from([0])]))).toBeUndefined();
    const change = fc.record({ at: fc.nat(issued.der.length - 1), to: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const changed = Buffer.from(issued.der);
        for (const { at, to } of changes) changed[at] = to;
        expect(() => readCertificate(changed)).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });

  it('takes no certificate of absurd size', () => {
    const names = Array.from({ length: 1000 }, (_, i) => ({ dNSName: `host-number-${i}.example` }));
    expect(readCertificate(anAuthority().issue({ names }).der)).toBeUndefined();
  });
});
