import { describe, expect, it } from 'vitest';
import { effectiveValue, inheritedValue, resolveClient } from './resolve-client.js';
import { aClient, aServer, aTemplate, serverWithTemplate } from './testing.js';

describe('an effective client', () => {
  const server = aServer({ settings: { access_token_ttl: 120 } });

  it.each([
    ['its own value', { access_token_ttl: 60 }, 60],
    ['the server’s where it has none', {}, 120],
    ['the server’s where it says null', { access_token_ttl: null }, 120],
  ])('takes %s', (_, own, expected) => {
    expect(resolveClient({ ...aClient(), ...own }, server).access_token_ttl).toBe(expected);
  });

  it('keeps values that are false, zero or empty', () => {
    const client = { ...aClient(), rotate_refresh_tokens: false, refresh_token_ttl: 0, description: '' };
    expect(resolveClient(client, server)).toMatchObject({
      rotate_refresh_tokens: false,
      refresh_token_ttl: 0,
      description: '',
    });
  });

  it('never holds the secret', () => {
    expect(resolveClient({ ...aClient(), client_secret: 'x'.repeat(32) }, server)).not.toHaveProperty('client_secret');
  });

  it('cannot be changed', () => {
    expect(Object.isFrozen(resolveClient(aClient(), server))).toBe(true);
  });
});

describe('an effective value', () => {
  it('says where it comes from', () => {
    const client = aClient({ id_token_ttl: 60 });
    expect(effectiveValue(client, aServer(), 'id_token_ttl')).toEqual({ value: 60, origin: 'client' });
    expect(effectiveValue(client, aServer(), 'access_token_ttl')).toEqual({ value: 300, origin: 'server' });
    expect(effectiveValue({ client_name: 'A' }, aServer(), 'enabled')).toEqual({
      value: true,
      origin: 'default',
    });
  });

  it('is not defined for what is no field', () => {
    expect(() => effectiveValue(aClient(), aServer(), 'constructor')).toThrow(TypeError);
  });
});

describe('a client of a template', () => {
  const template = aTemplate({
    defaults: { require_pkce: false, keywords: ['partner'], access_token_ttl: 60, refresh_token_ttl: 30 },
  });
  const server = serverWithTemplate(template);
  const client = {
    client_name: 'A',
    client_template_id: template.id,
    grant_types: ['authorization_code' as const],
  };

  it.each([
    ['its own value', { keywords: ['mine'] }, 'keywords', { value: ['mine'], origin: 'client' }],
    ['its own empty list', { keywords: [] }, 'keywords', { value: [], origin: 'client' }],
    ['the template’s flag', {}, 'require_pkce', { value: false, origin: 'template' }],
    ['the template’s list', {}, 'keywords', { value: ['partner'], origin: 'template' }],
    ['the template’s value before the server’s', {}, 'access_token_ttl', { value: 60, origin: 'template' }],
    ['the server’s where the template is silent', {}, 'id_token_ttl', { value: 300, origin: 'server' }],
    ['the default where nobody says anything', {}, 'enabled', { value: true, origin: 'default' }],
  ])('has %s', (_, own, name, expected) => {
    expect(effectiveValue({ ...client, ...own }, server, name)).toEqual(expected);
  });

  it('does not have what the template says of a field that does not apply', () => {
    expect(effectiveValue(client, server, 'refresh_token_ttl').origin).toBe('server');
    const refreshing = { ...client, grant_types: ['authorization_code' as const, 'refresh_token' as const] };
    expect(effectiveValue(refreshing, server, 'refresh_token_ttl')).toEqual({ value: 30, origin: 'template' });
  });

  it('knows what it would have without a value of its own', () => {
    expect(inheritedValue({ ...client, access_token_ttl: 7 }, server, 'access_token_ttl')).toEqual({
      value: 60,
      origin: 'template',
    });
  });

  it('has the server’s values when the template is gone', () => {
    expect(effectiveValue(client, aServer(), 'access_token_ttl').origin).toBe('server');
  });
});
