import { isPresent } from '../../conditions.js';
import { Group } from '../../field.js';
import { hasUsers } from '../../interactive.js';
import { Choice, Flag } from '../../kinds.js';
import { jarmSpec } from '../../specs.js';
import {
  type AssertionSigningAlg,
  type ContentEncryptionAlg,
  type KeyManagementAlg,
  asymmetricSigningAlgs,
  contentEncryptionAlgs,
  keyManagementAlgs,
  symmetricSigningAlgs,
} from '../../vocabulary.js';

@Group({
  name: 'jarm',
  title: 'Signed authorization answers',
  intro: 'Answers of the authorization endpoint as a signed JWT, so that nobody on the way can change or mix them.',
  spec: jarmSpec('1'),
})
export class JarmFields {
  /** A request must ask for one of the response modes whose answer is a JWT. Refusals are JWTs too. */
  @Flag({
    label: 'Require signed answers',
    help: 'Answers of the authorization endpoint must be signed: requests ask for a response mode with jwt.',
    spec: jarmSpec('2.3'),
    default: false,
    visibleWhen: hasUsers,
  })
  require_jwt_secured_authorization_response: boolean;

  /** The algorithm of answers that are a JWT; HS256, HS384 and HS512 take the client's secret. */
  @Choice({
    label: 'Answer signing algorithm',
    help: 'Algorithm that signs authorization answers.',
    spec: jarmSpec('3'),
    values: [...asymmetricSigningAlgs, ...symmetricSigningAlgs],
    default: 'RS256',
    visibleWhen: hasUsers,
  })
  authorization_signed_response_alg: AssertionSigningAlg;

  /** How the key of answers that are encrypted reaches the client; absent: they are signed only. */
  @Choice({
    label: 'Answer key encryption',
    help: 'Encrypt signed authorization answers to the application. Empty leaves them readable.',
    spec: jarmSpec('3'),
    values: keyManagementAlgs,
    visibleWhen: hasUsers,
    example: 'ECDH-ES+A128KW',
  })
  authorization_encrypted_response_alg?: KeyManagementAlg;

  /** The encryption of their content. */
  @Choice({
    label: 'Answer content encryption',
    help: 'How the content of authorization answers is encrypted.',
    spec: jarmSpec('3'),
    values: contentEncryptionAlgs,
    default: 'A128CBC-HS256',
    visibleWhen: isPresent('authorization_encrypted_response_alg'),
  })
  authorization_encrypted_response_enc: ContentEncryptionAlg;
}
