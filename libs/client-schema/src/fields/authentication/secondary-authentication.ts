import { type CertificateSubjectType, certificateSubjectTypes, maxSubjectLength } from '../../certificate-subject.js';
import { any, is, not } from '../../conditions.js';
import { exampleCertificate } from '../../example-certificate.js';
import { Group } from '../../field.js';
import { CertificatePem, Choice, HttpsUrl, Instant, JwkSet, Reference, References, Secret, Text } from '../../kinds.js';
import { oidcCore, oidcRegistration, ours, rfc } from '../../specs.js';
import {
  type AssertionSigningAlg,
  type ClientAuthenticationMethod,
  type PublicJwkSet,
  asymmetricSigningAlgs,
  clientAuthenticationMethods,
  symmetricSigningAlgs,
} from '../../vocabulary.js';
import { symmetricKey } from './client-keys.js';
import { maxIssuers } from './mtls.js';
import { secretText } from './secret.js';

const methods = clientAuthenticationMethods.filter((method) => method !== 'none');
const uses = (...some: readonly ClientAuthenticationMethod[]) =>
  any(...some.map((method) => is('secondary_token_endpoint_auth_method', method)));

@Group({
  name: 'secondary_authentication',
  title: 'Secondary authentication',
  intro: 'A second way to authenticate, with credentials of its own: for moving to another method without an outage.',
  spec: ours('client-authentication'),
})
export class SecondaryAuthenticationFields {
  /** A second way to authenticate, tried when the first fails. Its credentials are those of this group alone. */
  @Choice({
    label: 'Second method',
    help: 'A second way to authenticate, with its own credentials below. Empty: there is none.',
    spec: ours('client-authentication'),
    values: methods,
    visibleWhen: not(is('token_endpoint_auth_method', 'none')),
    example: 'private_key_jwt',
  })
  secondary_token_endpoint_auth_method?: Exclude<ClientAuthenticationMethod, 'none'>;

  /** From then on the second way is refused. Absent: it does not end. RFC 3339, UTC. */
  @Instant({
    label: 'Second method ends',
    help: 'When the second way stops working. Empty: never.',
    spec: ours('client-authentication'),
    visibleWhen: uses(...methods),
    example: '2030-01-31T12:00:00Z',
  })
  secondary_authentication_expires_at?: string;

  /** A chosen secret for the second way; absent where one is needed: it is generated. Shown once. */
  @Secret({
    ...secretText,
    label: 'Second secret',
    help: 'The secret of the second way. Leave empty to have a strong one generated. Shown once.',
    spec: rfc(6749, '2.3.1'),
    visibleWhen: uses('client_secret_basic', 'client_secret_post', 'client_secret_jwt'),
  })
  secondary_client_secret?: string;

  /** Signs assertions of the second way in place of its secret: 32 to 256 octets, base64url. Never shown. */
  @Secret({
    ...symmetricKey,
    label: 'Second key for assertions',
    help: 'A shared key for assertions of the second way: 32 to 256 octets, base64url.',
    spec: oidcCore('9'),
    visibleWhen: uses('client_secret_jwt'),
  })
  secondary_client_assertion_symmetric_key?: string;

  /** A record of `credential_managers` that knows the second secret in place of this server. */
  @Reference({
    label: 'Second credential manager',
    help: 'A store elsewhere that is asked whether the second secret is right.',
    spec: ours('client-authentication'),
    resource: 'credential_managers',
    visibleWhen: uses('client_secret_basic', 'client_secret_post'),
    example: 'vault',
  })
  secondary_credential_manager_id?: string;

  /** The one algorithm accepted for assertions of the second way; absent: any that fits. */
  @Choice({
    label: 'Second assertion signing algorithm',
    help: 'Algorithm of the assertions of the second way. Empty accepts any that fits its keys.',
    spec: oidcRegistration('2'),
    values: [...asymmetricSigningAlgs, ...symmetricSigningAlgs],
    visibleWhen: uses('private_key_jwt', 'client_secret_jwt'),
    example: 'ES256',
  })
  secondary_token_endpoint_auth_signing_alg?: AssertionSigningAlg;

  /** Where the keys of the second way are published; fetched when they are needed, and cached. */
  @HttpsUrl({
    label: 'Second JWK Set address',
    help: 'Address of the public keys of the second way.',
    spec: rfc(7591, '2'),
    visibleWhen: uses('private_key_jwt', 'self_signed_tls_client_auth'),
    example: 'https://app.example.com/next-jwks.json',
  })
  secondary_jwks_uri?: string;

  /** The public keys of the second way by value. */
  @JwkSet({
    label: 'Second JWK Set',
    help: 'The public keys of the second way, pasted in.',
    spec: rfc(7517, '5'),
    visibleWhen: uses('private_key_jwt', 'self_signed_tls_client_auth'),
    // RFC 8037 appendix A.2.
    example: {
      keys: [{ kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo', use: 'sig', kid: '2' }],
    },
  })
  secondary_jwks?: PublicJwkSet;

  /** A public key of the resource `verification_keys`, in place of keys of its own. */
  @Reference({
    label: 'Second stored public key',
    help: 'A public key that is kept at this server for several clients, in place of keys of its own.',
    spec: ours('client-authentication'),
    resource: 'verification_keys',
    visibleWhen: uses('private_key_jwt'),
    example: 'partner-2026',
  })
  secondary_client_verification_key_id?: string;

  /** What of the certificate of the second way is compared with `secondary_tls_client_auth_subject_value`. */
  @Choice({
    label: 'Second certificate: compared field',
    help: 'Which field of the certificate says that it is the application’s.',
    spec: rfc(8705, '2.1.2'),
    values: certificateSubjectTypes,
    visibleWhen: uses('tls_client_auth'),
    example: 'san_dns',
  })
  secondary_tls_client_auth_subject_type?: CertificateSubjectType;

  /** The value that it must have, in the syntax of that field. */
  @Text({
    label: 'Second certificate: its value',
    help: 'The value that field must have.',
    spec: rfc(8705, '2.1.2'),
    max: maxSubjectLength('san_uri'),
    visibleWhen: uses('tls_client_auth'),
    example: 'billing.example.com',
  })
  secondary_tls_client_auth_subject_value?: string;

  /** Records of `trusted_cas` to which the certificate of the second way must lead; none: to any of them. */
  @References({
    label: 'Second certificate: issuers',
    help: 'Authorities it must come from. Empty accepts every authority that this server trusts.',
    spec: ours('mtls'),
    resource: 'trusted_cas',
    maxItems: maxIssuers,
    default: [],
    visibleWhen: uses('tls_client_auth'),
    example: ['partners'],
  })
  secondary_tls_client_auth_issuer_ids: string[];

  /** The one certificate that the second way accepts. */
  @CertificatePem({
    label: 'Second pinned certificate',
    help: 'Accept this certificate alone. Paste it as PEM.',
    spec: ours('mtls'),
    visibleWhen: uses('tls_client_auth', 'self_signed_tls_client_auth'),
    example: exampleCertificate,
  })
  secondary_tls_client_pinned_certificate?: string;
}
