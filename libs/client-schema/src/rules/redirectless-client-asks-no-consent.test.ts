import { describe, expect, it } from 'vitest';
import { aClient, issuesOf, patch } from '../testing.js';

const rule = 'redirectless-client-asks-no-consent';

describe('redirectless-client-asks-no-consent', () => {
  it('skips consent and restricts the scopes', () => {
    const client = aClient({ allow_redirectless_authentication: true });
    expect(client).toMatchObject({ bypass_consent: true, restrict_common_scopes: true });
    expect(issuesOf(client)).toEqual([]);
    expect(aClient().bypass_consent).toBeUndefined();
  });

  it('refuses to take either back', () => {
    const client = aClient({ allow_redirectless_authentication: true });
    expect(patch(client, { bypass_consent: false, restrict_common_scopes: false }).issues).toMatchObject([
      { pointer: '/bypass_consent', rule },
      { pointer: '/restrict_common_scopes', rule },
    ]);
    expect(patch(aClient(), { bypass_consent: false, restrict_common_scopes: false }).issues).toEqual([]);
  });

  it('leaves a client alone that lists all its scopes in one line', () => {
    const client = aClient({ allow_redirectless_authentication: true, scope: 'openid' });
    expect(client.restrict_common_scopes).toBe(false);
    expect(issuesOf(client)).toEqual([]);
  });
});
