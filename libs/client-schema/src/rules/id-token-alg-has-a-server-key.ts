import { isInteractive } from '../interactive.js';
import { ok, rule, violation } from '../rule.js';
import { isAsymmetricAlg } from '../signing-keys.js';
import { oidcRegistration } from '../specs.js';

export const idTokenAlgHasAServerKey = rule({
  id: 'id-token-alg-has-a-server-key',
  spec: oidcRegistration('2'),
  severity: 'error',
  reads: ['id_token_signed_response_alg', 'grant_types'],
  check: ({ id_token_signed_response_alg: alg, grant_types }, { signing_algs }) =>
    isInteractive(grant_types) && isAsymmetricAlg(alg) && !signing_algs.includes(alg)
      ? violation(
          '/id_token_signed_response_alg',
          `must be an algorithm that the server has an active key for: ${signing_algs.join(', ') || 'there is none'}`,
        )
      : ok,
});
