import { describe, expect, it } from 'vitest';
import { aClient, issuesOf } from '../testing.js';

describe('scopes-are-listed-in-one-way', () => {
  it('refuses a client that lists its scopes in one line and in parts', () => {
    const restricted = { restrict_common_scopes: true, restricted_common_scopes: ['openid'] };
    expect(issuesOf(aClient({ scope: 'openid', ...restricted }))).toMatchObject([
      { pointer: '/scope', rule: 'scopes-are-listed-in-one-way' },
    ]);
    const exclusive = { allow_exclusive_scopes: true, exclusive_scopes: ['payments'] };
    expect(issuesOf(aClient({ scope: 'openid', ...exclusive }))).toMatchObject([
      { pointer: '/scope', rule: 'scopes-are-listed-in-one-way' },
    ]);
  });

  it('accepts either', () => {
    expect(issuesOf(aClient({ scope: 'openid' }))).toEqual([]);
    expect(issuesOf(aClient({ restrict_common_scopes: true, restricted_common_scopes: ['openid'] }))).toEqual([]);
  });
});
