import { ok, rule, violation } from '../rule.js';
import { ours } from '../specs.js';

export const legacyGrantIsPermitted = rule({
  id: 'legacy-grant-is-permitted',
  spec: ours('configuration'),
  severity: 'error',
  reads: ['grant_types'],
  check: ({ grant_types }, { settings }) =>
    grant_types.includes('implicit') && !settings.allow_legacy_grants
      ? violation('/grant_types', 'must not contain implicit: the setting allow_legacy_grants is off')
      : ok,
});
