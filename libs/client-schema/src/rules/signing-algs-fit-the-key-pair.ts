import { algsOfKeyPair } from '../resources/key-pairs.js';
import { type Server, rule, violation } from '../rule.js';
import { isAsymmetricAlg } from '../signing-keys.js';
import { rfc } from '../specs.js';

export const signingAlgsFitTheKeyPair = rule({
  id: 'signing-algs-fit-the-key-pair',
  spec: rfc(7518, '3.1'),
  severity: 'error',
  reads: ['key_pair_id', 'id_token_signed_response_alg', 'userinfo_signed_response_alg'],
  settle: (client, server, asked) => {
    const algs = algsOfPair(client.key_pair_id, server);
    const [usual] = algs ?? [];
    const leads = asked.has('id_token_signed_response_alg') || !isUnfit(client.id_token_signed_response_alg, algs);
    return usual && !leads ? { id_token_signed_response_alg: usual } : {};
  },
  check: (client, server) => {
    const algs = algsOfPair(client.key_pair_id, server);
    if (!algs) return [];
    return (['id_token_signed_response_alg', 'userinfo_signed_response_alg'] as const)
      .filter((name) => isUnfit(client[name], algs))
      .map((name) => violation(`/${name}`, `must be an algorithm of the key pair: ${algs.join(', ')}`));
  },
});

function algsOfPair(id: string | undefined, { key_pairs }: Server) {
  const pair = key_pairs.find((known) => known.id === id);
  return pair && algsOfKeyPair(pair);
}

/** A secret signs without the pair. */
function isUnfit(alg: string | undefined, algs: readonly string[] = []): boolean {
  return isAsymmetricAlg(alg) && !algs.includes(alg);
}
