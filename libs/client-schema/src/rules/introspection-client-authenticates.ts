import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const introspectionClientAuthenticates = rule({
  id: 'introspection-client-authenticates',
  spec: rfc(7662, '2.1'),
  severity: 'error',
  reads: ['token_endpoint_auth_method', 'allow_token_introspection'],
  check: ({ token_endpoint_auth_method, allow_token_introspection }) =>
    token_endpoint_auth_method === 'none' && allow_token_introspection
      ? violation('/token_endpoint_auth_method', 'must not be none: token introspection needs authentication')
      : ok,
});
