import { all, includes, is, not } from '../../conditions.js';
import { Group } from '../../field.js';
import { Flag } from '../../kinds.js';
import { rfc } from '../../specs.js';

const authenticates = not(is('token_endpoint_auth_method', 'none'));

@Group({
  name: 'public_access',
  title: 'Requests without authentication',
  intro: 'What a client that has credentials may do without them, such as a part of it that runs in a browser.',
  spec: rfc(6749, '2.1'),
})
export class PublicAccessFields {
  /** Whether a refresh may come without client authentication; the client_id is still needed. */
  @Flag({
    label: 'Refresh without authentication',
    help: 'Let this client refresh tokens with its client_id alone. Needs refresh tokens that rotate.',
    spec: rfc(6749, '6'),
    default: false,
    visibleWhen: all(includes('grant_types', 'refresh_token'), authenticates),
  })
  public_refresh_token: boolean;

  /** Whether a revocation may come without client authentication; the client_id is still needed. */
  @Flag({
    label: 'Revoke without authentication',
    help: 'Let this client revoke its tokens with its client_id alone.',
    spec: rfc(7009, '2.1'),
    default: false,
    visibleWhen: all(is('allow_token_revocation', true), authenticates),
  })
  public_revoke: boolean;
}
