import { ok, rule, violation } from '../rule.js';
import { ours } from '../specs.js';
import { interactiveGrantTypes } from '../vocabulary.js';

export const serverToServerClientHasNoUsers = rule({
  id: 'server-to-server-client-has-no-users',
  spec: ours('clients'),
  severity: 'error',
  reads: ['client_type', 'grant_types'],
  check: ({ client_type, grant_types }) =>
    client_type === 'server_to_server'
      ? interactiveGrantTypes
          .filter((grant) => grant_types.includes(grant))
          .map((grant) => violation('/grant_types', `must not contain ${grant} while client_type is server_to_server`))
      : ok,
});
