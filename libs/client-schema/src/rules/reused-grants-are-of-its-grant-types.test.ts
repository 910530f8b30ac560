import { describe, expect, it } from 'vitest';
import { aClient, aServer, issuesOf } from '../testing.js';

const reusing = { persistent_grant_reuse_grant_types: ['authorization_code' as const, 'implicit' as const] };

describe('reused-grants-are-of-its-grant-types', () => {
  it('refuses to go on with grants of a type that the client does not have', () => {
    expect(issuesOf(aClient(reusing))).toMatchObject([
      { pointer: '/persistent_grant_reuse_grant_types/1', rule: 'reused-grants-are-of-its-grant-types' },
    ]);
  });

  it('accepts those that it has, and what it inherits', () => {
    expect(issuesOf(aClient({ ...reusing, grant_types: ['authorization_code', 'implicit'] }))).toEqual([]);
    const server = aServer({ settings: { persistent_grant_reuse_grant_types: ['authorization_code', 'implicit'] } });
    expect(issuesOf(aClient({}, server), server)).toEqual([]);
  });
});
