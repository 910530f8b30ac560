import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';
import { type GrantType } from '../vocabulary.js';

/** The grants whose answers carry a refresh token. RFC 6749 §4.4.3 advises against it for client credentials. */
const grantsWithRefreshToken: readonly GrantType[] = ['authorization_code', 'agent_code', 'agent_credentials'];

export const refreshTokenAccompaniesAnotherGrant = rule({
  id: 'refresh-token-accompanies-another-grant',
  spec: rfc(6749, '6'),
  severity: 'error',
  reads: ['grant_types'],
  check: ({ grant_types }) =>
    grant_types.includes('refresh_token') && !grant_types.some((grant) => grantsWithRefreshToken.includes(grant))
      ? violation(
          '/grant_types',
          `must contain a grant that issues refresh tokens: ${grantsWithRefreshToken.join(', ')}`,
        )
      : ok,
});
