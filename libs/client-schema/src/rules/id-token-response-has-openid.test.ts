import { describe, expect, it } from 'vitest';
import { aClient, issuesOf } from '../testing.js';

const implicit = { grant_types: ['implicit'] as 'implicit'[] };

describe('id-token-response-has-openid', () => {
  it('refuses ID tokens from the authorization endpoint for a client that may not ask for openid', () => {
    expect(issuesOf(aClient({ ...implicit, scope: 'profile' }))).toMatchObject([
      { pointer: '/response_types', rule: 'id-token-response-has-openid' },
    ]);
  });

  it('accepts them for one that may, and other response types for one that may not', () => {
    expect(issuesOf(aClient({ ...implicit, scope: 'openid profile' }))).toEqual([]);
    expect(issuesOf(aClient({ ...implicit, scope: 'profile', response_types: ['token'] }))).toEqual([]);
  });
});
