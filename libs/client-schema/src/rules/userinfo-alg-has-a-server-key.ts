import { isInteractive } from '../interactive.js';
import { ok, rule, violation } from '../rule.js';
import { isAsymmetricAlg } from '../signing-keys.js';
import { oidcCore } from '../specs.js';

export const userinfoAlgHasAServerKey = rule({
  id: 'userinfo-alg-has-a-server-key',
  spec: oidcCore('5.3.2'),
  severity: 'error',
  // A pair of the client's own is made to fit: see signing-algs-fit-the-key-pair.
  reads: ['userinfo_signed_response_alg', 'grant_types', 'key_pair_type'],
  check: ({ userinfo_signed_response_alg: alg, grant_types, key_pair_type }, { signing_algs }) =>
    key_pair_type === undefined && isInteractive(grant_types) && isAsymmetricAlg(alg) && !signing_algs.includes(alg)
      ? violation(
          '/userinfo_signed_response_alg',
          `must be an algorithm that the server has an active key for: ${signing_algs.join(', ') || 'there is none'}`,
        )
      : ok,
});
