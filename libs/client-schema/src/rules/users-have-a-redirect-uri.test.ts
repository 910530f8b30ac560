import { describe, expect, it } from 'vitest';
import { aClient, issuesOf } from '../testing.js';

describe('users-have-a-redirect-uri', () => {
  it('refuses the code grant without an address to return to', () => {
    expect(issuesOf(aClient({ redirect_uris: [] }))).toMatchObject([
      { pointer: '/redirect_uris', rule: 'users-have-a-redirect-uri' },
    ]);
  });

  it('refuses the implicit grant without one', () => {
    expect(issuesOf(aClient({ grant_types: ['implicit'], redirect_uris: [] }))).toMatchObject([
      { pointer: '/redirect_uris', rule: 'users-have-a-redirect-uri' },
    ]);
  });

  it('accepts a client without users and without redirect URIs', () => {
    expect(issuesOf(aClient({ grant_types: ['client_credentials'] }))).toEqual([]);
  });

  it('accepts one whose users see no browser', () => {
    expect(issuesOf(aClient({ allow_redirectless_authentication: true, redirect_uris: [] }))).toEqual([]);
  });
});
