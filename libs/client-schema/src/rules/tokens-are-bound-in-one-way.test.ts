import { describe, expect, it } from 'vitest';
import { aClient, issuesOf } from '../testing.js';

describe('tokens-are-bound-in-one-way', () => {
  it('refuses a client whose tokens need a certificate and a DPoP proof', () => {
    const both = aClient({ dpop_bound_access_tokens: true, tls_client_certificate_bound_access_tokens: true });
    expect(issuesOf(both)).toMatchObject([
      { pointer: '/dpop_bound_access_tokens', rule: 'tokens-are-bound-in-one-way' },
    ]);
  });

  it('accepts either of them', () => {
    expect(issuesOf(aClient({ dpop_bound_access_tokens: true }))).toEqual([]);
    expect(issuesOf(aClient({ tls_client_certificate_bound_access_tokens: true }))).toEqual([]);
  });
});
