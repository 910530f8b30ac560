import { describe, expect, it } from 'vitest';
import { type Client } from '../client.js';
import { aClient, issuesOf } from '../testing.js';

const rule = 'public-redirectless-client-is-attested';
const attester = {
  client_attester_issuer: 'https://attester.example.com',
  client_attester_jwks_uri: 'https://attester.example.com/jwks.json',
};
const redirectless: Partial<Client> = { allow_redirectless_authentication: true };

describe('public-redirectless-client-is-attested', () => {
  it('refuses the sign-in API to a public client that has no attester', () => {
    const document: Partial<Client> = { ...redirectless, token_endpoint_auth_method: 'none' };
    expect(issuesOf(aClient(document))).toMatchObject([{ pointer: '/client_attester_issuer', rule }]);
    expect(issuesOf(aClient({ ...document, ...attester }))).toEqual([]);
    expect(issuesOf(aClient(redirectless))).toEqual([]);
  });

  it('does not let a public client do without', () => {
    const document: Partial<Client> = { ...redirectless, redirectless_allow_without_attestation: true };
    expect(issuesOf(aClient({ ...document, token_endpoint_auth_method: 'none' }))).toMatchObject([
      { pointer: '/redirectless_allow_without_attestation', rule },
    ]);
    expect(issuesOf(aClient(document))).toEqual([]);
  });
});
