import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const serverToServerClientAuthenticates = rule({
  id: 'server-to-server-client-authenticates',
  spec: rfc(6749, '2.1'),
  severity: 'error',
  reads: ['client_type', 'token_endpoint_auth_method'],
  check: ({ client_type, token_endpoint_auth_method }) =>
    client_type === 'server_to_server' && token_endpoint_auth_method === 'none'
      ? violation('/token_endpoint_auth_method', 'must not be none while client_type is server_to_server')
      : ok,
});
