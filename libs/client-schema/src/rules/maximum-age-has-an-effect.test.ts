import { describe, expect, it } from 'vitest';
import { aClient, adviceOf } from '../testing.js';

describe('maximum-age-has-an-effect', () => {
  it('tells that a maximum age is not used where users always sign in', () => {
    expect(adviceOf(aClient({ require_pkce: true, default_max_age: 3600, force_authentication: true }))).toMatchObject([
      { pointer: '/default_max_age', rule: 'maximum-age-has-an-effect' },
    ]);
  });

  it('has nothing to say about either alone', () => {
    expect(adviceOf(aClient({ require_pkce: true, default_max_age: 3600 }))).toEqual([]);
    expect(adviceOf(aClient({ require_pkce: true, force_authentication: true }))).toEqual([]);
  });
});
