import { describe, expect, it } from 'vitest';
import { aClient, adviceOf } from '../testing.js';

describe('code-grant-uses-pkce', () => {
  it('advises PKCE for a client that authenticates, too', () => {
    expect(adviceOf(aClient())).toMatchObject([{ pointer: '/require_pkce', rule: 'code-grant-uses-pkce' }]);
  });

  it('has nothing to say once it is required, or where there are no codes', () => {
    expect(adviceOf(aClient({ require_pkce: true }))).toEqual([]);
    expect(adviceOf(aClient({ grant_types: ['client_credentials'] }))).toEqual([]);
  });
});
