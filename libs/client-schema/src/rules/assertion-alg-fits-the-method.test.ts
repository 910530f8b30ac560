import { describe, expect, it } from 'vitest';
import { type Client } from '../client.js';
import { aClient, issuesOf, publicJwk } from '../testing.js';

describe('assertion-alg-fits-the-method', () => {
  const bySecret: Partial<Client> = { token_endpoint_auth_method: 'client_secret_jwt' };
  const byKey: Partial<Client> = {
    token_endpoint_auth_method: 'private_key_jwt',
    jwks: { keys: [publicJwk.p256()] },
  };
  const both: Partial<Client> = { ...byKey, additional_token_endpoint_auth_methods: ['client_secret_jwt'] };

  it.each([
    ['client_secret_jwt', bySecret, 'ES256'],
    ['private_key_jwt', byKey, 'HS256'],
    ['both', both, 'HS256'],
    ['both', both, 'ES256'],
  ] as const)('refuses for %s (%j) the algorithm %s', (_, members, alg) => {
    expect(issuesOf(aClient({ ...members, token_endpoint_auth_signing_alg: alg }))).toContainEqual(
      expect.objectContaining({
        pointer: '/token_endpoint_auth_signing_alg',
        rule: 'assertion-alg-fits-the-method',
      }),
    );
  });

  it('looks at the second way by itself', () => {
    const second = { secondary_token_endpoint_auth_method: 'client_secret_jwt' } as const;
    expect(issuesOf(aClient({ ...second, secondary_token_endpoint_auth_signing_alg: 'ES256' }))).toMatchObject([
      { pointer: '/secondary_token_endpoint_auth_signing_alg', rule: 'assertion-alg-fits-the-method' },
    ]);
    expect(issuesOf(aClient({ ...second, secondary_token_endpoint_auth_signing_alg: 'HS384' }))).toEqual([]);
  });

  it('accepts the algorithm of the method, and none', () => {
    expect(issuesOf(aClient({ ...bySecret, token_endpoint_auth_signing_alg: 'HS512' }))).toEqual([]);
    expect(issuesOf(aClient({ ...byKey, token_endpoint_auth_signing_alg: 'ES256' }))).toEqual([]);
    expect(issuesOf(aClient(both))).toEqual([]);
  });
});
