import { ok, rule, violation } from '../rule.js';
import { ours } from '../specs.js';

export const serverToServerClientHasNoUsers = rule({
  id: 'server-to-server-client-has-no-users',
  spec: ours('clients'),
  severity: 'error',
  reads: ['client_type', 'grant_types'],
  check: ({ client_type, grant_types }) =>
    client_type === 'server_to_server' && grant_types.includes('authorization_code')
      ? violation('/grant_types', 'must not contain authorization_code while client_type is server_to_server')
      : ok,
});
