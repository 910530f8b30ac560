import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const scopesAreListedInOneWay = rule({
  id: 'scopes-are-listed-in-one-way',
  spec: rfc(7591, '2'),
  severity: 'error',
  reads: ['scope', 'restrict_common_scopes', 'allow_exclusive_scopes'],
  check: ({ scope, restrict_common_scopes, allow_exclusive_scopes }) =>
    scope !== undefined && (restrict_common_scopes || allow_exclusive_scopes)
      ? violation('/scope', 'must be empty while restrict_common_scopes or allow_exclusive_scopes is true')
      : ok,
});
