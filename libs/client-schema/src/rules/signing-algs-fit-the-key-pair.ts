import { type EffectiveClient } from '../client.js';
import { ownKeyFields, ownKeyParameters } from '../own-key-pair.js';
import { algsOfKeyPair } from '../resources/key-pairs.js';
import { type Server, rule, violation } from '../rule.js';
import { isAsymmetricAlg } from '../signing-keys.js';
import { rfc } from '../specs.js';
import { type AsymmetricSigningAlg } from '../vocabulary.js';

/** The algorithms that have a default: it follows the pair. */
const followers = [
  'id_token_signed_response_alg',
  'authorization_signed_response_alg',
  'introspection_signed_response_alg',
] as const;

export const signingAlgsFitTheKeyPair = rule({
  id: 'signing-algs-fit-the-key-pair',
  spec: rfc(7518, '3.1'),
  severity: 'error',
  reads: [
    'key_pair_id',
    ...ownKeyFields,
    'id_token_signed_response_alg',
    'userinfo_signed_response_alg',
    'userinfo_token_issuer_id',
    'authorization_signed_response_alg',
    'introspection_signed_response_alg',
    'allow_token_introspection',
  ],
  settle: (client, server, asked) => {
    const algs = algsOfClient(client, server);
    const [usual] = algs ?? [];
    const following = followers.filter(
      (name) =>
        !asked.has(name) &&
        isUnfit(client[name], algs) &&
        (name !== 'introspection_signed_response_alg' || client.allow_token_introspection),
    );
    return usual ? Object.fromEntries(following.map((name) => [name, usual])) : {};
  },
  check: (client, server) => {
    const issuer = server.token_issuers.find(({ id }) => id === client.userinfo_token_issuer_id);
    const own = algsOfClient(client, server);
    if (own?.length === 0)
      return violation('/key_pair_id', 'must be a key pair that signs: the use of this one is enc');
    const fitting = {
      id_token_signed_response_alg: own,
      userinfo_signed_response_alg: algsOfPair(issuer?.key_pair_id, server) ?? own,
      authorization_signed_response_alg: own,
      introspection_signed_response_alg: client.allow_token_introspection ? own : undefined,
    };
    return (Object.keys(fitting) as (keyof typeof fitting)[]).flatMap((name) => {
      const algs = fitting[name];
      return isUnfit(client[name], algs)
        ? [violation(`/${name}`, `must be an algorithm of the key pair: ${algs!.join(', ')}`)]
        : [];
    });
  },
});

/** What signs for a client: the pair that it names, or its own; undefined: any key of the server. */
function algsOfClient(
  client: Pick<EffectiveClient, 'key_pair_id' | (typeof ownKeyFields)[number]>,
  server: Server,
): readonly AsymmetricSigningAlg[] | undefined {
  const own = ownKeyParameters(client);
  return algsOfPair(client.key_pair_id, server) ?? (own && algsOfKeyPair(own));
}

function algsOfPair(id: string | null | undefined, { key_pairs }: Server) {
  const pair = key_pairs.find((known) => known.id === id);
  return pair && algsOfKeyPair(pair);
}

/** Whether a pair cannot make such signatures; a secret signs without it. Without a pair, any key of the server may. */
function isUnfit(alg: string | undefined, algs: readonly string[] | undefined): boolean {
  return algs !== undefined && isAsymmetricAlg(alg) && !algs.includes(alg);
}
