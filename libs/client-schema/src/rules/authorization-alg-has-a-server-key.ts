import { isInteractive } from '../interactive.js';
import { ok, rule, violation } from '../rule.js';
import { isAsymmetricAlg } from '../signing-keys.js';
import { jarmSpec } from '../specs.js';
import { securedResponseModes } from '../vocabulary.js';

const secured: readonly string[] = securedResponseModes;

export const authorizationAlgHasAServerKey = rule({
  id: 'authorization-alg-has-a-server-key',
  spec: jarmSpec('3'),
  severity: 'error',
  // A pair of the client's own is made to fit: see signing-algs-fit-the-key-pair.
  reads: [
    'authorization_signed_response_alg',
    'require_jwt_secured_authorization_response',
    'response_modes',
    'grant_types',
    'key_pair_type',
  ],
  settle: ({ authorization_signed_response_alg: alg, key_pair_type }, { signing_algs }, asked) => {
    const [first] = signing_algs;
    const isMissing = key_pair_type === undefined && isAsymmetricAlg(alg) && !signing_algs.includes(alg);
    return isMissing && isAsymmetricAlg(first) && !asked.has('authorization_signed_response_alg')
      ? { authorization_signed_response_alg: first }
      : {};
  },
  check: (client, { signing_algs }) => {
    const { authorization_signed_response_alg: alg, response_modes, grant_types, key_pair_type } = client;
    // Any client may ask for signed answers, and few do.
    const isMeant =
      client.require_jwt_secured_authorization_response || response_modes?.some((mode) => secured.includes(mode));
    const isMissing = key_pair_type === undefined && isAsymmetricAlg(alg) && !signing_algs.includes(alg);
    return isMeant && isMissing && isInteractive(grant_types)
      ? violation(
          '/authorization_signed_response_alg',
          `must be an algorithm that the server has an active key for: ${signing_algs.join(', ') || 'there is none'}`,
        )
      : ok;
  },
});
