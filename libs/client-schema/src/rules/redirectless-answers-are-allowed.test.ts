import { describe, expect, it } from 'vitest';
import { type Client } from '../client.js';
import { aClient, issuesOf } from '../testing.js';

const rule = 'redirectless-answers-are-allowed';
const redirectless: Partial<Client> = { allow_redirectless_authentication: true };

describe('redirectless-answers-are-allowed', () => {
  it('wants the response mode among those of the client', () => {
    expect(issuesOf(aClient({ ...redirectless, response_modes: ['query'] }))).toMatchObject([
      { pointer: '/response_modes', rule },
    ]);
    expect(issuesOf(aClient({ ...redirectless, response_modes: ['query', 'redirectless'] }))).toEqual([]);
    expect(issuesOf(aClient({ response_modes: ['query'] }))).toEqual([]);
  });

  it('refuses the sign-in API to a client that must have signed answers', () => {
    const signed = { require_jwt_secured_authorization_response: true };
    expect(issuesOf(aClient({ ...redirectless, ...signed }))).toMatchObject([
      { pointer: '/require_jwt_secured_authorization_response', rule },
    ]);
    expect(issuesOf(aClient(signed))).toEqual([]);
  });
});
