import { is } from '../../conditions.js';
import { Group } from '../../field.js';
import { hasUsers } from '../../interactive.js';
import { Flag, Seconds } from '../../kinds.js';
import { rfc } from '../../specs.js';

@Group({
  name: 'par',
  title: 'Pushed requests (PAR)',
  intro: 'The application hands its authorization request to this server itself, and the browser carries a reference.',
  spec: rfc(9126),
})
export class ParFields {
  /** Authorization requests must have been pushed. Also in effect while the server’s `par_status` is `required`. */
  @Flag({
    label: 'Require pushed requests',
    help: 'Refuse authorization requests that the application has not pushed to this server first.',
    spec: rfc(9126, '6'),
    default: false,
    visibleWhen: hasUsers,
  })
  require_pushed_authorization_requests: boolean;

  /** How long a pushed request waits for the browser, in seconds; `expires_in` of the answer. */
  @Seconds({
    label: 'Pushed request lifetime',
    help: 'How long a pushed request waits for the browser.',
    spec: rfc(9126, '2.2'),
    min: 5,
    max: 600,
    inherits: 60,
    visibleWhen: hasUsers,
  })
  pushed_authorization_request_ttl?: number | null;

  /** A pushed request of the authenticated client may name a redirect URI that is not registered. */
  @Flag({
    label: 'Allow other redirect URIs in pushed requests',
    help: 'A pushed request may name a redirect URI that is not registered. Better: a redirect URI policy.',
    spec: rfc(9126, '2.4'),
    default: false,
    visibleWhen: is('require_pushed_authorization_requests', true),
  })
  allow_unregistered_redirect_uris: boolean;
}
