import { ok, rule, violation } from '../rule.js';
import { oidcRegistration } from '../specs.js';

export const maximumAgeHasAnEffect = rule({
  id: 'maximum-age-has-an-effect',
  spec: oidcRegistration('2'),
  severity: 'advice',
  reads: ['default_max_age', 'force_authentication'],
  check: ({ default_max_age, force_authentication }) =>
    default_max_age !== undefined && force_authentication
      ? violation('/default_max_age', 'changes nothing: users sign in at every request (force_authentication)')
      : ok,
  fix: () => ({ default_max_age: null }),
});
