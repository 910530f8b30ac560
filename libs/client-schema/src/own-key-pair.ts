import { type EffectiveClient } from './client.js';
import { type KeyParameters } from './resources/key-pairs.js';

/** The fields that say what the keys are like that a client has for itself. */
export const ownKeyFields = [
  'key_pair_type',
  'key_pair_rsa_modulus_size',
  'key_pair_rsa_exponent',
  'key_pair_ec_curve',
] as const;

/** What the keys are like that a client has for itself; undefined: it has none. */
export function ownKeyParameters({
  key_pair_type: type,
  key_pair_rsa_modulus_size,
  key_pair_rsa_exponent,
  key_pair_ec_curve,
}: Pick<EffectiveClient, (typeof ownKeyFields)[number]>): KeyParameters | undefined {
  if (type === undefined) return undefined;
  return {
    type,
    modulus_size: key_pair_rsa_modulus_size,
    exponent: key_pair_rsa_exponent,
    curve: type === 'rsa' ? null : type === 'okp' ? 'Ed25519' : key_pair_ec_curve,
  };
}
