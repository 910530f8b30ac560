import { describe, expect, it } from 'vitest';
import { type Client } from '../client.js';
import { aClient, adviceOf, issuesOf } from '../testing.js';

describe('refresh-grace-period-is-short', () => {
  const withGrace = (refresh_token_rolling_grace_period: number, over: Partial<Client> = {}) =>
    aClient({
      grant_types: ['authorization_code', 'refresh_token'],
      require_pkce: true,
      refresh_token_rolling_grace_period,
      ...over,
    });

  it('advises against more than five minutes, and saves it', () => {
    expect(adviceOf(withGrace(301))).toMatchObject([
      { pointer: '/refresh_token_rolling_grace_period', rule: 'refresh-grace-period-is-short' },
    ]);
    expect(issuesOf(withGrace(301))).toEqual([]);
  });

  it('has nothing to say about five minutes', () => {
    expect(adviceOf(withGrace(300))).toEqual([]);
  });
});
