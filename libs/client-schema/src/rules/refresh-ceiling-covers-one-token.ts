import { inSeconds } from '../in-seconds.js';
import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const refreshCeilingCoversOneToken = rule({
  id: 'refresh-ceiling-covers-one-token',
  spec: rfc(9700, '4.14.2'),
  severity: 'error',
  reads: ['grant_types', 'refresh_token_ttl', 'refresh_token_max_rolling_lifetime'],
  check: ({ grant_types, refresh_token_ttl, refresh_token_max_rolling_lifetime: ceiling }) =>
    grant_types.includes('refresh_token') && ceiling > 0 && ceiling < refresh_token_ttl
      ? violation(
          '/refresh_token_max_rolling_lifetime',
          `must be 0 or at least ${inSeconds(refresh_token_ttl)}, the refresh_token_ttl`,
        )
      : ok,
});
