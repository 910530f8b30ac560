import { Group } from '../../field.js';
import { HttpsUrl, JwkSet } from '../../kinds.js';
import { rfc } from '../../specs.js';
import { type PublicJwkSet } from '../../vocabulary.js';

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
}
