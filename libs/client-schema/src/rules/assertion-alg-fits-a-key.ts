import { authenticationFields, publicKeysOf, waysToAuthenticate } from '../authentication-methods.js';
import { rule, violation } from '../rule.js';
import { algsOfKey } from '../signing-keys.js';
import { oidcRegistration } from '../specs.js';
import { type AssertionSigningAlg } from '../vocabulary.js';

export const assertionAlgFitsAKey = rule({
  id: 'assertion-alg-fits-a-key',
  spec: oidcRegistration('2'),
  severity: 'error',
  reads: authenticationFields,
  check: (client, server) =>
    waysToAuthenticate(client).flatMap((way) => {
      const { prefix, methods, signing_alg: alg, jwks } = way;
      const keys = publicKeysOf(way, server);
      if (!methods.includes('private_key_jwt') || keys.length === 0) return [];
      const algs: readonly AssertionSigningAlg[] = keys.flatMap(algsOfKey);
      if (algs.length === 0) return [violation(`/${prefix}jwks`, 'must have a key that verifies signatures')];
      if (alg === undefined || algs.includes(alg)) return [];
      const fitting = [...new Set(algs)].join(', ');
      const source = jwks ? `a key of ${prefix}jwks` : 'the public key';
      return [violation(`/${prefix}token_endpoint_auth_signing_alg`, `must fit ${source}: one of ${fitting}`)];
    }),
});
