import { describe, expect, it } from 'vitest';
import { aTemplate, issuesOf, patch, register, serverWithTemplate } from '../testing.js';

const template = aTemplate({
  defaults: { require_pkce: true, token_endpoint_auth_method: 'private_key_jwt' },
  locked_fields: ['require_pkce', 'access_token_ttl'],
});
const server = serverWithTemplate(template);
const partner = { client_template_id: template.id, jwks_uri: 'https://partner.example/jwks' };
const document = { client_name: 'Partner', redirect_uris: ['https://partner.example/cb'], ...partner };
const locked = (pointer: string) => ({ pointer, rule: 'locked-fields-are-inherited' });

describe('locked-fields-are-inherited', () => {
  it('refuses another value, and admits the one that is inherited', () => {
    expect(register({ ...document, require_pkce: false }, server).issues).toMatchObject([locked('/require_pkce')]);
    expect(register({ ...document, require_pkce: true }, server).issues).toEqual([]);
  });

  it('holds for what the server says where the template says nothing', () => {
    expect(register({ ...document, access_token_ttl: 60 }, server).issues).toMatchObject([locked('/access_token_ttl')]);
    expect(register({ ...document, id_token_ttl: 60 }, server).issues).toEqual([]);
  });

  it('keeps no value that says the same, so that the client follows the template', () => {
    expect(register({ ...document, require_pkce: true }, server).client).not.toHaveProperty('require_pkce');
  });

  it('finds what a client holds when the template locks it later', () => {
    const { client } = register({ ...document, first_party: false }, server);
    const stricter = serverWithTemplate({ ...template, locked_fields: ['first_party'] });
    expect(issuesOf(client, stricter)).toMatchObject([locked('/first_party')]);
    expect(patch(client, { first_party: null }, stricter).issues).toEqual([]);
  });
});
