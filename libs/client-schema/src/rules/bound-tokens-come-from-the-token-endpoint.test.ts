import { describe, expect, it } from 'vitest';
import { aClient, issuesOf } from '../testing.js';

const hybrid = {
  grant_types: ['authorization_code' as const, 'implicit' as const],
  tls_client_certificate_bound_access_tokens: true,
};

describe('bound-tokens-come-from-the-token-endpoint', () => {
  it('refuses bound access tokens for a client that is given some through the browser', () => {
    expect(issuesOf(aClient(hybrid))).toMatchObject([
      {
        pointer: '/tls_client_certificate_bound_access_tokens',
        rule: 'bound-tokens-come-from-the-token-endpoint',
      },
    ]);
  });

  it('accepts them for one that is given codes and ID tokens alone', () => {
    expect(issuesOf(aClient({ ...hybrid, response_types: ['code', 'code id_token'] }))).toEqual([]);
  });
});
