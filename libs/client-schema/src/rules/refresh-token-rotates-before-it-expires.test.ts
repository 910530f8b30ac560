import { describe, expect, it } from 'vitest';
import { type Client } from '../client.js';
import { aClient, adviceOf, issuesOf } from '../testing.js';

describe('refresh-token-rotates-before-it-expires', () => {
  const refreshing = (over: Partial<Client>) =>
    aClient({ grant_types: ['authorization_code', 'refresh_token'], require_pkce: true, ...over });

  it('advises against an interval in which every token expires, and saves it', () => {
    const client = refreshing({ refresh_token_ttl: 600, refresh_token_rolling_interval: 600 });
    expect(adviceOf(client)).toMatchObject([
      { pointer: '/refresh_token_rolling_interval', rule: 'refresh-token-rotates-before-it-expires' },
    ]);
    expect(issuesOf(client)).toEqual([]);
  });

  it('has nothing to say about a shorter one, and about none', () => {
    expect(adviceOf(refreshing({ refresh_token_ttl: 600, refresh_token_rolling_interval: 599 }))).toEqual([]);
    expect(adviceOf(refreshing({ refresh_token_ttl: 600, refresh_token_rolling_interval: 0 }))).toEqual([]);
  });
});
