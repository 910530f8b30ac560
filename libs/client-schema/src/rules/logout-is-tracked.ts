import { ok, rule, violation } from '../rule.js';
import { ours } from '../specs.js';

export const logoutIsTracked = rule({
  id: 'logout-is-tracked',
  spec: ours('logout'),
  severity: 'error',
  reads: ['logout_mode'],
  check: ({ logout_mode }, { settings }) =>
    logout_mode !== 'none' && !settings.track_user_sessions_for_logout
      ? violation('/logout_mode', 'must be none: this server does not track sessions (track_user_sessions_for_logout)')
      : ok,
});
