import { describe, expect, it } from 'vitest';
import { completeRecord } from '../resource.js';
import { AuthenticatorMembers } from '../resources/authenticators.js';
import { standardResources } from '../resources/index.js';
import { aClient, aServer, issuesOf } from '../testing.js';

const staff = completeRecord(AuthenticatorMembers, {
  id: 'staff',
  name: 'Staff',
  kind: 'oidc',
  issuer: 'https://login.example.com',
  client_id: 'clientele',
});

describe('allowed-authenticators-are-offered', () => {
  const server = (authenticators: string[], enabled = true) =>
    aServer({
      authenticators: [...standardResources.authenticators, { ...staff, enabled }],
      identity_providers: [{ id: 'local', name: 'Local', authenticators }],
    });
  const client = aClient({ allowed_authenticators: ['staff'] });

  it('refuses an authenticator that the identity provider does not have, or that is disabled', () => {
    for (const without of [server(['password']), server(['password', 'staff'], false)]) {
      expect(issuesOf(client, without)).toMatchObject([
        { pointer: '/allowed_authenticators/0', rule: 'allowed-authenticators-are-offered' },
      ]);
    }
  });

  it('accepts one of the identity provider', () => {
    expect(issuesOf(client, server(['password', 'staff']))).toEqual([]);
  });
});
