import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';
import { type GrantType } from '../vocabulary.js';

/** The grants whose tokens speak of the client alone, so that it is nobody if it cannot prove who it is. */
const forAuthenticatedClients: readonly GrantType[] = ['client_credentials', 'agent_credentials'];

export const publicClientHasNoClientCredentials = rule({
  id: 'public-client-has-no-client-credentials',
  spec: rfc(6749, '4.4'),
  severity: 'error',
  reads: ['token_endpoint_auth_method', 'grant_types'],
  check: ({ token_endpoint_auth_method, grant_types }) =>
    token_endpoint_auth_method === 'none'
      ? forAuthenticatedClients
          .filter((grant) => grant_types.includes(grant))
          .map((grant) =>
            violation('/token_endpoint_auth_method', `must not be none: the grant ${grant} needs authentication`),
          )
      : ok,
});
