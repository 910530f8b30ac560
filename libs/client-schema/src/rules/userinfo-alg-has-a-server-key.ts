import { isInteractive } from '../interactive.js';
import { ok, rule, violation } from '../rule.js';
import { isAsymmetricAlg } from '../signing-keys.js';
import { oidcCore } from '../specs.js';

export const userinfoAlgHasAServerKey = rule({
  id: 'userinfo-alg-has-a-server-key',
  spec: oidcCore('5.3.2'),
  severity: 'error',
  reads: ['userinfo_signed_response_alg', 'grant_types'],
  check: ({ userinfo_signed_response_alg: alg, grant_types }, { signing_algs }) =>
    isInteractive(grant_types) && isAsymmetricAlg(alg) && !signing_algs.includes(alg)
      ? violation(
          '/userinfo_signed_response_alg',
          `must be an algorithm that the server has an active key for: ${signing_algs.join(', ') || 'there is none'}`,
        )
      : ok,
});
