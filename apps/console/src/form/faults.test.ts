import { describe, expect, it } from 'vitest';
import { faultsOf, fieldErrors, isAt } from './faults.js';

describe('a fault', () => {
  it('is at the place that its pointer names, and at those around it', () => {
    expect(isAt('claims', '/claims')).toBe(true);
    expect(isAt('claims', '/claims/email')).toBe(true);
    expect(isAt('claims/email', '/claims/email')).toBe(true);
    expect(isAt('claims/address', '/claims/address/country')).toBe(true);
    expect(isAt('claims/email', '/claims')).toBe(false);
    expect(isAt('claims/email', '/claims/email_verified')).toBe(false);
  });
});

describe('faults on the controls of a form', () => {
  it('reach the field that their pointer names, with the entry of a list', () => {
    const errors = fieldErrors([
      { pointer: '/redirect_uris/2', rule: 'redirect-uri', detail: 'must not have a fragment' },
      { pointer: '/redirect_uris', rule: 'array-unique', detail: 'must not have the same entry twice' },
      { pointer: '/jwks', rule: 'jwks-by-value-or-by-reference', detail: 'must be absent while jwks_uri is set' },
    ]);
    expect(Object.keys(errors)).toEqual(['redirect_uris', 'jwks']);
    expect(faultsOf(errors['redirect_uris'])).toEqual([
      { element: 2, detail: 'must not have a fragment' },
      { element: undefined, detail: 'must not have the same entry twice' },
    ]);
  });
});
