import { describe, expect, it } from 'vitest';
import { aClient, issuesOf, publicJwk } from '../testing.js';

describe('jwks-by-value-or-by-reference', () => {
  const jwks = { keys: [publicJwk.rsa()] };
  const jwks_uri = 'https://app.example.com/jwks.json';

  it('refuses keys by value beside their address', () => {
    expect(issuesOf(aClient({ jwks, jwks_uri }))).toMatchObject([
      { pointer: '/jwks', rule: 'jwks-by-value-or-by-reference' },
    ]);
  });

  const pem =
    '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----';

  it('refuses a key in PEM beside either', () => {
    for (const keys of [{ jwks }, { jwks_uri }]) {
      const client = aClient({ token_endpoint_auth_method: 'private_key_jwt', jwt_public_key: pem, ...keys });
      expect(issuesOf(client)).toMatchObject([{ pointer: '/jwt_public_key', rule: 'jwks-by-value-or-by-reference' }]);
    }
    expect(issuesOf(aClient({ token_endpoint_auth_method: 'private_key_jwt', jwt_public_key: pem }))).toEqual([]);
  });

  it('says the same of the second way', () => {
    const second = { secondary_token_endpoint_auth_method: 'private_key_jwt', secondary_jwks: jwks } as const;
    expect(issuesOf(aClient({ ...second, secondary_jwks_uri: jwks_uri }))).toMatchObject([
      { pointer: '/secondary_jwks', rule: 'jwks-by-value-or-by-reference' },
    ]);
    expect(issuesOf(aClient(second))).toEqual([]);
  });

  it('accepts either', () => {
    expect(issuesOf(aClient({ jwks }))).toEqual([]);
    expect(issuesOf(aClient({ jwks_uri }))).toEqual([]);
  });
});
