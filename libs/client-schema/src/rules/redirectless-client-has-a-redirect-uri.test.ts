import { describe, expect, it } from 'vitest';
import { aClient, adviceOf } from '../testing.js';

const redirectless = { allow_redirectless_authentication: true, redirectless_allow_without_attestation: true };

describe('redirectless-client-has-a-redirect-uri', () => {
  it('advises against none', () => {
    expect(adviceOf(aClient({ ...redirectless, require_pkce: true, redirect_uris: [] }))).toMatchObject([
      { pointer: '/redirect_uris', rule: 'redirectless-client-has-a-redirect-uri' },
    ]);
  });

  it('has nothing to say about one', () => {
    expect(adviceOf(aClient({ ...redirectless, require_pkce: true }))).toEqual([]);
  });
});
