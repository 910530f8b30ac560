import { describe, expect, it } from 'vitest';
import { aClient, aServer, issuesOf } from '../testing.js';

describe('logout-tokens-are-signed', () => {
  const server = aServer({ settings: { allow_unsigned_responses: true } });
  const unsigned = { id_token_signed_response_alg: 'none' } as const;
  const told = { backchannel_logout_uri: 'https://app.example.com/backchannel' };

  it('refuses unsigned ID tokens to a client that is sent logout tokens', () => {
    expect(issuesOf(aClient({ ...unsigned, ...told }, server), server)).toMatchObject([
      { pointer: '/id_token_signed_response_alg', rule: 'logout-tokens-are-signed' },
    ]);
  });

  it('accepts either alone', () => {
    expect(issuesOf(aClient(unsigned, server), server)).toEqual([]);
    expect(issuesOf(aClient(told, server), server)).toEqual([]);
  });
});
