import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { aSelfSignedCertificate, anAuthority, serverAuth } from '../libs/runtime/dist/testing/certificates.js';

const rsa = () => generateKeyPairSync('rsa', { modulusLength: 2048 });

/**
 * A certificate with an RSA key, as FAPI 1.0 Part 2 §8.5 wants it of servers, and the authority that vouches for it.
 *
 * @param {string[]} hosts
 */
export function hostCertificate(...hosts) {
  const authority = anAuthority({ subject: 'CN=Conformance' });
  const names = hosts.map((host) => ({ dNSName: host }));
  const options = { subject: `CN=${hosts[0]}`, names, purposes: [serverAuth], keys: rsa() };
  const { pem, keyPem } = authority.issue(options);
  return { authority: authority.pem, pem, keyPem };
}

/**
 * What a client of the plans has to itself: a secret, a key that signs, a certificate.
 *
 * @param {string} name
 */
export function aParty(name) {
  const { publicKey, privateKey } = rsa();
  const about = { kid: `${name}-key`, alg: 'PS256', use: 'sig' };
  const certificate = aSelfSignedCertificate({ subject: `CN=${name},O=Conformance`, keys: rsa() });
  return {
    // 64 characters: enough for HS512, RFC 7518 §3.2.
    secret: randomBytes(32).toString('hex'),
    publicKeys: { keys: [{ ...publicKey.export({ format: 'jwk' }), ...about }] },
    privateKeys: { keys: [{ ...privateKey.export({ format: 'jwk' }), ...about }] },
    certificate: { pem: certificate.pem, keyPem: certificate.keyPem },
    certificateJwk: {
      ...certificate.keys.publicKey.export({ format: 'jwk' }),
      kid: `${name}-certificate`,
      x5c: [certificate.der.toString('base64')],
    },
  };
}
