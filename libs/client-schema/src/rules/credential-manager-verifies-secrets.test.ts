import { describe, expect, it } from 'vitest';
import { aClient, aServer, issuesOf } from '../testing.js';

describe('credential-manager-verifies-secrets', () => {
  const server = aServer({
    credential_managers: [{ id: 'vault', name: 'Vault', url: 'https://vault.example.com/verify' }],
  });
  const client = aClient({ credential_manager_id: 'vault' }, server);

  it('refuses one for a client that signs with its secret', () => {
    const signing = { ...client, additional_token_endpoint_auth_methods: ['client_secret_jwt'] };
    expect(issuesOf(signing, server)).toMatchObject([
      { pointer: '/credential_manager_id', rule: 'credential-manager-verifies-secrets' },
    ]);
  });

  it('accepts one for a client that sends its secret', () => {
    expect(issuesOf(client, server)).toEqual([]);
  });
});
