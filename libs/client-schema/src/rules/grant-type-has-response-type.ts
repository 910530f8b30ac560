import { isInteractive } from '../interactive.js';
import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const grantTypeHasResponseType = rule({
  id: 'grant-type-has-response-type',
  spec: rfc(7591, '2.1'),
  severity: 'error',
  reads: ['restrict_response_types', 'response_types', 'grant_types'],
  check: ({ restrict_response_types, response_types, grant_types }) =>
    restrict_response_types && isInteractive(grant_types) && !response_types.includes('code')
      ? violation('/response_types', 'must contain code while the client has the authorization code grant')
      : ok,
});
