import { authenticationFields, waysToAuthenticate } from '../authentication-methods.js';
import { rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const jwksByValueOrByReference = rule({
  id: 'jwks-by-value-or-by-reference',
  spec: rfc(7591, '2'),
  severity: 'error',
  reads: authenticationFields,
  check: (client) =>
    waysToAuthenticate(client).flatMap(({ prefix, jwks_uri, jwks, jwt_public_key }) => [
      ...(jwks && jwks_uri ? [violation(`/${prefix}jwks`, `must be absent while ${prefix}jwks_uri is set`)] : []),
      ...(jwt_public_key && (jwks_uri || jwks)
        ? [violation('/jwt_public_key', `must be absent while ${jwks_uri ? 'jwks_uri' : 'jwks'} is set`)]
        : []),
    ]),
});
