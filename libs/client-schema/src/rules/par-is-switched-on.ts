import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const parIsSwitchedOn = rule({
  id: 'par-is-switched-on',
  spec: rfc(9126, '6'),
  severity: 'error',
  reads: ['require_pushed_authorization_requests'],
  check: ({ require_pushed_authorization_requests }, { settings }) =>
    require_pushed_authorization_requests && settings.par_status === 'disabled'
      ? violation('/require_pushed_authorization_requests', 'must be false while the server’s par_status is disabled')
      : ok,
});
