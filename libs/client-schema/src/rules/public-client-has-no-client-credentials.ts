import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const publicClientHasNoClientCredentials = rule({
  id: 'public-client-has-no-client-credentials',
  spec: rfc(6749, '4.4'),
  severity: 'error',
  reads: ['token_endpoint_auth_method', 'grant_types'],
  check: ({ token_endpoint_auth_method, grant_types }) =>
    token_endpoint_auth_method === 'none' && grant_types.includes('client_credentials')
      ? violation('/token_endpoint_auth_method', 'must not be none: the client credentials grant needs authentication')
      : ok,
});
