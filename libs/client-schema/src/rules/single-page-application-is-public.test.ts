import { describe, expect, it } from 'vitest';
import { aClient, issuesOf } from '../testing.js';

describe('single-page-application-is-public', () => {
  it('refuses a single-page application that is to keep a secret', () => {
    expect(
      issuesOf(aClient({ client_type: 'single_page_application', token_endpoint_auth_method: 'client_secret_basic' })),
    ).toMatchObject([{ pointer: '/token_endpoint_auth_method', rule: 'single-page-application-is-public' }]);
  });

  it('makes one that does not say public', () => {
    const client = aClient({ client_type: 'single_page_application' });
    expect(client.token_endpoint_auth_method).toBe('none');
    expect(issuesOf(client)).toEqual([]);
  });
});
