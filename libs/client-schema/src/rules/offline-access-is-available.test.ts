import { describe, expect, it } from 'vitest';
import { aClient, aScope, aServer, issuesOf } from '../testing.js';

describe('offline-access-is-available', () => {
  const server = aServer({
    scopes: [aScope({ name: 'openid' }), aScope({ name: 'offline_access' })],
  });
  const grant_types = ['authorization_code' as const, 'refresh_token' as const];

  it('refuses a client that needs offline_access for a refresh and cannot ask for it', () => {
    const client = aClient({ grant_types, offline_access_required: true, scope: 'openid' }, server);
    expect(issuesOf(client, server)).toMatchObject([
      { pointer: '/offline_access_required', rule: 'offline-access-is-available' },
    ]);
  });

  it('accepts it with the scope, as a common one, and one that does not need it', () => {
    const listed = aClient({ grant_types, offline_access_required: true, scope: 'openid offline_access' }, server);
    expect(issuesOf(listed, server)).toEqual([]);
    expect(issuesOf(aClient({ grant_types, offline_access_required: true }, server), server)).toEqual([]);
    expect(issuesOf(aClient({ grant_types, scope: 'openid' }, server), server)).toEqual([]);
  });
});
