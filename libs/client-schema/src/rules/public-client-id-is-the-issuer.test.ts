import { describe, expect, it } from 'vitest';
import { aClient, adviceOf, issuesOf } from '../testing.js';

const ofWallets = (public_client_id: string) =>
  aClient({ grant_types: ['agent_code'], require_pkce: true, public_client_id });

describe('public-client-id-is-the-issuer', () => {
  it('warns of a public client ID that no request can mean', () => {
    expect(adviceOf(ofWallets('https://as.example/'))).toMatchObject([
      { pointer: '/public_client_id', rule: 'public-client-id-is-the-issuer' },
    ]);
    expect(issuesOf(ofWallets('did:web:as.example'))).toEqual([]);
  });

  it('is content with the issuer', () => {
    expect(adviceOf(ofWallets('https://as.example'))).toEqual([]);
  });

  it('is told of a public client ID that is no URI', () => {
    expect(issuesOf(ofWallets('as.example'))).toMatchObject([{ pointer: '/public_client_id', rule: 'uri' }]);
  });
});
