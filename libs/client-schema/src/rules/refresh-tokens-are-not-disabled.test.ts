import { describe, expect, it } from 'vitest';
import { aClient, aServer, issuesOf } from '../testing.js';

describe('refresh-tokens-are-not-disabled', () => {
  const refreshing = ['authorization_code', 'refresh_token'] as const;

  it('refuses the refresh token grant while no refresh token is issued', () => {
    expect(issuesOf(aClient({ grant_types: [...refreshing], refresh_token_ttl: 0 }))).toMatchObject([
      { pointer: '/refresh_token_ttl', rule: 'refresh-tokens-are-not-disabled' },
    ]);
  });

  it('refuses it also where the server’s setting is what disables them', () => {
    const server = aServer({ settings: { refresh_token_ttl: 0 } });
    expect(issuesOf(aClient({ grant_types: [...refreshing] }, server), server)).toMatchObject([
      { rule: 'refresh-tokens-are-not-disabled' },
    ]);
  });

  it('accepts the shortest lifetime', () => {
    expect(issuesOf(aClient({ grant_types: [...refreshing], refresh_token_ttl: 1 }))).toEqual([]);
  });
});
