import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const tokensAreBoundInOneWay = rule({
  id: 'tokens-are-bound-in-one-way',
  spec: rfc(9449, '5.2'),
  severity: 'error',
  reads: ['dpop_bound_access_tokens', 'tls_client_certificate_bound_access_tokens'],
  check: ({ dpop_bound_access_tokens, tls_client_certificate_bound_access_tokens }) =>
    dpop_bound_access_tokens && tls_client_certificate_bound_access_tokens
      ? violation(
          '/dpop_bound_access_tokens',
          'must be off while tokens are bound to the certificate: require one kind of proof alone',
        )
      : ok,
});
