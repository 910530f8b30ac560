import { describe, expect, it } from 'vitest';
import { aClient, issuesOf, publicJwk } from '../testing.js';

describe('financial-client-has-a-profile', () => {
  it('refuses a financial application that is held to no profile', () => {
    expect(issuesOf(aClient({ client_type: 'financial' }))).toMatchObject([
      { pointer: '/fapi_profile', rule: 'financial-client-has-a-profile' },
    ]);
  });

  it('accepts one that is held to FAPI 2.0', () => {
    const client = aClient({
      client_type: 'financial',
      fapi_profile: 'fapi2_security',
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [publicJwk.p256()] },
      dpop_bound_access_tokens: true,
    });
    expect(issuesOf(client)).toEqual([]);
  });
});
