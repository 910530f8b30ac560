import { describe, expect, it } from 'vitest';
import { aClient, issuesOf } from '../testing.js';

describe('rsa-exponent-is-odd', () => {
  it('refuses an even exponent', () => {
    expect(issuesOf(aClient({ key_pair_type: 'rsa', key_pair_rsa_exponent: 65_538 }))).toMatchObject([
      { pointer: '/key_pair_rsa_exponent', rule: 'rsa-exponent-is-odd' },
    ]);
  });

  it('accepts the next odd one', () => {
    expect(issuesOf(aClient({ key_pair_type: 'rsa', key_pair_rsa_exponent: 65_539 }))).toEqual([]);
  });
});
