import { any, is, isPresent } from '../../conditions.js';
import { attributeTypes } from '../../distinguished-name.js';
import { exampleCertificate } from '../../example-certificate.js';
import { Group } from '../../field.js';
import { CertificatePem, CertificateSubjectValue, Choice, Choices, References } from '../../kinds.js';
import { ours, rfc } from '../../specs.js';
import { type CertificateTermination, certificateTerminations } from '../../vocabulary.js';
import { authenticatesBy } from './client-authentication.js';

const usesAuthorities = authenticatesBy('tls_client_auth');
const usesCertificates = authenticatesBy('tls_client_auth', 'self_signed_tls_client_auth');

/** As many authorities as a client may choose. */
export const maxIssuers = 20;

@Group({
  name: 'mtls',
  title: 'Client certificate',
  intro: 'Which certificate the application shows when it opens its connection.',
  spec: rfc(8705, '2'),
})
export class MtlsFields {
  /** Subject of the certificate, RFC 4514: compared by its attributes, values character by character. */
  @CertificateSubjectValue({
    label: 'Certificate subject',
    help: 'The subject the certificate must have, as a distinguished name.',
    spec: rfc(8705, '2.1.2'),
    subject: 'subject_dn',
    visibleWhen: usesAuthorities,
    example: 'CN=billing,O=Example,C=DE',
  })
  tls_client_auth_subject_dn?: string;

  /** A dNSName of the certificate. No wildcard stands for it. */
  @CertificateSubjectValue({
    label: 'DNS name',
    help: 'A DNS name that the certificate must have.',
    spec: rfc(8705, '2.1.2'),
    subject: 'san_dns',
    visibleWhen: usesAuthorities,
    example: 'billing.example.com',
  })
  tls_client_auth_san_dns?: string;

  /** A uniformResourceIdentifier of the certificate, such as a SPIFFE id. */
  @CertificateSubjectValue({
    label: 'URI',
    help: 'A URI that the certificate must have, such as a SPIFFE id.',
    spec: rfc(8705, '2.1.2'),
    subject: 'san_uri',
    visibleWhen: usesAuthorities,
    example: 'spiffe://example.com/billing',
  })
  tls_client_auth_san_uri?: string;

  /** An iPAddress of the certificate, in any spelling of it. */
  @CertificateSubjectValue({
    label: 'IP address',
    help: 'An IP address that the certificate must have.',
    spec: rfc(8705, '2.1.2'),
    subject: 'san_ip',
    visibleWhen: usesAuthorities,
    example: '2001:db8::17',
  })
  tls_client_auth_san_ip?: string;

  /** An rfc822Name of the certificate; only its host is read without regard to case. */
  @CertificateSubjectValue({
    label: 'E-mail address',
    help: 'An e-mail address that the certificate must have.',
    spec: rfc(8705, '2.1.2'),
    subject: 'san_email',
    visibleWhen: usesAuthorities,
    example: 'billing@example.com',
  })
  tls_client_auth_san_email?: string;

  /** The attributes of the subject that are compared, with all their values; none: the whole name. */
  @Choices({
    label: 'Compared parts of the subject',
    help: 'Compare only these parts of the subject. Empty compares all of it.',
    spec: ours('mtls'),
    values: attributeTypes,
    default: [],
    visibleWhen: isPresent('tls_client_auth_subject_dn'),
    example: ['CN', 'O'],
  })
  tls_client_auth_rdns_to_match: string[];

  /** Records of `trusted_cas` to which the certificate must lead; none: to any of them, or of TLS_CLIENT_CA. */
  @References({
    label: 'Certificate issuers',
    help: 'Authorities the certificate must come from. Empty accepts every authority that this server trusts.',
    spec: ours('mtls'),
    resource: 'trusted_cas',
    maxItems: maxIssuers,
    default: [],
    visibleWhen: usesAuthorities,
    example: ['partners'],
  })
  tls_client_auth_issuer_ids: string[];

  /** The one certificate that is accepted. With tls_client_auth it must lead to an authority all the same. */
  @CertificatePem({
    label: 'Pinned certificate',
    help: 'Accept this certificate alone. Paste it as PEM.',
    spec: ours('mtls'),
    visibleWhen: usesCertificates,
    example: exampleCertificate,
  })
  tls_client_pinned_certificate?: string;

  /**
   * Where the certificate is read: of the TLS connection to this server (`direct`), of the header that a trusted proxy
   * sets (`proxy`), or whichever there is (`either`).
   */
  @Choice({
    label: 'TLS ends',
    help: 'Where certificates are read: on the connection to this server, in the header of a trusted proxy, or either.',
    spec: ours('mtls'),
    values: certificateTerminations,
    inherits: 'either',
    visibleWhen: any(
      usesCertificates,
      is('secondary_token_endpoint_auth_method', 'tls_client_auth'),
      is('secondary_token_endpoint_auth_method', 'self_signed_tls_client_auth'),
      is('tls_client_certificate_bound_access_tokens', true),
    ),
  })
  tls_client_auth_termination?: CertificateTermination | null;
}
