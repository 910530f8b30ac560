import { describe, expect, it } from 'vitest';
import { aClient, aServer, issuesOf } from '../testing.js';

const server = aServer({ settings: { allow_unsigned_responses: true } });
const hybrid = {
  grant_types: ['authorization_code' as const, 'implicit' as const],
  id_token_signed_response_alg: 'none' as const,
};

describe('unsigned-id-token-comes-from-the-token-endpoint', () => {
  it('refuses none for a client that is given ID tokens through the browser', () => {
    expect(issuesOf(aClient(hybrid), server)).toMatchObject([
      { pointer: '/id_token_signed_response_alg', rule: 'unsigned-id-token-comes-from-the-token-endpoint' },
    ]);
  });

  it('accepts it for one that fetches all of them from the token endpoint', () => {
    expect(issuesOf(aClient({ ...hybrid, response_types: ['code', 'code token'] }), server)).toEqual([]);
  });
});
