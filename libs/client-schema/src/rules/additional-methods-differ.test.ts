import { describe, expect, it } from 'vitest';
import { aClient, issuesOf, patch } from '../testing.js';

describe('additional-methods-differ', () => {
  it('refuses the first method as an additional one', () => {
    expect(
      issuesOf(
        aClient({
          token_endpoint_auth_method: 'client_secret_basic',
          additional_token_endpoint_auth_methods: ['client_secret_post', 'client_secret_basic'],
        }),
      ),
    ).toMatchObject([{ pointer: '/additional_token_endpoint_auth_methods/1', rule: 'additional-methods-differ' }]);
  });

  it('accepts another one', () => {
    expect(issuesOf(aClient({ additional_token_endpoint_auth_methods: ['client_secret_post'] }))).toEqual([]);
  });

  it('takes a method off the list when a change makes it the first', () => {
    const stored = aClient({ additional_token_endpoint_auth_methods: ['client_secret_post'] });
    const { client, issues } = patch(stored, { token_endpoint_auth_method: 'client_secret_post' });
    expect(issues).toEqual([]);
    expect(client.additional_token_endpoint_auth_methods).toEqual([]);
  });
});
