import { canBePostedTo } from '../redirect-uri.js';
import { ok, rule, violation } from '../rule.js';
import { formPostSpec } from '../specs.js';

export const responseModeReachesTheClient = rule({
  id: 'response-mode-reaches-the-client',
  spec: formPostSpec('2'),
  severity: 'error',
  reads: ['response_modes', 'redirect_uris'],
  check: ({ response_modes, redirect_uris }) =>
    response_modes?.every((mode) => mode === 'form_post' || mode === 'form_post.jwt') &&
    !redirect_uris.every(canBePostedTo)
      ? violation(
          '/response_modes',
          'must have another entry than form_post: a browser posts nothing to a redirect URI with the scheme of an app',
        )
      : ok,
});
