import { describe, expect, it } from 'vitest';
import { aClient, issuesOf } from '../testing.js';

describe('listed-scopes-are-of-their-kind', () => {
  const client = (common: string[], exclusive: string[]) =>
    aClient({
      restrict_common_scopes: true,
      restricted_common_scopes: common,
      allow_exclusive_scopes: true,
      exclusive_scopes: exclusive,
    });

  it('refuses an exclusive scope among the common ones, and the other way round', () => {
    expect(issuesOf(client(['openid', 'payments'], ['email']))).toMatchObject([
      { pointer: '/restricted_common_scopes/1', rule: 'listed-scopes-are-of-their-kind' },
      { pointer: '/exclusive_scopes/0', rule: 'listed-scopes-are-of-their-kind' },
    ]);
  });

  it('accepts each among its kind', () => {
    expect(issuesOf(client(['openid', 'email'], ['payments']))).toEqual([]);
  });
});
