import { ok, rule, violation } from '../rule.js';
import { ours } from '../specs.js';

export const ownKeyPairFitsTheAdapter = rule({
  id: 'own-key-pair-fits-the-adapter',
  spec: ours('keys'),
  severity: 'error',
  reads: ['signatures_adapter', 'key_pair_type'],
  check: ({ signatures_adapter, key_pair_type: type }, { signature_adapters }) => {
    const adapter = signature_adapters.find(({ id }) => id === signatures_adapter);
    return adapter && type !== undefined && !adapter.key_types.includes(type)
      ? violation(
          '/key_pair_type',
          `must be a type that the adapter ${adapter.id} makes: ${adapter.key_types.join(', ')}`,
        )
      : ok;
  },
});
