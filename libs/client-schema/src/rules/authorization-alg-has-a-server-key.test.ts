import { describe, expect, it } from 'vitest';
import { aClient, aServer, issuesOf } from '../testing.js';

describe('authorization-alg-has-a-server-key', () => {
  const server = aServer({ signing_algs: ['RS256', 'ES256'] });

  it('refuses signed answers by an algorithm that the server has no key for', () => {
    const required = { require_jwt_secured_authorization_response: true };
    const client = aClient({ ...required, authorization_signed_response_alg: 'ES512' });
    expect(issuesOf(client, server)).toMatchObject([
      { pointer: '/authorization_signed_response_alg', rule: 'authorization-alg-has-a-server-key' },
    ]);
    expect(issuesOf(aClient({ ...required, authorization_signed_response_alg: 'ES256' }), server)).toEqual([]);
  });

  it('says nothing of a client that is not meant to have any', () => {
    expect(issuesOf(aClient({ authorization_signed_response_alg: 'ES512' }), server)).toEqual([]);
  });

  it('takes another algorithm where none was chosen', () => {
    const other = aServer({ signing_algs: ['ES256'] });
    expect(aClient({}, other)).toMatchObject({ authorization_signed_response_alg: 'ES256' });
  });
});
