import { describe, expect, it } from 'vitest';
import { aClient, aServer, issuesOf } from '../testing.js';

describe('plain-pkce-is-allowed', () => {
  it('refuses plain challenges while the server disallows them', () => {
    expect(issuesOf(aClient({ allowed_code_challenge_methods: ['S256', 'plain'] }))).toMatchObject([
      { pointer: '/allowed_code_challenge_methods', rule: 'plain-pkce-is-allowed' },
    ]);
  });

  it('accepts them while it does not', () => {
    const server = aServer({ settings: { disallow_plain_pkce: false } });
    expect(issuesOf(aClient({ allowed_code_challenge_methods: ['S256', 'plain'] }), server)).toEqual([]);
  });
});
