import { describe, expect, it } from 'vitest';
import { aClient, issuesOf } from '../testing.js';

describe('refresh-token-accompanies-another-grant', () => {
  it('refuses refresh tokens for a client that can never obtain one', () => {
    expect(issuesOf(aClient({ grant_types: ['client_credentials', 'refresh_token'] }))).toMatchObject([
      { pointer: '/grant_types', rule: 'refresh-token-accompanies-another-grant' },
    ]);
  });

  it('accepts them beside the code grant', () => {
    expect(issuesOf(aClient({ grant_types: ['authorization_code', 'refresh_token'] }))).toEqual([]);
  });
});
