import { describe, expect, it } from 'vitest';
import { type Client } from '../client.js';
import { aClient, adviceOf } from '../testing.js';

const redirectless: Partial<Client> = { allow_redirectless_authentication: true, require_pkce: true };

describe('redirectless-client-can-be-attested', () => {
  it('says that the sign-in API refuses a client for which nobody vouches', () => {
    expect(adviceOf(aClient(redirectless))).toMatchObject([
      { pointer: '/client_attester_issuer', rule: 'redirectless-client-can-be-attested' },
    ]);
  });

  it.each<[string, Partial<Client>]>([
    [
      'has an attester',
      { client_attester_issuer: 'https://a.example', client_attester_jwks_uri: 'https://a.example/k' },
    ],
    ['needs none', { redirectless_allow_without_attestation: true }],
    ['has no sign-in API', { allow_redirectless_authentication: false }],
  ])('has nothing to say about one that %s', (_, document) => {
    expect(adviceOf(aClient({ ...redirectless, ...document }))).toEqual([]);
  });
});
