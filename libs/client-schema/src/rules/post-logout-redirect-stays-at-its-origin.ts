import { foreignPostLogoutRedirects } from '../redirects.js';
import { ok, rule, violation } from '../rule.js';
import { rpInitiatedLogout } from '../specs.js';

export const postLogoutRedirectStaysAtItsOrigin = rule({
  id: 'post-logout-redirect-stays-at-its-origin',
  spec: rpInitiatedLogout('3.1'),
  severity: 'error',
  reads: ['post_logout_redirect_uris', 'redirect_uris'],
  check: (client, { settings }) =>
    settings.require_post_logout_same_origin
      ? foreignPostLogoutRedirects(client).map((pointer) =>
          violation(pointer, 'must be on the origin of a redirect URI (require_post_logout_same_origin)'),
        )
      : ok,
});
