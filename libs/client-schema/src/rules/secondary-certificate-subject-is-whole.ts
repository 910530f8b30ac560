import { certificateSubjectFault } from '../certificate-subject.js';
import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const secondaryCertificateSubjectIsWhole = rule({
  id: 'secondary-certificate-subject-is-whole',
  spec: rfc(8705, '2.1.2'),
  severity: 'error',
  reads: ['secondary_tls_client_auth_subject_type', 'secondary_tls_client_auth_subject_value'],
  check: ({ secondary_tls_client_auth_subject_type: type, secondary_tls_client_auth_subject_value: value }) => {
    if (type === undefined && value === undefined) return ok;
    if (type === undefined) {
      return violation('/secondary_tls_client_auth_subject_type', 'must say of what the value is');
    }
    const fault = value === undefined ? `must be the ${type} of the certificate` : certificateSubjectFault(type, value);
    return fault === undefined ? ok : violation('/secondary_tls_client_auth_subject_value', fault);
  },
});
