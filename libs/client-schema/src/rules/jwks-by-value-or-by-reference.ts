import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const jwksByValueOrByReference = rule({
  id: 'jwks-by-value-or-by-reference',
  spec: rfc(7591, '2'),
  severity: 'error',
  reads: ['jwks', 'jwks_uri'],
  check: ({ jwks, jwks_uri }) => (jwks && jwks_uri ? violation('/jwks', 'must be absent while jwks_uri is set') : ok),
});
