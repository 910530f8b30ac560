import { describe, expect, it } from 'vitest';
import { aClient, issuesOf } from '../testing.js';

const redirectless = { allow_redirectless_authentication: true, restricted_common_scopes: ['openid'] };

describe('redirectless-client-has-the-code-grant', () => {
  it('refuses the sign-in API to a client that can exchange no code', () => {
    expect(issuesOf(aClient({ ...redirectless, grant_types: ['implicit'] }))).toMatchObject([
      { pointer: '/allow_redirectless_authentication', rule: 'redirectless-client-has-the-code-grant' },
    ]);
  });

  it('accepts the implicit grant beside that of codes', () => {
    expect(issuesOf(aClient({ ...redirectless, grant_types: ['implicit', 'authorization_code'] }))).toEqual([]);
  });
});
