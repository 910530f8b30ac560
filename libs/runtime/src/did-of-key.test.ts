import { generateKeyPairSync } from 'node:crypto';
import { type PublicJwk } from '@clientele/client-schema';
import { describe, expect, it } from 'vitest';
import { didOfClient, didOfKey } from './did-of-key.js';

describe('did:key', () => {
  // The examples of https://w3c-ccg.github.io/did-key-spec/.
  it.each<[string, PublicJwk]>([
    [
      'did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH',
      { kty: 'OKP', crv: 'Ed25519', x: 'lJZrfAjkBXdfjebMHEUI9usidAPhAlssitLXR3OYxbI' },
    ],
    [
      'did:key:zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv',
      {
        kty: 'EC',
        crv: 'P-256',
        x: 'igrFmi0whuihKnj9R3Om1SoMph72wUGeFaBbzG2vzns',
        y: 'efsX5b10x8yjyrj4ny3pGfLcY7Xby1KzgqOdqnsrJIM',
      },
    ],
  ])('spells %s', (did, jwk) => {
    expect(didOfKey('key', jwk)).toBe(did);
  });

  it.each([
    ['zDnae', 'ec', { namedCurve: 'P-256' }],
    ['z82L', 'ec', { namedCurve: 'P-384' }],
    ['z2J9', 'ec', { namedCurve: 'P-521' }],
    ['z6Mk', 'ed25519', {}],
    ['z4MX', 'rsa', { modulusLength: 2048 }],
  ] as const)('begins with %s for a key of type %s (%j)', (start, type, options) => {
    const { publicKey } = generateKeyPairSync(type as 'rsa', options as { modulusLength: number });
    expect(didOfKey('key', publicKey.export({ format: 'jwk' }) as PublicJwk)).toMatch(
      new RegExp(`^did:key:${start}[1-9A-HJ-NP-Za-km-z]+$`),
    );
  });
});

describe('did:web', () => {
  it('names the server with its port, and the client in the characters that an identifier may have', () => {
    expect(didOfClient('https://as.example:8443', 'a b!/ö')).toBe(
      'did:web:as.example%3A8443:clients:a%20b%21%2F%C3%B6',
    );
  });
});
