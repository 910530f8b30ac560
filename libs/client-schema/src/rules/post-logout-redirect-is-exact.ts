import { hasWildcard } from '../redirect-uri-wildcard.js';
import { rule, violation } from '../rule.js';
import { rpInitiatedLogout } from '../specs.js';

export const postLogoutRedirectIsExact = rule({
  id: 'post-logout-redirect-is-exact',
  spec: rpInitiatedLogout('3.1'),
  severity: 'error',
  reads: ['post_logout_redirect_uris'],
  check: ({ post_logout_redirect_uris }) =>
    post_logout_redirect_uris.flatMap((uri, index) =>
      hasWildcard(uri)
        ? [violation(`/post_logout_redirect_uris/${index}`, 'must not contain a wildcard, whatever the policy')]
        : [],
    ),
});
