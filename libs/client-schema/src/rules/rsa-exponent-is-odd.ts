import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const rsaExponentIsOdd = rule({
  id: 'rsa-exponent-is-odd',
  spec: rfc(8017, '3.1'),
  severity: 'error',
  reads: ['key_pair_rsa_exponent'],
  // Nothing is the inverse of an even number modulo an even one: such a key cannot be made.
  check: ({ key_pair_rsa_exponent: exponent }) =>
    exponent % 2 === 0 ? violation('/key_pair_rsa_exponent', 'must be odd') : ok,
});
