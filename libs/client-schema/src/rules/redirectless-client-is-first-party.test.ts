import { describe, expect, it } from 'vitest';
import { aClient, issuesOf } from '../testing.js';

describe('redirectless-client-is-first-party', () => {
  it('refuses the sign-in API to applications of others', () => {
    expect(issuesOf(aClient({ allow_redirectless_authentication: true, first_party: false }))).toMatchObject([
      { pointer: '/first_party', rule: 'redirectless-client-is-first-party' },
    ]);
    expect(issuesOf(aClient({ first_party: false }))).toEqual([]);
  });
});
