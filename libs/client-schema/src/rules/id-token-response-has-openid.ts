import { availableScopes } from '../available-scopes.js';
import { partsOf, permittedResponseTypes } from '../response-types.js';
import { ok, rule, violation } from '../rule.js';
import { oidcCore } from '../specs.js';

export const idTokenResponseHasOpenid = rule({
  id: 'id-token-response-has-openid',
  spec: oidcCore('3.2.2.1'),
  severity: 'error',
  reads: [
    'restrict_response_types',
    'response_types',
    'grant_types',
    'scope',
    'restrict_common_scopes',
    'restricted_common_scopes',
    'allow_exclusive_scopes',
    'exclusive_scopes',
  ],
  check: (client, server) => {
    const type = permittedResponseTypes(client).find((one) => partsOf(one).includes('id_token'));
    return type && !availableScopes(client, server).has('openid')
      ? violation(
          '/response_types',
          `must not permit ${type}, which takes the scope openid: the client may not ask for it`,
        )
      : ok;
  },
});
