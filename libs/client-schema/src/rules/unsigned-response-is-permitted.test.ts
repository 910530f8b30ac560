import { describe, expect, it } from 'vitest';
import { aClient, aServer, issuesOf } from '../testing.js';

const id = 'unsigned-response-is-permitted';

describe('unsigned-response-is-permitted', () => {
  const unsigned = { id_token_signed_response_alg: 'none', userinfo_signed_response_alg: 'none' } as const;
  const permissive = aServer({ settings: { allow_unsigned_responses: true } });
  const both = [
    { pointer: '/id_token_signed_response_alg', rule: id },
    { pointer: '/userinfo_signed_response_alg', rule: id },
  ];

  it('refuses none on a server that does not say otherwise', () => {
    expect(issuesOf(aClient(unsigned))).toMatchObject(both);
  });

  it('refuses none for a client that does not authenticate, whatever the server says', () => {
    expect(issuesOf(aClient({ ...unsigned, token_endpoint_auth_method: 'none' }), permissive)).toMatchObject(both);
    expect(issuesOf(aClient({ ...unsigned, confidential: false, require_pkce: true }), permissive)).toMatchObject(both);
  });

  it('accepts none for a client that does, where the server permits it', () => {
    expect(issuesOf(aClient(unsigned), permissive)).toEqual([]);
    expect(issuesOf(aClient())).toEqual([]);
  });
});
