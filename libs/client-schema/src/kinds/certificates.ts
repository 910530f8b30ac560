import { certificateBundleFault, certificatePemFault } from '../certificate-pem.js';
import { type CertificateSubjectType, certificateSubjectFault, maxSubjectLength } from '../certificate-subject.js';
import { Check, kind } from '../kind.js';

/** One X.509 certificate in PEM, RFC 7468 §5. */
export const CertificatePem = kind<string>('certificate-pem', {
  control: 'text-area',
  checks: () => [Check('certificatePem', certificatePemFault)],
  schema: () => ({ type: 'string', minLength: 1, maxLength: 16_384 }),
});

/** X.509 certificates in PEM, one after the other; empty: none. */
export const CertificateBundlePem = kind<string>('certificate-bundle-pem', {
  control: 'text-area',
  checks: () => [Check('certificateBundlePem', (value) => (value === '' ? undefined : certificateBundleFault(value)))],
  schema: () => ({ type: 'string', maxLength: 262_144 }),
});

/** What a certificate must have in one place: a value of that place's syntax. */
export const CertificateSubjectValue = kind<string, { subject: CertificateSubjectType }>('certificate-subject', {
  control: 'text',
  checks: ({ subject }) => [Check('certificateSubject', (value) => certificateSubjectFault(subject, value))],
  schema: ({ subject }) => ({ type: 'string', minLength: 1, maxLength: maxSubjectLength(subject) }),
});
