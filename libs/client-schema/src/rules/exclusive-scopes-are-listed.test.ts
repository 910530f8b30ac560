import { describe, expect, it } from 'vitest';
import { aClient, issuesOf } from '../testing.js';

describe('exclusive-scopes-are-listed', () => {
  it('refuses a client that may ask for exclusive scopes, and for none in particular', () => {
    expect(issuesOf(aClient({ allow_exclusive_scopes: true }))).toMatchObject([
      { pointer: '/exclusive_scopes', rule: 'exclusive-scopes-are-listed' },
    ]);
  });

  it('accepts one that names them', () => {
    expect(issuesOf(aClient({ allow_exclusive_scopes: true, exclusive_scopes: ['payments'] }))).toEqual([]);
  });
});
