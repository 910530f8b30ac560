import { describe, expect, it } from 'vitest';
import { aClient, issuesOf } from '../testing.js';

describe('server-to-server-client-has-no-users', () => {
  it('refuses the code grant to a machine', () => {
    expect(issuesOf(aClient({ client_type: 'server_to_server', grant_types: ['authorization_code'] }))).toMatchObject([
      { pointer: '/grant_types', rule: 'server-to-server-client-has-no-users' },
    ]);
  });

  it('accepts the client credentials grant', () => {
    expect(issuesOf(aClient({ client_type: 'server_to_server', grant_types: ['client_credentials'] }))).toEqual([]);
  });
});
