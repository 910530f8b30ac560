import { jwkSetFault } from '../jwk-set.js';
import { Check, kind } from '../kind.js';
import { publicKeyPemFault } from '../public-key-pem.js';
import { type PublicJwkSet } from '../vocabulary.js';

/** A public key in PEM, RFC 7468 §13, or the certificate that holds it. */
export const PublicKeyPem = kind<string>('public-key-pem', {
  control: 'text-area',
  checks: () => [Check('publicKeyPem', publicKeyPemFault)],
  schema: () => ({ type: 'string', minLength: 1, maxLength: 8192 }),
});

/** Public keys by value, RFC 7517 §5. */
export const JwkSet = kind<PublicJwkSet>('jwk-set', {
  control: 'json',
  checks: () => [Check('jwkSet', jwkSetFault)],
  schema: () => ({
    type: 'object',
    required: ['keys'],
    properties: {
      keys: {
        type: 'array',
        maxItems: 20,
        items: {
          type: 'object',
          required: ['kty'],
          properties: { kty: { type: 'string' } },
          additionalProperties: true,
        },
      },
    },
  }),
});
