import { describe, expect, it } from 'vitest';
import { aClient, issuesOf } from '../testing.js';

const issuer = { client_attester_issuer: 'https://attester.example.com' };
const keys = { client_attester_jwks_uri: 'https://attester.example.com/jwks.json' };
const redirectless = { allow_redirectless_authentication: true };
const rule = 'attester-has-keys';

describe('attester-has-keys', () => {
  it('wants both, or neither', () => {
    expect(issuesOf(aClient({ ...redirectless, ...issuer }))).toMatchObject([
      { pointer: '/client_attester_jwks_uri', rule },
    ]);
    expect(issuesOf(aClient({ ...redirectless, ...keys }))).toMatchObject([
      { pointer: '/client_attester_issuer', rule },
    ]);
    expect(issuesOf(aClient({ ...redirectless, ...issuer, ...keys }))).toEqual([]);
    expect(issuesOf(aClient(redirectless))).toEqual([]);
  });
});
