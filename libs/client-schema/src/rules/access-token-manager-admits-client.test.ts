import { describe, expect, it } from 'vitest';
import { completeRecord } from '../resource.js';
import { AccessTokenManagerMembers } from '../resources/access-token-managers.js';
import { standardResources } from '../resources/index.js';
import { aClient, aServer, issuesOf } from '../testing.js';

const reserved = completeRecord(AccessTokenManagerMembers, {
  id: 'reserved',
  name: 'Reserved',
  format: 'opaque',
  restrict_clients: true,
  allowed_clients: ['till'],
});
const server = aServer({ access_token_managers: [...standardResources.access_token_managers, reserved] });

describe('access-token-manager-admits-client', () => {
  it('refuses a client that its manager does not list', () => {
    const client = aClient({ client_id: 'stranger', default_access_token_manager_id: 'reserved' }, server);
    expect(issuesOf(client, server)).toMatchObject([
      { pointer: '/default_access_token_manager_id', rule: 'access-token-manager-admits-client' },
    ]);
  });

  it('accepts one that it lists', () => {
    const client = aClient({ client_id: 'till', default_access_token_manager_id: 'reserved' }, server);
    expect(issuesOf(client, server)).toEqual([]);
  });
});
