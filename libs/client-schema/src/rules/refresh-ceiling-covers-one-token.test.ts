import { describe, expect, it } from 'vitest';
import { aClient, aServer, issuesOf } from '../testing.js';

describe('refresh-ceiling-covers-one-token', () => {
  const grant_types = ['authorization_code' as const, 'refresh_token' as const];

  it('refuses a ceiling that ends before one refresh token does', () => {
    const client = aClient({ grant_types, refresh_token_ttl: 600, refresh_token_max_rolling_lifetime: 599 });
    expect(issuesOf(client)).toMatchObject([
      { pointer: '/refresh_token_max_rolling_lifetime', rule: 'refresh-ceiling-covers-one-token' },
    ]);
  });

  it('refuses it also where the lifetime is the server’s', () => {
    const server = aServer({ settings: { refresh_token_ttl: 700 } });
    const client = aClient({ grant_types, refresh_token_max_rolling_lifetime: 600 }, server);
    expect(issuesOf(client, server)).toMatchObject([{ rule: 'refresh-ceiling-covers-one-token' }]);
  });

  it('accepts a ceiling as long as one token, and none', () => {
    const equal = aClient({ grant_types, refresh_token_ttl: 600, refresh_token_max_rolling_lifetime: 600 });
    expect(issuesOf(equal)).toEqual([]);
    const none = aClient({ grant_types, refresh_token_ttl: 600, refresh_token_max_rolling_lifetime: 0 });
    expect(issuesOf(none)).toEqual([]);
  });
});
