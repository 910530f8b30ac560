import { describe, expect, it } from 'vitest';
import { type Settings, defaultSettings } from './client.js';
import { admitsClientDocument, admitsOriginOfDocuments, clientOfDocument } from './client-documents.js';
import { clientDocumentUrlFault } from './client-document-url.js';
import { resolveClient } from './resolve-client.js';
import { aServer, publicJwk } from './testing.js';
import { validateSettings } from './validate-client.js';

const url = 'https://app.example.com/oauth/client.json';
const document = { client_id: url, client_name: 'App', redirect_uris: ['https://app.example.com/cb'] };

function made(members: Record<string, unknown>, settings: Partial<Settings> = {}) {
  return clientOfDocument(url, { ...document, ...members }, aServer({ settings }));
}

function clientOf(members: Record<string, unknown>, settings: Partial<Settings> = {}) {
  const result = made(members, settings);
  if ('faults' in result) throw new Error(JSON.stringify(result.faults));
  return resolveClient(result.client, aServer({ settings }));
}

describe('a client_id that is the address of a document', () => {
  it.each([
    url,
    'https://app.example.com/c',
    'https://app.example.com:8443/c',
    'https://xn--bcher-kva.example/c',
    'https://app.example.com/c?v=1',
  ])('may be %s', (value) => expect(clientDocumentUrlFault(value)).toBeUndefined());

  it.each([
    'http://app.example.com/c',
    'HTTPS://app.example.com/c',
    'https://app.example.com',
    'https://app.example.com/',
    'https://app.example.com/a/../c',
    'https://app.example.com/./c',
    'https://app.example.com/%2e%2e/c',
    'https://app.example.com/c#',
    'https://app.example.com/c#part',
    'https://user:pw@app.example.com/c',
    'https://@app.example.com/c',
    'https://APP.example.com/c',
    'https://app.example.com:443/c',
    'https://2130706433/c',
    'https://bücher.example/c',
    'https://app.example.com\\c',
    'https://app.example.com/ c',
    'https:app.example.com/c',
    `https://app.example.com/${'c'.repeat(255)}`,
  ])('is never %s', (value) => expect(clientDocumentUrlFault(value)).toBeTypeOf('string'));

  it('is admitted as the settings say: of nobody, of listed hosts with their port, of anybody', () => {
    const { settings } = aServer();
    const listed = { ...settings, client_id_metadata_documents: 'listed_hosts' } as const;
    const hosts = { ...listed, client_document_hosts: ['app.example.com'] };
    expect(admitsClientDocument(url, settings)).toBe(false);
    expect(admitsClientDocument(url, listed)).toBe(false);
    expect(admitsClientDocument(url, hosts)).toBe(true);
    for (const other of ['https://app.example.com:8443/c', 'https://a.app.example.com/c', 'https://app.example.org/c'])
      expect(admitsClientDocument(other, hosts)).toBe(false);
    const any = { ...settings, client_id_metadata_documents: 'any_host' } as const;
    expect(admitsClientDocument(url, any)).toBe(true);
    expect(admitsClientDocument('https://app.example.com/', any)).toBe(false);
    expect(admitsOriginOfDocuments('https://app.example.com', hosts)).toBe(true);
    for (const origin of ['https://other.example.com', 'http://app.example.com', 'null', 'https://app.example.com/'])
      expect(admitsOriginOfDocuments(origin, hosts)).toBe(false);
  });
});

describe('the settings of documents', () => {
  const validated = (settings: Partial<Settings>) =>
    validateSettings({ ...defaultSettings, ...settings }, { scopes: aServer().scopes });

  it.each(['app.example.com', 'app.example.com:8443', 'xn--bcher-kva.example', '192.0.2.1'])(
    'take the host %s',
    (host) => expect(validated({ client_document_hosts: [host] })).toEqual([]),
  );

  it.each([
    'https://app.example.com',
    'app.example.com/',
    'App.example.com',
    '*.example.com',
    'app.example.com:443',
    'app.example.com:0x1',
    'user@app.example.com',
    '2130706433',
    'bücher.example',
    '',
  ])('refuse “%s” as a host, with which no document could agree', (host) =>
    expect(validated({ client_document_hosts: [host] })).toMatchObject([{ pointer: '/client_document_hosts/0' }]),
  );

  it('take common scopes, and no exclusive one', () => {
    expect(validated({ client_document_scopes: ['profile'] })).toEqual([]);
    expect(validated({ client_document_scopes: ['profile', 'payments'] })).toMatchObject([
      { pointer: '/client_document_scopes/1', rule: 'documents-get-common-scopes' },
    ]);
  });
});

describe('a document', () => {
  it('makes a client that is public, asks its users, uses PKCE, and has nothing above the ceiling', () => {
    expect(
      clientOf({ logo_uri: 'https://evil.example/pixel', request_uris: ['https://evil.example/r'] }),
    ).toMatchObject({
      client_id: url,
      client_name: 'App',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code'],
      response_types: ['code'],
      scope: 'openid',
      require_pkce: true,
      first_party: false,
      bypass_consent: false,
      access_token_ttl: 300,
      allowed_origins: ['https://app.example.com'],
    });
    const client = clientOf({ logo_uri: 'https://evil.example/pixel', request_uris: ['https://evil.example/r'] });
    expect(client.logo_uri).toBeUndefined();
    expect(client.request_uris).toEqual([]);
  });

  it('gets of scopes, grant types and lifetimes what the settings leave of its wishes', () => {
    const settings = {
      client_document_scopes: ['profile', 'email'],
      client_document_grant_types: ['authorization_code' as const, 'refresh_token' as const],
      client_document_max_access_token_ttl: 120,
      client_document_max_grant_lifetime: 600,
    };
    const wishes = {
      scope: 'openid profile payments',
      grant_types: ['authorization_code', 'refresh_token', 'implicit'],
    };
    expect(clientOf(wishes, settings)).toMatchObject({
      scope: 'openid profile',
      grant_types: ['authorization_code', 'refresh_token'],
      access_token_ttl: 120,
      refresh_token_ttl: 600,
      refresh_token_max_rolling_lifetime: 600,
    });
    expect(clientOf({}, settings).scope).toBe('openid profile email');
    // What became exclusive since it was permitted is for nobody whom it was not given to.
    expect(clientOf({ scope: 'openid payments' }, { client_document_scopes: ['payments'] }).scope).toBe('openid');
    expect(clientOf({ scope: 'payments' }, settings)).toMatchObject({ restrict_common_scopes: true });
    const shorter = { refresh_token_max_rolling_lifetime: 300, refresh_token_ttl: 300 };
    expect(clientOf(wishes, { ...settings, ...shorter }).refresh_token_max_rolling_lifetime).toBe(300);
  });

  it('is held to its origin as far as the settings say', () => {
    const loopback = { redirect_uris: ['http://127.0.0.1/cb'] };
    expect(made(loopback)).toMatchObject({
      faults: [{ pointer: '/redirect_uris/0', rule: 'document-keeps-its-origin' }],
    });
    expect(clientOf(loopback, { client_document_redirect_uris: 'same_origin_or_loopback' })).toMatchObject({
      application_type: 'native',
    });
    const elsewhere = { redirect_uris: ['https://other.example/cb'] };
    expect(made(elsewhere, { client_document_redirect_uris: 'same_origin_or_loopback' })).toHaveProperty('faults');
    expect(clientOf(elsewhere, { client_document_redirect_uris: 'any' }).redirect_uris).toEqual(
      elsewhere.redirect_uris,
    );
  });

  it.each([
    ['is no object', 'text'],
    ['is a list', [document]],
    ['names nobody', { ...document, client_id: undefined }],
    ['names another', { ...document, client_id: `${url}/` }],
    ['has a secret', { ...document, client_secret: 'x'.repeat(40) }],
    ['has the end of a secret', { ...document, client_secret_expires_at: 0 }],
    ['is to authenticate by a secret', { ...document, token_endpoint_auth_method: 'client_secret_basic' }],
    ['is to authenticate by a method of its own', { ...document, token_endpoint_auth_method: ['none'] }],
    ['is to authenticate by keys that it has not', { ...document, token_endpoint_auth_method: 'private_key_jwt' }],
    ['has nowhere to return to', { ...document, redirect_uris: [] }],
    ['returns to a script', { ...document, redirect_uris: ['javascript:alert(1)'] }],
    ['returns to every host', { ...document, redirect_uris: ['https://*.example.com/cb'] }],
    ['has no grant type that is left', { ...document, grant_types: ['implicit'] }],
    ['is public and acts for itself', { ...document, grant_types: ['client_credentials'] }],
    ['has posts sent elsewhere', { ...document, backchannel_logout_uri: 'https://victim.example/logout' }],
    [
      'has keys that are private',
      {
        ...document,
        token_endpoint_auth_method: 'private_key_jwt',
        jwks: { keys: [{ ...publicJwk.p256(), d: 'AA' }] },
      },
    ],
    ['has members of the wrong shape', { ...document, client_name: { toString: 1 }, redirect_uris: [1, null, {}] }],
  ])('makes no client that %s', (_, candidate) => {
    const settings: Partial<Settings> = {
      client_document_redirect_uris: 'any',
      client_document_grant_types: ['authorization_code', 'client_credentials'],
    };
    expect(clientOfDocument(url, candidate, aServer({ settings }))).toHaveProperty('faults');
  });

  it('has its own host called where clients have to say whom they trust, and no other', () => {
    const keys = (host: string) =>
      made(
        { token_endpoint_auth_method: 'private_key_jwt', jwks_uri: `https://${host}/jwks` },
        { outbound_trust_mode: 'explicit' },
      );
    expect(keys('app.example.com')).toMatchObject({ client: { trusted_hosts: ['app.example.com'] } });
    expect(keys('other.example.com')).toMatchObject({ faults: [{ rule: 'outbound-hosts-are-trusted' }] });
  });

  it('may authenticate by its keys, and then act for itself where that is permitted', () => {
    const signed = { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [publicJwk.p256()] } };
    expect(clientOf(signed).token_endpoint_auth_method).toBe('private_key_jwt');
    const machine = { ...signed, grant_types: ['client_credentials'], redirect_uris: undefined };
    expect(made(machine)).toHaveProperty('faults');
    const settings = { client_document_grant_types: ['client_credentials' as const] };
    expect(clientOf(machine, settings)).toMatchObject({ grant_types: ['client_credentials'], response_types: [] });
  });
});
