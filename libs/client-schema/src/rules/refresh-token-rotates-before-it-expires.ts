import { ok, rule, violation } from '../rule.js';
import { ours } from '../specs.js';

export const refreshTokenRotatesBeforeItExpires = rule({
  id: 'refresh-token-rotates-before-it-expires',
  spec: ours('refresh-tokens'),
  severity: 'advice',
  reads: ['grant_types', 'rotate_refresh_tokens', 'refresh_token_rolling_interval', 'refresh_token_ttl'],
  check: ({ grant_types, rotate_refresh_tokens, refresh_token_rolling_interval: interval, refresh_token_ttl }) =>
    grant_types.includes('refresh_token') && rotate_refresh_tokens && interval > 0 && interval >= refresh_token_ttl
      ? violation(
          '/refresh_token_rolling_interval',
          `should be shorter than ${refresh_token_ttl} seconds, the refresh_token_ttl: no token lives to be rotated`,
        )
      : ok,
  fix: () => ({ refresh_token_rolling_interval: 0 }),
});
