import { describe, expect, it } from 'vitest';
import { aClient, issuesOf } from '../testing.js';

describe('introspection-client-authenticates', () => {
  it('refuses introspection to a client that cannot authenticate', () => {
    expect(issuesOf(aClient({ allow_token_introspection: true, token_endpoint_auth_method: 'none' }))).toMatchObject([
      { pointer: '/token_endpoint_auth_method', rule: 'introspection-client-authenticates' },
    ]);
  });

  it('accepts it with a secret', () => {
    expect(issuesOf(aClient({ allow_token_introspection: true }))).toEqual([]);
  });
});
