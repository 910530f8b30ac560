import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const publicRefreshRotates = rule({
  id: 'public-refresh-rotates',
  spec: rfc(9700, '4.14.2'),
  severity: 'error',
  reads: [
    'token_endpoint_auth_method',
    'public_refresh_token',
    'grant_types',
    'rotate_refresh_tokens',
    'dpop_bound_access_tokens',
    'tls_client_certificate_bound_access_tokens',
  ],
  check: ({
    token_endpoint_auth_method,
    public_refresh_token,
    grant_types,
    rotate_refresh_tokens,
    dpop_bound_access_tokens,
    tls_client_certificate_bound_access_tokens,
  }) =>
    (token_endpoint_auth_method === 'none' || public_refresh_token) &&
    grant_types.includes('refresh_token') &&
    !rotate_refresh_tokens &&
    // What is bound to a key is worth nothing to whoever steals it.
    !dpop_bound_access_tokens &&
    !tls_client_certificate_bound_access_tokens
      ? violation('/rotate_refresh_tokens', 'must be true for a client that refreshes without authentication')
      : ok,
});
