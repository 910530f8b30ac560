import { describe, expect, it } from 'vitest';
import { type PublicJwk } from '../vocabulary.js';
import { aClient, issuesOf } from '../testing.js';

const point = { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) } as const;
const encrypted = { authorization_encrypted_response_alg: 'ECDH-ES' } as const;

describe('encrypted-answer-has-a-key', () => {
  const rulesOf = (document: Parameters<typeof aClient>[0]) => issuesOf(aClient(document)).map(({ rule }) => rule);
  const withKey = (key: PublicJwk) => rulesOf({ ...encrypted, jwks: { keys: [key] } });

  it('refuses a client without a key that the answer could be encrypted to', () => {
    expect(issuesOf(aClient(encrypted))).toMatchObject([
      { pointer: '/authorization_encrypted_response_alg', rule: 'encrypted-answer-has-a-key' },
    ]);
    expect(withKey({ ...point, use: 'sig' })).toEqual(['encrypted-answer-has-a-key']);
    expect(withKey({ ...point, alg: 'ES256' })).toEqual(['encrypted-answer-has-a-key']);
    expect(withKey({ ...point, key_ops: ['verify'] })).toEqual(['encrypted-answer-has-a-key']);
    expect(rulesOf({ authorization_encrypted_response_alg: 'RSA-OAEP', jwks: { keys: [point] } })).toEqual([
      'encrypted-answer-has-a-key',
    ]);
  });

  it('accepts one with such a key, by value or by reference', () => {
    expect(withKey({ ...point, use: 'enc' })).toEqual([]);
    expect(withKey(point)).toEqual([]);
    expect(withKey({ ...point, key_ops: [] })).toEqual([]);
    expect(rulesOf({ ...encrypted, jwks_uri: 'https://app.example.com/jwks' })).toEqual([]);
  });

  it('refuses encryption with a secret for a client that has none, and accepts it for one that does', () => {
    const symmetric = { authorization_encrypted_response_alg: 'A128KW' } as const;
    expect(rulesOf(symmetric)).toEqual([]);
    expect(rulesOf({ ...symmetric, token_endpoint_auth_method: 'none' })).toContain('encrypted-answer-has-a-key');
  });
});
