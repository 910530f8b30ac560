import { oidOfAttribute, parseDistinguishedName, valuesOf } from '../distinguished-name.js';
import { rule, violation } from '../rule.js';
import { ours } from '../specs.js';

export const comparedRdnsAreInTheSubject = rule({
  id: 'compared-rdns-are-in-the-subject',
  spec: ours('mtls'),
  severity: 'error',
  reads: ['tls_client_auth_subject_dn', 'tls_client_auth_rdns_to_match'],
  check: ({ tls_client_auth_subject_dn, tls_client_auth_rdns_to_match }) => {
    const subject = parseDistinguishedName(tls_client_auth_subject_dn ?? '');
    if (!subject) return [];
    return tls_client_auth_rdns_to_match.flatMap((type, index) =>
      valuesOf(subject, oidOfAttribute(type)!).length > 0
        ? []
        : [violation(`/tls_client_auth_rdns_to_match/${index}`, 'must be in tls_client_auth_subject_dn')],
    );
  },
});
