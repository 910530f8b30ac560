import { partsOf, permittedResponseTypes } from '../response-types.js';
import { ok, rule, violation } from '../rule.js';
import { oidcRegistration } from '../specs.js';

export const unsignedIdTokenComesFromTheTokenEndpoint = rule({
  id: 'unsigned-id-token-comes-from-the-token-endpoint',
  spec: oidcRegistration('2'),
  severity: 'error',
  reads: ['id_token_signed_response_alg', 'restrict_response_types', 'response_types', 'grant_types'],
  check: (client) => {
    const type = permittedResponseTypes(client).find((one) => partsOf(one).includes('id_token'));
    return client.id_token_signed_response_alg === 'none' && type
      ? violation(
          '/id_token_signed_response_alg',
          `must not be none while the client may ask for ${type}: whoever holds the browser could write that token`,
        )
      : ok;
  },
});
