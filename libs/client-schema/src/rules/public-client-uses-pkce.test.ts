import { describe, expect, it } from 'vitest';
import { aClient, patch } from '../testing.js';

describe('public-client-uses-pkce', () => {
  it('switches PKCE on for a client that cannot authenticate', () => {
    expect(aClient({ token_endpoint_auth_method: 'none' }).require_pkce).toBe(true);
    expect(aClient({ confidential: false }).require_pkce).toBe(true);
    expect(aClient().require_pkce).toBe(false);
  });

  it('refuses to switch it off again', () => {
    const stored = aClient({ token_endpoint_auth_method: 'none' });
    expect(patch(stored, { require_pkce: false }).issues).toMatchObject([
      { pointer: '/require_pkce', rule: 'public-client-uses-pkce' },
    ]);
  });

  it('keeps it on when a change sets it to null', () => {
    const stored = aClient({ token_endpoint_auth_method: 'none' });
    expect(patch(stored, { require_pkce: null })).toMatchObject({ client: { require_pkce: true }, issues: [] });
  });
});
