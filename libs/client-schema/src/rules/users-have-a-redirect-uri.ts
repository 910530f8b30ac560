import { isInteractive } from '../interactive.js';
import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const usersHaveARedirectUri = rule({
  id: 'users-have-a-redirect-uri',
  spec: rfc(7591, '2'),
  severity: 'error',
  reads: ['grant_types', 'redirect_uris', 'allow_unregistered_redirect_uris', 'allow_redirectless_authentication'],
  check: ({ grant_types, redirect_uris, allow_unregistered_redirect_uris, allow_redirectless_authentication }) =>
    isInteractive(grant_types) &&
    redirect_uris.length === 0 &&
    !allow_unregistered_redirect_uris &&
    !allow_redirectless_authentication
      ? violation('/redirect_uris', 'must have at least one entry for a client whose users sign in')
      : ok,
});
