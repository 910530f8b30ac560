import { describe, expect, it } from 'vitest';
import { aClient, issuesOf } from '../testing.js';

describe('access-token-manager-exists', () => {
  it('refuses the id of a manager that does not exist', () => {
    expect(issuesOf(aClient({ default_access_token_manager_id: 'paseto' }))).toMatchObject([
      { pointer: '/default_access_token_manager_id', rule: 'access-token-manager-exists' },
    ]);
  });

  it('accepts one that does', () => {
    expect(issuesOf(aClient({ default_access_token_manager_id: 'opaque' }))).toEqual([]);
  });
});
