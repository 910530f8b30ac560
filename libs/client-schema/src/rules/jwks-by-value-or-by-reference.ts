import { authenticationFields, waysToAuthenticate } from '../authentication-methods.js';
import { rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

/** Where keys may come from, the best source first. */
const sources = ['jwks_uri', 'jwks', 'jwt_public_key', 'client_verification_key_id'] as const;

export const jwksByValueOrByReference = rule({
  id: 'jwks-by-value-or-by-reference',
  spec: rfc(7591, '2'),
  severity: 'error',
  reads: authenticationFields,
  check: (client) =>
    waysToAuthenticate(client).flatMap((way) => {
      const [first, ...others] = sources.filter((name) => way[name] !== undefined);
      return others.map((name) =>
        violation(`/${way.prefix}${name}`, `must be absent while ${way.prefix}${first} is set`),
      );
    }),
});
