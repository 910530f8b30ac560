import { isPresent } from '../../conditions.js';
import { Group } from '../../field.js';
import { HttpsUrl, JwkSet, PublicKeyPem, Reference, Secret } from '../../kinds.js';
import { oidcCore, ours, rfc } from '../../specs.js';
import { type PublicJwkSet } from '../../vocabulary.js';
import { usesPrivateKey, usesSecretAssertions } from './client-authentication.js';

/** Octets in base64url: at least as many as HMAC with SHA-256 needs, at most 256. */
export const symmetricKey = {
  access: 'write_only',
  min: 43,
  max: 342,
  pattern: /^[A-Za-z0-9_-]+$/,
  patternHelp: 'be base64url',
} as const;

@Group({
  name: 'client_keys',
  title: 'Client keys',
  intro: 'The application’s public keys. They verify what it signs.',
  spec: rfc(7591, '2'),
})
export class ClientKeyFields {
  /** Where the client publishes its public keys; fetched when an assertion needs them, and cached. */
  @HttpsUrl({
    label: 'JWK Set address',
    help: 'Address of the application’s public keys. Preferred, since the application can then rotate them itself.',
    spec: rfc(7591, '2'),
    example: 'https://app.example.com/jwks.json',
  })
  jwks_uri?: string;

  /** A record of `http_clients`: how `jwks_uri` is fetched. Absent: as every other address. */
  @Reference({
    label: 'HTTP client of the JWK Set address',
    help: 'How the keys are fetched: patience, size of the answer, certificate authorities. Empty: as every other address.',
    spec: ours('client-authentication'),
    resource: 'http_clients',
    visibleWhen: isPresent('jwks_uri'),
    example: 'partners',
  })
  jwks_uri_http_client_id?: string;

  /** The client's public keys by value. */
  @JwkSet({
    label: 'JWK Set',
    help: 'The application’s public keys, pasted in.',
    spec: rfc(7517, '5'),
    // RFC 7517 appendix A.1.
    example: {
      keys: [
        {
          kty: 'EC',
          crv: 'P-256',
          x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4',
          y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
          use: 'sig',
          kid: '1',
        },
      ],
    },
  })
  jwks?: PublicJwkSet;

  /** One public key in PEM, or a certificate that holds it, in place of a JWK Set. It has no kid, and fits any. */
  @PublicKeyPem({
    label: 'Public key',
    help: 'One public key as PEM, or a certificate that holds it, in place of a JWK Set.',
    spec: rfc(7468, '13'),
    visibleWhen: usesPrivateKey,
    // RFC 8410 §10.1.
    example:
      '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n',
  })
  jwt_public_key?: string;

  /** A public key of the resource `verification_keys`, in place of keys of its own. */
  @Reference({
    label: 'Stored public key',
    help: 'A public key that is kept at this server for several clients, in place of keys of its own.',
    spec: ours('client-authentication'),
    resource: 'verification_keys',
    visibleWhen: usesPrivateKey,
    example: 'partner-2026',
  })
  client_verification_key_id?: string;

  /** Signs assertions (client_secret_jwt) in place of the secret: 32 to 256 octets, base64url. Never shown. */
  @Secret({
    ...symmetricKey,
    label: 'Key for assertions',
    help: 'A shared key for assertions, where it must not be the secret: 32 to 256 octets, base64url.',
    spec: oidcCore('9'),
    visibleWhen: usesSecretAssertions,
  })
  client_assertion_symmetric_key?: string;
}
