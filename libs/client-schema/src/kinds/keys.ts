import { jwkSetFault } from '../jwk-set.js';
import { Check, kind } from '../kind.js';
import { type PublicJwkSet } from '../vocabulary.js';

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
