import { describe, expect, it } from 'vitest';
import { type Client } from '../client.js';
import { aClient, aServer, issuesOf } from '../testing.js';

describe('public-refresh-rotates', () => {
  const refreshing = (members: Partial<Client>) =>
    aClient({ grant_types: ['authorization_code', 'refresh_token'], ...members });

  it('refuses a public client whose refresh tokens stay the same', () => {
    expect(issuesOf(refreshing({ token_endpoint_auth_method: 'none', rotate_refresh_tokens: false }))).toMatchObject([
      { pointer: '/rotate_refresh_tokens', rule: 'public-refresh-rotates' },
    ]);
  });

  it('refuses a client that need not authenticate for a refresh, and whose refresh tokens stay the same', () => {
    expect(issuesOf(refreshing({ public_refresh_token: true, rotate_refresh_tokens: false }))).toMatchObject([
      { pointer: '/rotate_refresh_tokens', rule: 'public-refresh-rotates' },
    ]);
    expect(issuesOf(refreshing({ public_refresh_token: true }))).toEqual([]);
  });

  it('refuses it also where the server’s setting says so', () => {
    const server = aServer({ settings: { rotate_refresh_tokens: false } });
    expect(issuesOf(refreshing({ token_endpoint_auth_method: 'none' }), server)).toMatchObject([
      { rule: 'public-refresh-rotates' },
    ]);
  });

  it.each(['tls_client_certificate_bound_access_tokens', 'dpop_bound_access_tokens'] as const)(
    'accepts a client whose refresh tokens are bound to what it holds: %s',
    (field) => {
      const bound = { [field]: true, rotate_refresh_tokens: false };
      expect(issuesOf(refreshing({ token_endpoint_auth_method: 'none', ...bound }))).toEqual([]);
    },
  );

  it('accepts a public client that rotates, and one that authenticates and does not', () => {
    expect(issuesOf(refreshing({ token_endpoint_auth_method: 'none' }))).toEqual([]);
    expect(issuesOf(refreshing({ rotate_refresh_tokens: false }))).toEqual([]);
  });
});
