import { foreignPostLogoutRedirects } from '../redirects.js';
import { rule, violation } from '../rule.js';
import { rpInitiatedLogout } from '../specs.js';

export const postLogoutRedirectHasARedirectOrigin = rule({
  id: 'post-logout-redirect-has-a-redirect-origin',
  spec: rpInitiatedLogout('3.1'),
  severity: 'advice',
  reads: ['post_logout_redirect_uris', 'redirect_uris'],
  check: (client) =>
    foreignPostLogoutRedirects(client).map((pointer) =>
      violation(pointer, 'should be on the origin of a redirect URI'),
    ),
});
