import { describe, expect, it } from 'vitest';
import { aClient, aServer, issuesOf } from '../testing.js';

describe('par-is-switched-on', () => {
  const client = aClient({ require_pushed_authorization_requests: true });

  it('refuses a client that must push its requests to a server that takes none', () => {
    expect(issuesOf(client, aServer({ settings: { par_status: 'disabled' } }))).toMatchObject([
      { pointer: '/require_pushed_authorization_requests', rule: 'par-is-switched-on' },
    ]);
  });

  it.each(['enabled', 'required'] as const)('accepts it where they are %s', (par_status) => {
    expect(issuesOf(client, aServer({ settings: { par_status } }))).toEqual([]);
  });

  it('accepts a client that need not', () => {
    expect(issuesOf(aClient(), aServer({ settings: { par_status: 'disabled' } }))).toEqual([]);
  });
});
