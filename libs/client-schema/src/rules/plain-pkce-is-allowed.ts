import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const plainPkceIsAllowed = rule({
  id: 'plain-pkce-is-allowed',
  spec: rfc(9700, '2.1.1'),
  severity: 'error',
  reads: ['allowed_code_challenge_methods'],
  check: ({ allowed_code_challenge_methods }, { settings }) =>
    settings.disallow_plain_pkce && allowed_code_challenge_methods.includes('plain')
      ? violation('/allowed_code_challenge_methods', 'must not contain plain, which the server disallows')
      : ok,
});
