import { waysToAuthenticate, authenticationFields } from '../authentication-methods.js';
import { rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

const methods = ['tls_client_auth', 'self_signed_tls_client_auth'] as const;

export const mutualTlsIsSwitchedOn = rule({
  id: 'mutual-tls-is-switched-on',
  spec: rfc(8705, '2'),
  severity: 'error',
  reads: [
    ...authenticationFields,
    'tls_client_certificate_bound_access_tokens',
    'use_mtls_endpoint_aliases',
    'tls_client_auth_termination',
  ],
  check: (client, { client_certificates: { terminations } }) => {
    const { tls_client_certificate_bound_access_tokens, use_mtls_endpoint_aliases } = client;
    const uses = [
      ...waysToAuthenticate(client)
        .filter((way) => methods.some((method) => way.methods.includes(method)))
        .map(({ prefix }) => `${prefix}token_endpoint_auth_method`),
      ...(tls_client_certificate_bound_access_tokens ? ['tls_client_certificate_bound_access_tokens'] : []),
      ...(use_mtls_endpoint_aliases ? ['use_mtls_endpoint_aliases'] : []),
    ];
    if (terminations.length === 0) {
      return uses.map((name) =>
        violation(`/${name}`, 'needs client certificates, which this server does not ask for: see its configuration'),
      );
    }
    const { tls_client_auth_termination: termination } = client;
    return uses.length > 0 && termination !== 'either' && !terminations.includes(termination)
      ? violation('/tls_client_auth_termination', `must be either or ${terminations[0]}: no other way is configured`)
      : [];
  },
});
