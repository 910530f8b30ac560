import { describe, expect, it } from 'vitest';
import { aClient, aServer, issuesOf } from '../testing.js';

describe('introspection-alg-has-a-server-key', () => {
  const server = aServer({ signing_algs: ['RS256', 'ES256'] });
  const api = { allow_token_introspection: true };

  it('refuses answers signed by an algorithm that the server has no key for', () => {
    expect(issuesOf(aClient({ ...api, introspection_signed_response_alg: 'ES512' }), server)).toMatchObject([
      { pointer: '/introspection_signed_response_alg', rule: 'introspection-alg-has-a-server-key' },
    ]);
    expect(issuesOf(aClient({ ...api, introspection_signed_response_alg: 'ES256' }), server)).toEqual([]);
  });

  it('takes another algorithm where none was chosen', () => {
    const other = aServer({ signing_algs: ['ES256'] });
    expect(aClient(api, other)).toMatchObject({ introspection_signed_response_alg: 'ES256' });
  });
});
