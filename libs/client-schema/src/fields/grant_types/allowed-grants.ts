import { Group } from '../../field.js';
import { Choices, Flag } from '../../kinds.js';
import { rfc } from '../../specs.js';
import { type GrantType, grantTypes } from '../../vocabulary.js';

@Group({
  name: 'allowed_grants',
  title: 'Allowed grants',
  intro: 'Ways this client may obtain tokens.',
  spec: rfc(7591, '2'),
})
export class AllowedGrantFields {
  /** The grants this client may use at the token endpoint. */
  @Choices({
    label: 'Grant types',
    help: 'Ways this client may obtain tokens. Another grant is refused with unauthorized_client.',
    spec: rfc(7591, '2'),
    values: grantTypes,
    discouraged: {
      values: ['implicit'],
      why: 'Tokens of the implicit grant pass through the browser, where they leak. Use the code grant with PKCE.',
      spec: rfc(9700, '2.1.2'),
    },
    default: [],
    example: ['authorization_code', 'refresh_token'],
  })
  grant_types: GrantType[];

  /** Whether the client may revoke tokens that it was given. */
  @Flag({
    label: 'May revoke its tokens',
    help: 'Allow this client to call the revocation endpoint for its own tokens.',
    spec: rfc(7009, '2'),
    default: true,
  })
  allow_token_revocation: boolean;

  /** Whether the client is a resource server: an API that asks what a token is worth. */
  @Flag({
    label: 'May introspect tokens',
    help: 'This client is an API that checks tokens at the introspection endpoint.',
    spec: rfc(7662, '2'),
    default: false,
  })
  allow_token_introspection: boolean;
}
