import { describe, expect, it } from 'vitest';
import { type Client } from '../client.js';
import { aClient, issuesOf, publicJwk } from '../testing.js';

describe('assertion-alg-fits-a-key', () => {
  const signing = (members: Partial<Client>) => aClient({ token_endpoint_auth_method: 'private_key_jwt', ...members });

  it.each([
    ['RS256', publicJwk.p256()],
    ['ES256', publicJwk.rsa()],
    ['ES384', publicJwk.p256()],
    ['PS256', publicJwk.rsa({ alg: 'RS256' })],
    ['ES256', publicJwk.ed25519()],
  ] as const)('refuses %s for a key that cannot verify it', (alg, key) => {
    expect(issuesOf(signing({ token_endpoint_auth_signing_alg: alg, jwks: { keys: [key] } }))).toMatchObject([
      { pointer: '/token_endpoint_auth_signing_alg', rule: 'assertion-alg-fits-a-key' },
    ]);
  });

  it.each([
    ['RS256', publicJwk.rsa()],
    ['PS512', publicJwk.rsa({ use: 'sig' })],
    ['ES256', publicJwk.p256({ alg: 'ES256' })],
    ['EdDSA', publicJwk.ed25519()],
  ] as const)('accepts %s for a key that can', (alg, key) => {
    expect(issuesOf(signing({ token_endpoint_auth_signing_alg: alg, jwks: { keys: [key] } }))).toEqual([]);
  });

  it.each([
    ['is for encryption', publicJwk.rsa({ use: 'enc' })],
    ['only wraps keys', publicJwk.rsa({ key_ops: ['wrapKey'] })],
    ['is for key agreement', publicJwk.ed25519({ crv: 'X25519' })],
  ])('refuses a set whose only key %s', (_, key) => {
    expect(issuesOf(signing({ jwks: { keys: [key] } }))).toMatchObject([
      { pointer: '/jwks', rule: 'assertion-alg-fits-a-key' },
    ]);
  });

  it('looks at the keys of the second way too', () => {
    const second = (alg: 'ES256' | 'RS256') =>
      aClient({
        secondary_token_endpoint_auth_method: 'private_key_jwt',
        secondary_jwks: { keys: [publicJwk.p256()] },
        secondary_token_endpoint_auth_signing_alg: alg,
      });
    expect(issuesOf(second('RS256'))).toMatchObject([
      { pointer: '/secondary_token_endpoint_auth_signing_alg', rule: 'assertion-alg-fits-a-key' },
    ]);
    expect(issuesOf(second('ES256'))).toEqual([]);
  });

  it('leaves the keys of a client without assertions alone', () => {
    expect(issuesOf(aClient({ jwks: { keys: [publicJwk.rsa({ use: 'enc' })] } }))).toEqual([]);
  });
});
