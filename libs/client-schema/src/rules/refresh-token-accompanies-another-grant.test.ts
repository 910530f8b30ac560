import { describe, expect, it } from 'vitest';
import { aClient, issuesOf } from '../testing.js';

describe('refresh-token-accompanies-another-grant', () => {
  it('refuses refresh tokens for a client that can never obtain one', () => {
    expect(issuesOf(aClient({ grant_types: ['client_credentials', 'refresh_token'] }))).toMatchObject([
      { pointer: '/grant_types', rule: 'refresh-token-accompanies-another-grant' },
    ]);
  });

  it.each(['authorization_code', 'agent_code', 'agent_credentials'] as const)('accepts them beside %s', (grant) => {
    expect(issuesOf(aClient({ grant_types: [grant, 'refresh_token'] }))).toEqual([]);
  });
});
