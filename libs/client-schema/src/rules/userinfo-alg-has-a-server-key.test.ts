import { describe, expect, it } from 'vitest';
import { aClient, aServer, issuesOf } from '../testing.js';

describe('userinfo-alg-has-a-server-key', () => {
  const server = aServer({ signing_algs: ['RS256', 'ES256'] });

  it('refuses an algorithm without a key, since userinfo would fail', () => {
    expect(issuesOf(aClient({ userinfo_signed_response_alg: 'ES384' }), server)).toMatchObject([
      { pointer: '/userinfo_signed_response_alg', rule: 'userinfo-alg-has-a-server-key' },
    ]);
  });

  it('accepts one with a key, and plain JSON', () => {
    expect(issuesOf(aClient({ userinfo_signed_response_alg: 'ES256' }), server)).toEqual([]);
    expect(issuesOf(aClient(), server)).toEqual([]);
  });
});
