import { isInteractive } from '../interactive.js';
import { ok, rule, violation } from '../rule.js';
import { isAsymmetricAlg } from '../signing-keys.js';
import { oidcRegistration } from '../specs.js';

export const idTokenAlgHasAServerKey = rule({
  id: 'id-token-alg-has-a-server-key',
  spec: oidcRegistration('2'),
  severity: 'error',
  // A pair of the client's own is made to fit: see signing-algs-fit-the-key-pair.
  reads: ['id_token_signed_response_alg', 'grant_types', 'key_pair_type'],
  settle: ({ id_token_signed_response_alg: alg, key_pair_type }, { signing_algs }, asked) =>
    key_pair_type === undefined &&
    !asked.has('id_token_signed_response_alg') &&
    isAsymmetricAlg(alg) &&
    !signing_algs.includes(alg) &&
    signing_algs.includes('RS256')
      ? { id_token_signed_response_alg: 'RS256' }
      : {},
  check: ({ id_token_signed_response_alg: alg, grant_types, key_pair_type }, { signing_algs }) =>
    key_pair_type === undefined && isInteractive(grant_types) && isAsymmetricAlg(alg) && !signing_algs.includes(alg)
      ? violation(
          '/id_token_signed_response_alg',
          `must be an algorithm that the server has an active key for: ${signing_algs.join(', ') || 'there is none'}`,
        )
      : ok,
});
