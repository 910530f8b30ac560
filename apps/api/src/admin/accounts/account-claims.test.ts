import { describe, expect, it } from 'vitest';
import { claimFaults } from './account-claims.js';

/** OpenID Connect Core §5.1: a value that fits, then some that do not. */
const standard: readonly [string, unknown, readonly unknown[]][] = [
  ['name', 'Jane Doe', [7, true, {}]],
  ['given_name', 'Jane', [[]]],
  ['family_name#ja-Kana-JP', 'ドウ', [7]],
  ['preferred_username', 'j.doe', [7]],
  ['profile', 'https://example.com/jane', ['jane', 7]],
  ['picture', 'https://example.com/jane.jpg', ['', {}]],
  ['website', 'https://example.com', ['example']],
  ['email', 'jane@example.com', ['jane', 'jane@', 7]],
  ['email_verified', true, ['true', 1]],
  ['gender', 'female', [1]],
  ['birthdate', '0000-05-17', ['17.5.1990', 1990]],
  ['birthdate', '1990', ['1990-5-17']],
  ['zoneinfo', 'Europe/Berlin', [1]],
  ['locale', 'de-CH', [1]],
  ['phone_number', '+41 44 668 18 00', [41]],
  ['phone_number_verified', false, ['no']],
  ['address', { locality: 'Zürich', country: 'CH' }, ['Zürich', [], { country: 41 }]],
  ['updated_at', 1_700_000_000, ['2026-01-15T09:30:00Z', -1]],
];

describe('the claims of an account', () => {
  it.each(standard)('have the type of the standard: %s', (name, right, wrong) => {
    expect(claimFaults({ [name]: right })).toEqual([]);
    for (const value of wrong) {
      expect(claimFaults({ [name]: value }), JSON.stringify(value)).toMatchObject([
        { pointer: `/claims/${name}`, rule: 'claim-type' },
      ]);
    }
  });

  it('have any other name and value', () => {
    expect(claimFaults({ department: 7, 'https://example.com/level': [{}] })).toEqual([]);
  });
});
