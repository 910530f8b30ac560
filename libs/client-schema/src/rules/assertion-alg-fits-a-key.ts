import { mayAuthenticateBy } from '../authentication-methods.js';
import { ok, rule, violation } from '../rule.js';
import { algsOfKey } from '../signing-keys.js';
import { oidcRegistration } from '../specs.js';

export const assertionAlgFitsAKey = rule({
  id: 'assertion-alg-fits-a-key',
  spec: oidcRegistration('2'),
  severity: 'error',
  reads: [
    'token_endpoint_auth_method',
    'additional_token_endpoint_auth_methods',
    'token_endpoint_auth_signing_alg',
    'jwks',
  ],
  check: (client) => {
    if (!mayAuthenticateBy(client, 'private_key_jwt') || !client.jwks) return ok;
    const algs = client.jwks.keys.flatMap(algsOfKey);
    if (algs.length === 0) return violation('/jwks', 'must have a key that verifies signatures');
    const alg = client.token_endpoint_auth_signing_alg;
    return alg && !algs.includes(alg)
      ? violation('/token_endpoint_auth_signing_alg', `must fit a key of jwks: one of ${[...new Set(algs)].join(', ')}`)
      : ok;
  },
});
