import { isCertificateAuthority } from '../certificate-pem.js';
import { exampleCertificate } from '../example-certificate.js';
import { Group } from '../field.js';
import { CertificatePem, Instant, Text } from '../kinds.js';
import { type RecordOf, type Resource } from '../resource.js';
import { ok, violation } from '../rule.js';
import { ours, rfc } from '../specs.js';
import { recordId } from './record-id.js';

/** A certificate authority whose word counts when a client shows a certificate. */
@Group({
  name: 'trusted_ca',
  title: 'Trusted certificate authorities',
  intro: 'Authorities that may issue the certificates with which clients authenticate.',
  spec: ours('mtls'),
})
export class TrustedCaMembers {
  @Text({ ...recordId, spec: ours('mtls'), example: 'partners' })
  id: string;

  @Text({
    label: 'Name',
    help: 'What administrators call it.',
    spec: ours('mtls'),
    required: true,
    max: 128,
    example: 'Partner authority 2026',
  })
  name: string;

  /** The authority’s own certificate. It is trusted as it is, whoever signed it, while it is valid. */
  @CertificatePem({
    label: 'Certificate',
    help: 'The certificate of the authority, as PEM.',
    spec: rfc(5280, '6'),
    required: true,
    example: exampleCertificate,
  })
  certificate: string;

  /** Whose certificate it is, RFC 4514. Like the members below, the server reads it from the certificate. */
  @Text({
    label: 'Subject',
    help: 'The authority, as its certificate names it.',
    spec: rfc(5280, '4.1.2.6'),
    access: 'read_only',
    max: 4096,
    example: 'CN=Example Authority,O=Example',
  })
  subject_dn?: string;

  @Instant({
    label: 'Valid from',
    help: 'Before that it vouches for nobody.',
    spec: rfc(5280, '4.1.2.5'),
    access: 'read_only',
    example: '2026-11-21T19:52:10Z',
  })
  valid_from?: string;

  @Instant({
    label: 'Expires',
    help: 'From then on it vouches for nobody.',
    spec: rfc(5280, '4.1.2.5'),
    access: 'read_only',
    example: '2046-11-16T19:52:10Z',
  })
  expires_at?: string;

  @Text({
    label: 'Issuer',
    help: 'Who issued its certificate; most are their own issuer.',
    spec: rfc(5280, '4.1.2.4'),
    access: 'read_only',
    max: 4096,
    example: 'CN=Example Authority,O=Example',
  })
  issuer_dn?: string;

  /** Hexadecimal. */
  @Text({
    label: 'Serial number',
    help: 'Number of its certificate, in hexadecimal digits.',
    spec: rfc(5280, '4.1.2.2'),
    access: 'read_only',
    max: 64,
    example: '16ABC02D033F688B0061F07FDB2FCFD649863F32',
  })
  serial_number?: string;

  /** Of the DER, as OpenSSL prints it: pairs of hexadecimal digits with colons between them. */
  @Text({
    label: 'SHA-256 fingerprint',
    help: 'Fingerprint of its certificate, to compare with what the authority publishes.',
    spec: ours('mtls'),
    access: 'read_only',
    max: 95,
    example: '7E:50:1B:15:39:E7:7B:EC:62:26:BC:3C:08:D3:61:B3:43:3E:E7:07:3A:13:F5:80:62:C2:AA:99:0D:2C:AF:F5',
  })
  sha256_fingerprint?: string;
}

/** The same for every way to break the lines of a PEM. */
function derOf(pem: string): string {
  return pem.replaceAll(/-----[^-]+-----|\s/g, '');
}

export type TrustedCa = RecordOf<TrustedCaMembers>;

export const trustedCas: Resource<'trusted_cas', TrustedCaMembers> = {
  name: 'trusted_cas',
  members: TrustedCaMembers,
  id: 'id',
  writtenWith: 'keys:write',
  // It vouches for every client that chooses no authority of its own, whatever that client may do.
  isForAdministrators: () => true,
  systemMembers: [],
  standard: [],
  rules: [
    {
      id: 'certificate-is-of-an-authority',
      spec: rfc(5280, '4.2.1.9'),
      check: ({ certificate }) =>
        isCertificateAuthority(certificate)
          ? ok
          : violation('/certificate', 'must be of an authority: its basic constraints say cA'),
    },
    {
      id: 'certificate-is-listed-once',
      spec: ours('mtls'),
      check: ({ id, certificate }, { trusted_cas }) => {
        const other = trusted_cas.find((one) => one.id !== id && derOf(one.certificate) === derOf(certificate));
        return other ? violation('/certificate', `must differ from that of ${other.id}`) : ok;
      },
    },
  ],
};
