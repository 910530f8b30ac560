import { jwkFault } from './jwk-set.js';
import { jwkOfPem } from './subject-public-key.js';

/** What is wrong with the PEM of a public key that verifies signatures, or nothing. */
export function publicKeyPemFault(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'must be a string';
  if (/PRIVATE KEY/.test(value)) return 'must be a public key: this one is private, and should be replaced';
  const jwk = jwkOfPem(value);
  return jwk
    ? jwkFault(jwk) && `must be a good key: ${jwkFault(jwk)}`
    : 'must be the PEM of one RSA, EC or Ed25519 public key, or of a certificate';
}
