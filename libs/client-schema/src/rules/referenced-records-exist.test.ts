import { describe, expect, it } from 'vitest';
import { aClient, issuesOf } from '../testing.js';

describe('referenced-records-exist', () => {
  it('refuses scopes that the server does not have, and names them', () => {
    expect(issuesOf(aClient({ scope: 'openid fly swim fly' }))).toEqual([
      {
        pointer: '/scope',
        rule: 'referenced-records-exist',
        detail: 'must name scopes or scope groups of this server; it has no fly, swim',
      },
    ]);
  });

  it('accepts common and exclusive scopes, and none at all', () => {
    expect(issuesOf(aClient({ scope: 'openid payments' }))).toEqual([]);
    expect(issuesOf(aClient({ scope: '' }))).toEqual([]);
  });

  it('refuses an access token manager that the server does not have', () => {
    expect(issuesOf(aClient({ default_access_token_manager_id: 'paper' }))).toMatchObject([
      { pointer: '/default_access_token_manager_id', rule: 'referenced-records-exist' },
    ]);
  });

  it('accepts one that it has', () => {
    expect(issuesOf(aClient({ default_access_token_manager_id: 'opaque' }))).toEqual([]);
  });
});
