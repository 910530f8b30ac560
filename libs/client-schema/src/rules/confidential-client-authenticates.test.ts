import { describe, expect, it } from 'vitest';
import { aClient, issuesOf, patch } from '../testing.js';

describe('confidential-client-authenticates', () => {
  it('refuses a client that keeps a secret and has none', () => {
    const client = aClient({ token_endpoint_auth_method: 'none', confidential: true });
    expect(issuesOf(client)).toMatchObject([{ pointer: '/confidential', rule: 'confidential-client-authenticates' }]);
  });

  it('accepts one that has a secret, and one that says that it cannot keep it', () => {
    expect(issuesOf(aClient({ confidential: true }))).toEqual([]);
    expect(issuesOf(aClient({ confidential: false }))).toEqual([]);
  });

  it('follows the method when that changes, and stays otherwise', () => {
    const open = patch(aClient(), { token_endpoint_auth_method: 'none' }).client;
    expect(open.confidential).toBe(false);
    expect(patch(open, { token_endpoint_auth_method: 'client_secret_basic' }).client.confidential).toBe(true);
    const unsafe = aClient({ confidential: false });
    expect(patch(unsafe, { description: 'x' }).client.confidential).toBe(false);
  });
});
