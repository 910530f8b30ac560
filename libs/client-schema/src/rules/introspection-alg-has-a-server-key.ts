import { ok, rule, violation } from '../rule.js';
import { isAsymmetricAlg } from '../signing-keys.js';
import { rfc } from '../specs.js';

export const introspectionAlgHasAServerKey = rule({
  id: 'introspection-alg-has-a-server-key',
  spec: rfc(9701, '6'),
  severity: 'error',
  // A pair of the client's own is made to fit: see signing-algs-fit-the-key-pair.
  reads: ['introspection_signed_response_alg', 'allow_token_introspection', 'key_pair_type'],
  settle: (client, { signing_algs }, asked) => {
    const { introspection_signed_response_alg: alg, allow_token_introspection, key_pair_type } = client;
    const [first] = signing_algs;
    const isMissing = key_pair_type === undefined && isAsymmetricAlg(alg) && !signing_algs.includes(alg);
    return allow_token_introspection &&
      isMissing &&
      isAsymmetricAlg(first) &&
      !asked.has('introspection_signed_response_alg')
      ? { introspection_signed_response_alg: first }
      : {};
  },
  check: (client, { signing_algs }) => {
    const { introspection_signed_response_alg: alg, allow_token_introspection, key_pair_type } = client;
    const isMissing = key_pair_type === undefined && isAsymmetricAlg(alg) && !signing_algs.includes(alg);
    return allow_token_introspection && isMissing
      ? violation(
          '/introspection_signed_response_alg',
          `must be an algorithm that the server has an active key for: ${signing_algs.join(', ') || 'there is none'}`,
        )
      : ok;
  },
});
