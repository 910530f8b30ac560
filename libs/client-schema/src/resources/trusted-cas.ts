import { isCertificateAuthority } from '../certificate-pem.js';
import { exampleCertificate } from '../example-certificate.js';
import { Group } from '../field.js';
import { CertificatePem, Text } from '../kinds.js';
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
}

export type TrustedCa = RecordOf<TrustedCaMembers>;

export const trustedCas: Resource<'trusted_cas', TrustedCaMembers> = {
  name: 'trusted_cas',
  members: TrustedCaMembers,
  id: 'id',
  writtenWith: 'keys:write',
  authenticatesClients: true,
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
  ],
};
