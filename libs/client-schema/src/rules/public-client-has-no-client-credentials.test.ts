import { describe, expect, it } from 'vitest';
import { aClient, issuesOf } from '../testing.js';

describe('public-client-has-no-client-credentials', () => {
  it('refuses the client credentials grant to a client without credentials', () => {
    expect(
      issuesOf(aClient({ grant_types: ['client_credentials'], token_endpoint_auth_method: 'none' })),
    ).toMatchObject([{ pointer: '/token_endpoint_auth_method', rule: 'public-client-has-no-client-credentials' }]);
  });

  it('accepts the code grant', () => {
    expect(issuesOf(aClient({ grant_types: ['authorization_code'], token_endpoint_auth_method: 'none' }))).toEqual([]);
  });
});
