import { any, is, isPresent } from '../../conditions.js';
import { Group } from '../../field.js';
import { hasUsers } from '../../interactive.js';
import { Choice, Reference } from '../../kinds.js';
import { oidcRegistration, ours } from '../../specs.js';
import {
  type ContentEncryptionAlg,
  type KeyManagementAlg,
  asymmetricKeyManagementAlgs,
  contentEncryptionAlgs,
  keyManagementAlgs,
} from '../../vocabulary.js';

@Group({
  name: 'encryption',
  title: 'Encryption',
  intro: 'ID tokens and userinfo answers that only this application can read.',
  spec: oidcRegistration('2'),
})
export class EncryptionFields {
  /** How the key of encrypted ID tokens reaches the client; absent: they are signed only. */
  @Choice({
    label: 'ID token key encryption',
    help: 'Encrypt ID tokens to the application, after they are signed. Empty leaves them readable.',
    spec: oidcRegistration('2'),
    values: keyManagementAlgs,
    visibleWhen: hasUsers,
    example: 'ECDH-ES+A128KW',
  })
  id_token_encrypted_response_alg?: KeyManagementAlg;

  /** The encryption of their content. */
  @Choice({
    label: 'ID token content encryption',
    help: 'How the content of ID tokens is encrypted.',
    spec: oidcRegistration('2'),
    values: contentEncryptionAlgs,
    default: 'A128CBC-HS256',
    visibleWhen: isPresent('id_token_encrypted_response_alg'),
  })
  id_token_encrypted_response_enc: ContentEncryptionAlg;

  /** A record of `verification_keys` with the use `enc` that ID tokens are encrypted to, in place of the client’s own keys. */
  @Reference({
    label: 'Stored key for ID tokens',
    help: 'A public key kept at this server that ID tokens are encrypted to, in place of the application’s own keys.',
    spec: ours('keys'),
    resource: 'verification_keys',
    visibleWhen: any(...asymmetricKeyManagementAlgs.map((alg) => is('id_token_encrypted_response_alg', alg))),
    example: 'partner-2026',
  })
  id_token_encryption_key_id?: string;

  /** How the key of encrypted userinfo answers reaches the client; absent: they are not encrypted. */
  @Choice({
    label: 'Userinfo key encryption',
    help: 'Encrypt signed userinfo answers to the application. Empty leaves them readable.',
    spec: oidcRegistration('2'),
    values: keyManagementAlgs,
    visibleWhen: hasUsers,
    example: 'ECDH-ES+A128KW',
  })
  userinfo_encrypted_response_alg?: KeyManagementAlg;

  /** The encryption of their content. */
  @Choice({
    label: 'Userinfo content encryption',
    help: 'How the content of userinfo answers is encrypted.',
    spec: oidcRegistration('2'),
    values: contentEncryptionAlgs,
    default: 'A128CBC-HS256',
    visibleWhen: isPresent('userinfo_encrypted_response_alg'),
  })
  userinfo_encrypted_response_enc: ContentEncryptionAlg;
}
