import { describe, expect, it } from 'vitest';
import { aClient, issuesOf } from '../testing.js';

describe('response-mode-reaches-the-client', () => {
  const app = {
    client_type: 'native',
    application_type: 'native',
    token_endpoint_auth_method: 'none',
    redirect_uris: ['com.example.app:/callback'],
  } as const;

  it('refuses form_post alone for an app that is opened by a scheme of its own', () => {
    expect(
      issuesOf(aClient({ ...app, redirect_uris: [...app.redirect_uris], response_modes: ['form_post'] })),
    ).toMatchObject([{ pointer: '/response_modes', rule: 'response-mode-reaches-the-client' }]);
  });

  it('accepts it beside another mode, and alone for a web address', () => {
    expect(
      issuesOf(aClient({ ...app, redirect_uris: [...app.redirect_uris], response_modes: ['query', 'form_post'] })),
    ).toEqual([]);
    expect(issuesOf(aClient({ response_modes: ['form_post'] }))).toEqual([]);
  });
});
