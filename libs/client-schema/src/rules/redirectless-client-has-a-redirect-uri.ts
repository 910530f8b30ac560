import { ok, rule, violation } from '../rule.js';
import { firstPartyApps } from '../specs.js';

export const redirectlessClientHasARedirectUri = rule({
  id: 'redirectless-client-has-a-redirect-uri',
  spec: firstPartyApps('5.2.2.3'),
  severity: 'advice',
  reads: ['allow_redirectless_authentication', 'redirect_uris'],
  check: ({ allow_redirectless_authentication, redirect_uris }) =>
    allow_redirectless_authentication && redirect_uris.length === 0
      ? violation(
          '/redirect_uris',
          'should have an entry: whoever cannot sign in within the application is sent to a browser, and back',
        )
      : ok,
});
