import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const mutualTlsAliasesArePublished = rule({
  id: 'mutual-tls-aliases-are-published',
  spec: rfc(8705, '5'),
  severity: 'advice',
  reads: ['use_mtls_endpoint_aliases'],
  check: ({ use_mtls_endpoint_aliases }, { client_certificates: { aliases } }) =>
    use_mtls_endpoint_aliases && !aliases
      ? violation('/use_mtls_endpoint_aliases', 'has no effect: this server publishes no mtls_endpoint_aliases')
      : ok,
  fix: () => ({ use_mtls_endpoint_aliases: false }),
});
