import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

/** Seconds: longer than any answer is on its way, and than any application takes to ask again. */
const longest = 300;

export const refreshGracePeriodIsShort = rule({
  id: 'refresh-grace-period-is-short',
  spec: rfc(9700, '4.14.2'),
  severity: 'advice',
  reads: ['grant_types', 'rotate_refresh_tokens', 'refresh_token_rolling_grace_period'],
  check: ({ grant_types, rotate_refresh_tokens, refresh_token_rolling_grace_period: grace }) =>
    grant_types.includes('refresh_token') && rotate_refresh_tokens && grace > longest
      ? violation(
          '/refresh_token_rolling_grace_period',
          `should be at most ${longest} seconds: a stolen token works as long`,
        )
      : ok,
  fix: () => ({ refresh_token_rolling_grace_period: longest }),
});
