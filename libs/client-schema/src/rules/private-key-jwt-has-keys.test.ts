import { describe, expect, it } from 'vitest';
import { aClient, issuesOf, publicJwk } from '../testing.js';

describe('private-key-jwt-has-keys', () => {
  it('refuses signed assertions that no key could verify', () => {
    expect(issuesOf(aClient({ token_endpoint_auth_method: 'private_key_jwt' }))).toMatchObject([
      { pointer: '/jwks_uri', rule: 'private-key-jwt-has-keys' },
    ]);
  });

  it('refuses them also as an additional method', () => {
    expect(issuesOf(aClient({ additional_token_endpoint_auth_methods: ['private_key_jwt'] }))).toMatchObject([
      { rule: 'private-key-jwt-has-keys' },
    ]);
  });

  it('refuses them in the second way, whatever keys the first has', () => {
    const client = aClient({
      jwks: { keys: [publicJwk.p256()] },
      secondary_token_endpoint_auth_method: 'private_key_jwt',
    });
    expect(issuesOf(client)).toMatchObject([{ pointer: '/secondary_jwks_uri', rule: 'private-key-jwt-has-keys' }]);
    const keys = { secondary_jwks_uri: 'https://app.example.com/jwks.json' };
    expect(issuesOf(aClient({ secondary_token_endpoint_auth_method: 'private_key_jwt', ...keys }))).toEqual([]);
  });

  it.each([
    ['by reference', { jwks_uri: 'https://app.example.com/jwks.json' }],
    ['by value', { jwks: { keys: [publicJwk.p256()] } }],
    [
      'in PEM',
      {
        jwt_public_key:
          '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----',
      },
    ],
  ])('accepts keys %s', (_, keys) => {
    expect(issuesOf(aClient({ token_endpoint_auth_method: 'private_key_jwt', ...keys }))).toEqual([]);
  });
});
