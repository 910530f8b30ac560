import { describe, expect, it } from 'vitest';
import { aClient, aServer, issuesOf } from '../testing.js';

describe('logout-is-tracked', () => {
  const untracked = aServer({ settings: { track_user_sessions_for_logout: false } });
  const told = aClient({ backchannel_logout_uri: 'https://app.example.com/backchannel' });

  it('refuses a client that wants to be told by a server that tells nobody', () => {
    expect(issuesOf(told, untracked)).toMatchObject([{ pointer: '/logout_mode', rule: 'logout-is-tracked' }]);
  });

  it('accepts it where sessions are tracked, and any other client where they are not', () => {
    expect(issuesOf(told)).toEqual([]);
    expect(issuesOf(aClient(), untracked)).toEqual([]);
  });
});
