import { describe, expect, it } from 'vitest';
import { aClient, issuesOf, register } from '../testing.js';

describe('client-does-something', () => {
  it('refuses a client that can neither obtain nor check a token', () => {
    expect(issuesOf(aClient({ grant_types: [], redirect_uris: [] }))).toMatchObject([
      { pointer: '/grant_types', rule: 'client-does-something' },
    ]);
  });

  it('accepts an API that only introspects tokens', () => {
    expect(issuesOf(aClient({ grant_types: [], redirect_uris: [], allow_token_introspection: true }))).toEqual([]);
  });

  it('takes a registration with redirect URIs and no grant types as one for the code grant', () => {
    const { client, issues } = register({ client_name: 'App', redirect_uris: ['https://app.example.com/callback'] });
    expect(issues).toEqual([]);
    expect(client.grant_types).toEqual(['authorization_code']);
  });
});
