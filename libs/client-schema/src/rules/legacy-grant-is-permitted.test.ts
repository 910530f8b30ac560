import { describe, expect, it } from 'vitest';
import { aClient, aServer, issuesOf } from '../testing.js';

const strict = aServer({ settings: { allow_legacy_grants: false } });

describe('legacy-grant-is-permitted', () => {
  it('refuses the implicit grant on a server that does without', () => {
    expect(issuesOf(aClient({ grant_types: ['authorization_code', 'implicit'] }), strict)).toMatchObject([
      { pointer: '/grant_types', rule: 'legacy-grant-is-permitted' },
    ]);
  });

  it('accepts the code grant there, and the implicit grant elsewhere', () => {
    expect(issuesOf(aClient(), strict)).toEqual([]);
    expect(issuesOf(aClient({ grant_types: ['authorization_code', 'implicit'] }))).toEqual([]);
  });
});
