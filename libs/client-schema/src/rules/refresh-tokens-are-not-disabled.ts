import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const refreshTokensAreNotDisabled = rule({
  id: 'refresh-tokens-are-not-disabled',
  spec: rfc(6749, '6'),
  severity: 'error',
  reads: ['grant_types', 'refresh_token_ttl'],
  check: ({ grant_types, refresh_token_ttl }) =>
    grant_types.includes('refresh_token') && refresh_token_ttl === 0
      ? violation('/refresh_token_ttl', 'must be longer than 0 while the client has the refresh token grant')
      : ok,
});
