import { describe, expect, it } from 'vitest';
import { type Client } from '../client.js';
import { aClient, aServer, issuesOf } from '../testing.js';

const server = aServer({ settings: { registration_templatized: true } });
const rule = 'registration-template-names-its-registrants';

function aTemplateOf(overrides: Partial<Client> = {}): Client {
  return aClient(
    {
      token_endpoint_auth_method: 'client_secret_basic',
      registration_template_enabled: true,
      registration_template_client_ids: ['portal'],
      ...overrides,
    },
    server,
  );
}

describe('registration-template-names-its-registrants', () => {
  it('accepts a template that has a secret and says who registers, or that users do', () => {
    expect(issuesOf(aTemplateOf(), server)).toEqual([]);
    const byUsers = aTemplateOf({
      registration_template_authenticate_by: 'user',
      registration_template_client_ids: [],
    });
    expect(issuesOf(byUsers, server)).toEqual([]);
  });

  it('refuses one that names nobody', () => {
    expect(issuesOf(aTemplateOf({ registration_template_client_ids: [] }), server)).toMatchObject([
      { pointer: '/registration_template_client_ids', rule },
    ]);
  });

  it('refuses one whose copies would need keys of their own', () => {
    const keys = { token_endpoint_auth_method: 'private_key_jwt', jwks_uri: 'https://app.example.com/jwks' } as const;
    expect(issuesOf(aTemplateOf(keys), server)).toMatchObject([{ pointer: '/token_endpoint_auth_method', rule }]);
  });

  it('refuses any while the server makes no copies', () => {
    expect(issuesOf(aTemplateOf(), aServer())).toMatchObject([{ pointer: '/registration_template_enabled', rule }]);
  });
});
