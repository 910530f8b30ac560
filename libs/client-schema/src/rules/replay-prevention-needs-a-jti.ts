import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const replayPreventionNeedsAJti = rule({
  id: 'replay-prevention-needs-a-jti',
  spec: rfc(7523, '3'),
  severity: 'error',
  reads: ['enforce_jwt_replay_prevention', 'client_assertion_profile', 'client_assertion_require_jti'],
  check: ({ enforce_jwt_replay_prevention, client_assertion_profile, client_assertion_require_jti }) =>
    enforce_jwt_replay_prevention && client_assertion_profile === 'rfc7523' && !client_assertion_require_jti
      ? violation('/client_assertion_require_jti', 'must be true: a replayed assertion is known by its jti')
      : ok,
});
