import { mayAuthenticateBy } from '../authentication-methods.js';
import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const privateKeyJwtHasKeys = rule({
  id: 'private-key-jwt-has-keys',
  spec: rfc(7591, '2'),
  severity: 'error',
  reads: ['token_endpoint_auth_method', 'additional_token_endpoint_auth_methods', 'jwks', 'jwks_uri'],
  check: (client) =>
    mayAuthenticateBy(client, 'private_key_jwt') && !client.jwks && !client.jwks_uri
      ? violation('/jwks_uri', 'or jwks must be present: private_key_jwt is verified with the keys of the client')
      : ok,
});
