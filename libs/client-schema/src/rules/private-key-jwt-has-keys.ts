import { authenticationFields, waysToAuthenticate } from '../authentication-methods.js';
import { rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const privateKeyJwtHasKeys = rule({
  id: 'private-key-jwt-has-keys',
  spec: rfc(7591, '2'),
  severity: 'error',
  reads: authenticationFields,
  check: (client) =>
    waysToAuthenticate(client)
      .filter(({ methods }) => methods.includes('private_key_jwt'))
      .filter((way) => !way.jwks_uri && !way.jwks && !way.jwt_public_key && !way.client_verification_key_id)
      .map(({ prefix }) =>
        violation(
          `/${prefix}jwks_uri`,
          `or ${prefix}jwks must be present: private_key_jwt is verified with the keys of the client`,
        ),
      ),
});
