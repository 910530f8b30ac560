import { authenticationFields, waysToAuthenticate } from '../authentication-methods.js';
import { rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const tlsClientHasOneSubject = rule({
  id: 'tls-client-has-one-subject',
  spec: rfc(8705, '2.1.2'),
  severity: 'error',
  reads: authenticationFields,
  check: (client) =>
    waysToAuthenticate(client).flatMap(({ prefix, methods, certificate: { subjects, pinned } }) => {
      if (!methods.includes('tls_client_auth')) return [];
      const [first, ...others] = subjects;
      if (!first && pinned === undefined) {
        // The first way has a field for each kind of subject, the second one field for all of them.
        const pointer = prefix === '' ? '/tls_client_auth_subject_dn' : '/secondary_tls_client_auth_subject_value';
        return [
          violation(pointer, 'must be present, or another subject of the certificate, or the pinned certificate'),
        ];
      }
      return others.map(({ type }) =>
        violation(`/tls_client_auth_${type}`, `must be absent while tls_client_auth_${first!.type} is set`),
      );
    }),
});
