import { describe, expect, it } from 'vitest';
import { aClient, issuesOf } from '../testing.js';

describe('response-modes-fit-response-types', () => {
  it('refuses query alone where tokens come from the authorization endpoint', () => {
    expect(
      issuesOf(aClient({ grant_types: ['authorization_code', 'implicit'], response_modes: ['query'] })),
    ).toMatchObject([{ pointer: '/response_modes', rule: 'response-modes-fit-response-types' }]);
  });

  it('accepts it where they do not, and beside another mode', () => {
    expect(issuesOf(aClient({ response_modes: ['query'] }))).toEqual([]);
    expect(
      issuesOf(aClient({ grant_types: ['authorization_code', 'implicit'], response_modes: ['query', 'form_post'] })),
    ).toEqual([]);
  });
});
