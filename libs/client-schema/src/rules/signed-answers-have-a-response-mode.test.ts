import { describe, expect, it } from 'vitest';
import { aClient, issuesOf } from '../testing.js';

describe('signed-answers-have-a-response-mode', () => {
  const required = { require_jwt_secured_authorization_response: true };

  it('refuses a client that must ask for signed answers, and may not', () => {
    expect(issuesOf(aClient({ ...required, response_modes: ['query', 'fragment'] }))).toMatchObject([
      { pointer: '/response_modes', rule: 'signed-answers-have-a-response-mode' },
    ]);
  });

  it('accepts one that may, and one whose answers need no signature', () => {
    expect(issuesOf(aClient(required))).toEqual([]);
    expect(issuesOf(aClient({ ...required, response_modes: ['query', 'jwt'] }))).toEqual([]);
    expect(issuesOf(aClient({ response_modes: ['query'] }))).toEqual([]);
  });
});
