import { describe, expect, it } from 'vitest';
import { aClient, aServer, issuesOf, patch } from '../testing.js';
import { validateSettings } from '../validate-client.js';

describe('grant-idle-time-within-lifetime', () => {
  it('refuses an idle time that is longer than the grant', () => {
    const client = aClient({ persistent_grant_max_lifetime: 3600, persistent_grant_idle_timeout: 3601 });
    expect(issuesOf(client)).toMatchObject([
      { pointer: '/persistent_grant_idle_timeout', rule: 'grant-idle-time-within-lifetime' },
    ]);
  });

  it('accepts one that is as long, and either without end', () => {
    for (const [lifetime, idle] of [
      [3600, 3600],
      [3600, -1],
      [-1, 3600],
    ] as const) {
      const client = aClient({ persistent_grant_max_lifetime: lifetime, persistent_grant_idle_timeout: idle });
      expect(issuesOf(client)).toEqual([]);
    }
  });

  it('shortens the idle time of a client that says nothing of it', () => {
    const { client, issues } = patch(aClient(), { persistent_grant_max_lifetime: 3600 });
    expect(issues).toEqual([]);
    expect(client).toMatchObject({ persistent_grant_max_lifetime: 3600, persistent_grant_idle_timeout: 3600 });
  });

  it('holds for the settings of the server too', () => {
    const { settings } = aServer();
    expect(validateSettings({ ...settings, persistent_grant_max_lifetime: 3600 })).toMatchObject([
      { pointer: '/persistent_grant_idle_timeout', rule: 'grant-idle-time-within-lifetime' },
    ]);
    const both = { persistent_grant_max_lifetime: 3600, persistent_grant_idle_timeout: 3600 };
    expect(validateSettings({ ...settings, ...both })).toEqual([]);
  });
});
