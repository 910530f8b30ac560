import { describe, expect, it } from 'vitest';
import { aClient, issuesOf } from '../testing.js';

describe('response-type-fits-grant-types', () => {
  it('refuses the response type code without the code grant', () => {
    expect(issuesOf(aClient({ grant_types: ['client_credentials'], response_types: ['code'] }))).toContainEqual({
      pointer: '/response_types/0',
      rule: 'response-type-fits-grant-types',
      detail: 'must not be code without the grant type authorization_code or agent_code',
    });
  });

  it('accepts it with the code grant', () => {
    expect(issuesOf(aClient({ grant_types: ['authorization_code'], response_types: ['code'] }))).toEqual([]);
  });
});
