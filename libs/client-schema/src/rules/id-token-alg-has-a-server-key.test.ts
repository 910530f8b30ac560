import { describe, expect, it } from 'vitest';
import { aClient, aServer, issuesOf } from '../testing.js';

describe('id-token-alg-has-a-server-key', () => {
  const server = aServer({ signing_algs: ['RS256', 'ES256'] });

  it('refuses an algorithm that the server has no key for', () => {
    expect(issuesOf(aClient({ id_token_signed_response_alg: 'EdDSA' }), server)).toMatchObject([
      { pointer: '/id_token_signed_response_alg', rule: 'id-token-alg-has-a-server-key' },
    ]);
  });

  it('accepts one that it has a key for', () => {
    expect(issuesOf(aClient({ id_token_signed_response_alg: 'ES256' }), server)).toEqual([]);
  });

  it('does not concern a client without ID tokens', () => {
    expect(issuesOf(aClient({ grant_types: ['client_credentials'] }), aServer({ signing_algs: [] }))).toEqual([]);
  });
});
