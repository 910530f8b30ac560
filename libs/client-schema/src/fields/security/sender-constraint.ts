import { any, is } from '../../conditions.js';
import { Group } from '../../field.js';
import { Flag } from '../../kinds.js';
import { rfc } from '../../specs.js';
import { authenticatesBy } from '../authentication/client-authentication.js';

@Group({
  name: 'dpop',
  title: 'Sender-constrained tokens',
  intro: 'Tokens that are worth something only to the application that they were issued to.',
  spec: rfc(9700, '2.2'),
})
export class SenderConstraintFields {
  /**
   * Every token request must prove with a DPoP proof that the client holds a key: its access tokens are bound to it, and
   * so are the refresh tokens of a public client. Without this, tokens are bound where a proof is sent.
   */
  @Flag({
    label: 'Require DPoP',
    help: 'Tokens work only together with a key that the application proves to hold with every request.',
    spec: rfc(9449, '5.2'),
    default: false,
  })
  dpop_bound_access_tokens: boolean;

  /**
   * Access tokens are bound to the certificate of the connection on which they were asked for, and so are the refresh
   * tokens of a public client. Without a certificate there are none.
   */
  @Flag({
    label: 'Bind tokens to the certificate',
    help: 'Tokens work only together with the TLS certificate of the application that asked for them.',
    spec: rfc(8705, '3'),
    default: false,
  })
  tls_client_certificate_bound_access_tokens: boolean;

  /** The client calls the addresses in `mtls_endpoint_aliases`; its certificate counts nowhere else. */
  @Flag({
    label: 'Use the mutual-TLS addresses',
    help: 'The application shows its certificate at the mutual-TLS addresses of this server, and only there.',
    spec: rfc(8705, '5'),
    default: false,
    visibleWhen: any(
      authenticatesBy('tls_client_auth', 'self_signed_tls_client_auth'),
      is('secondary_token_endpoint_auth_method', 'tls_client_auth'),
      is('secondary_token_endpoint_auth_method', 'self_signed_tls_client_auth'),
      is('tls_client_certificate_bound_access_tokens', true),
    ),
  })
  use_mtls_endpoint_aliases: boolean;
}
