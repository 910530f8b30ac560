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

  it('accepts either', () => {
    expect(issuesOf(aClient({ jwks }))).toEqual([]);
    expect(issuesOf(aClient({ jwks_uri }))).toEqual([]);
  });
});
