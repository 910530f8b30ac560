import { authenticationFields, waysToAuthenticate } from '../authentication-methods.js';
import { rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const selfSignedCertificateIsRegistered = rule({
  id: 'self-signed-certificate-is-registered',
  spec: rfc(8705, '2.2.2'),
  severity: 'error',
  reads: authenticationFields,
  check: (client) =>
    waysToAuthenticate(client)
      .filter(({ methods }) => methods.includes('self_signed_tls_client_auth'))
      .filter(({ jwks, jwks_uri, certificate }) => !jwks && !jwks_uri && certificate.pinned === undefined)
      .map(({ prefix }) =>
        violation(
          `/${prefix}jwks`,
          `must be present, or ${prefix}jwks_uri, or ${prefix}tls_client_pinned_certificate: nobody else vouches for a self-signed certificate`,
        ),
      ),
});
