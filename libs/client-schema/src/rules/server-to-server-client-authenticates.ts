import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const serverToServerClientAuthenticates = rule({
  id: 'server-to-server-client-authenticates',
  spec: rfc(6749, '2.1'),
  severity: 'error',
  reads: ['client_type', 'token_endpoint_auth_method', 'confidential'],
  check: ({ client_type, token_endpoint_auth_method, confidential }) => {
    if (client_type !== 'server_to_server') return ok;
    if (token_endpoint_auth_method === 'none') {
      return violation('/token_endpoint_auth_method', 'must not be none while client_type is server_to_server');
    }
    return confidential ? ok : violation('/confidential', 'must be true while client_type is server_to_server');
  },
});
