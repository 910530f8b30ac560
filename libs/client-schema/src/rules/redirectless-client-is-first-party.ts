import { ok, rule, violation } from '../rule.js';
import { firstPartyApps } from '../specs.js';

export const redirectlessClientIsFirstParty = rule({
  id: 'redirectless-client-is-first-party',
  spec: firstPartyApps('9.1'),
  severity: 'error',
  reads: ['allow_redirectless_authentication', 'first_party'],
  check: ({ allow_redirectless_authentication, first_party }) =>
    allow_redirectless_authentication && !first_party
      ? violation('/first_party', 'must be true with the sign-in API: users give their passwords to the application')
      : ok,
});
