import { authenticationFields, waysToAuthenticate } from '../authentication-methods.js';
import { rule, violation } from '../rule.js';
import { ours } from '../specs.js';

export const credentialManagerVerifiesSecrets = rule({
  id: 'credential-manager-verifies-secrets',
  spec: ours('client-authentication'),
  severity: 'error',
  reads: authenticationFields,
  check: (client) =>
    waysToAuthenticate(client).flatMap(({ prefix, methods, credential_manager_id }) =>
      credential_manager_id !== undefined && methods.includes('client_secret_jwt')
        ? [
            violation(
              `/${prefix}credential_manager_id`,
              'must be absent while client_secret_jwt is a method: an assertion is no secret that could be asked about',
            ),
          ]
        : [],
    ),
});
