import { rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

const uses = {
  client_verification_key_id: 'sig',
  secondary_client_verification_key_id: 'sig',
  request_object_verification_key_id: 'sig',
  id_token_encryption_key_id: 'enc',
} as const;
const names = Object.keys(uses) as (keyof typeof uses)[];

export const storedKeysHaveTheirUse = rule({
  id: 'stored-keys-have-their-use',
  spec: rfc(7517, '4.2'),
  severity: 'error',
  reads: names,
  check: (client, { verification_keys }) =>
    names.flatMap((name) => {
      const stored = verification_keys.find(({ id }) => id === client[name]);
      return !stored || stored.use === uses[name]
        ? []
        : [violation(`/${name}`, `must name a key whose use is ${uses[name]}`)];
    }),
});
