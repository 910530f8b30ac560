import { ok, rule, violation } from '../rule.js';
import { firstPartyApps } from '../specs.js';

export const redirectlessClientHasTheCodeGrant = rule({
  id: 'redirectless-client-has-the-code-grant',
  spec: firstPartyApps('5.2.1'),
  severity: 'error',
  reads: ['allow_redirectless_authentication', 'grant_types'],
  check: ({ allow_redirectless_authentication, grant_types }) =>
    allow_redirectless_authentication && !grant_types.includes('authorization_code')
      ? violation(
          '/allow_redirectless_authentication',
          'must be false without the grant type authorization_code: what the sign-in API gives is a code',
        )
      : ok,
});
