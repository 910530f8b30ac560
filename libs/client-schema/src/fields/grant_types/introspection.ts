import { all, is, isPresent } from '../../conditions.js';
import { Group } from '../../field.js';
import { Choice, Flag } from '../../kinds.js';
import { ours, rfc } from '../../specs.js';
import {
  type AssertionSigningAlg,
  type ContentEncryptionAlg,
  type KeyManagementAlg,
  asymmetricSigningAlgs,
  contentEncryptionAlgs,
  keyManagementAlgs,
  symmetricSigningAlgs,
} from '../../vocabulary.js';

const introspects = is('allow_token_introspection', true);

@Group({
  name: 'introspection',
  title: 'Introspection answers',
  intro: 'Which tokens an API is told of, and how answers are signed that it must be able to show.',
  spec: rfc(9701),
})
export class IntrospectionFields {
  /** True: a request that names no access token manager is answered for tokens of every one that the client may use. */
  @Flag({
    label: 'Tokens of all access token managers',
    help: 'Answer about tokens of every manager that this API may use. Otherwise of its own one, unless it names another.',
    spec: ours('access-tokens'),
    default: false,
    visibleWhen: all(introspects, is('restrict_to_default_access_token_manager', false)),
  })
  validate_against_all_access_token_managers: boolean;

  /** The algorithm of answers that the client asks for as a JWT; HS256, HS384 and HS512 take its secret. */
  @Choice({
    label: 'Introspection signing algorithm',
    help: 'Algorithm that signs introspection answers that are asked for as a JWT.',
    spec: rfc(9701, '6'),
    values: [...asymmetricSigningAlgs, ...symmetricSigningAlgs],
    default: 'RS256',
    visibleWhen: introspects,
  })
  introspection_signed_response_alg: AssertionSigningAlg;

  /** How the key of answers that are encrypted reaches the client; absent: they are signed only. */
  @Choice({
    label: 'Introspection key encryption',
    help: 'Encrypt signed introspection answers to the application. Empty leaves them readable.',
    spec: rfc(9701, '6'),
    values: keyManagementAlgs,
    visibleWhen: introspects,
    example: 'ECDH-ES+A128KW',
  })
  introspection_encrypted_response_alg?: KeyManagementAlg;

  /** The encryption of their content. */
  @Choice({
    label: 'Introspection content encryption',
    help: 'How the content of introspection answers is encrypted.',
    spec: rfc(9701, '6'),
    values: contentEncryptionAlgs,
    default: 'A128CBC-HS256',
    visibleWhen: all(introspects, isPresent('introspection_encrypted_response_alg')),
  })
  introspection_encrypted_response_enc: ContentEncryptionAlg;
}
