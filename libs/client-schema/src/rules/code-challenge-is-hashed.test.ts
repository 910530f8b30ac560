import { describe, expect, it } from 'vitest';
import { aClient, adviceOf } from '../testing.js';

describe('code-challenge-is-hashed', () => {
  it('advises against plain challenges where the server allows them', () => {
    expect(adviceOf(aClient({ require_pkce: true, allowed_code_challenge_methods: ['S256', 'plain'] }))).toMatchObject([
      { pointer: '/allowed_code_challenge_methods', rule: 'code-challenge-is-hashed' },
    ]);
  });

  it('has nothing to say about S256', () => {
    expect(adviceOf(aClient({ require_pkce: true, allowed_code_challenge_methods: ['S256'] }))).toEqual([]);
  });
});
