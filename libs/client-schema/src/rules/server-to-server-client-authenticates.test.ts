import { describe, expect, it } from 'vitest';
import { aClient, issuesOf } from '../testing.js';

describe('server-to-server-client-authenticates', () => {
  const machine = { client_type: 'server_to_server', grant_types: ['client_credentials'] } as const;

  it('refuses a machine without client authentication', () => {
    expect(
      issuesOf(aClient({ ...machine, grant_types: ['client_credentials'], token_endpoint_auth_method: 'none' })),
    ).toContainEqual(
      expect.objectContaining({
        pointer: '/token_endpoint_auth_method',
        rule: 'server-to-server-client-authenticates',
      }),
    );
  });

  it('accepts one with a secret', () => {
    expect(
      issuesOf(
        aClient({ ...machine, grant_types: ['client_credentials'], token_endpoint_auth_method: 'client_secret_post' }),
      ),
    ).toEqual([]);
  });

  it('refuses one that cannot keep its secret', () => {
    const service = {
      client_type: 'server_to_server',
      grant_types: ['client_credentials'],
      redirect_uris: [],
    } as const;
    const client = { ...service, grant_types: [...service.grant_types], redirect_uris: [] };
    expect(issuesOf(aClient({ ...client, confidential: false }))).toMatchObject([
      { pointer: '/confidential', rule: 'server-to-server-client-authenticates' },
    ]);
    expect(issuesOf(aClient(client))).toEqual([]);
  });
});
