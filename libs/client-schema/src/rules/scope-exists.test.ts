import { describe, expect, it } from 'vitest';
import { aClient, issuesOf } from '../testing.js';

describe('scope-exists', () => {
  it('refuses scopes that the server does not have, and names them', () => {
    expect(issuesOf(aClient({ scope: 'openid fly swim fly' }))).toEqual([
      { pointer: '/scope', rule: 'scope-exists', detail: 'must name scopes of this server; it has no fly, swim' },
    ]);
  });

  it('accepts common and exclusive scopes, and none at all', () => {
    expect(issuesOf(aClient({ scope: 'openid payments' }))).toEqual([]);
    expect(issuesOf(aClient({ scope: '' }))).toEqual([]);
  });
});
