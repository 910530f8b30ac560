import { describe, expect, it } from 'vitest';
import { aClient, issuesOf } from '../testing.js';

describe('public-client-has-no-client-credentials', () => {
  it.each(['client_credentials', 'agent_credentials'] as const)(
    'refuses %s to a client without credentials',
    (grant) => {
      expect(issuesOf(aClient({ grant_types: [grant], token_endpoint_auth_method: 'none' }))).toMatchObject([
        { pointer: '/token_endpoint_auth_method', rule: 'public-client-has-no-client-credentials' },
      ]);
    },
  );

  it.each(['authorization_code', 'agent_code'] as const)('accepts %s', (grant) => {
    expect(issuesOf(aClient({ grant_types: [grant], token_endpoint_auth_method: 'none' }))).toEqual([]);
  });
});
