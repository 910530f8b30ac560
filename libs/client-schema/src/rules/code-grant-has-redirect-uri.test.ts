import { describe, expect, it } from 'vitest';
import { aClient, issuesOf } from '../testing.js';

describe('code-grant-has-redirect-uri', () => {
  it('refuses the code grant without an address to return to', () => {
    expect(issuesOf(aClient({ redirect_uris: [] }))).toMatchObject([
      { pointer: '/redirect_uris', rule: 'code-grant-has-redirect-uri' },
    ]);
  });

  it('accepts a client without users and without redirect URIs', () => {
    expect(issuesOf(aClient({ grant_types: ['client_credentials'] }))).toEqual([]);
  });
});
