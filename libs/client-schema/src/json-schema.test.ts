import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientFields, defaultSettings, settingsFields } from './client.js';
import { type JsonSchema } from './field.js';
import { serverSetMembers } from './fields/general/audit.js';
import { clientJsonSchema } from './json-schema.js';
import { aClient, issuesOf, publicJwk, register } from './testing.js';
import { templates } from './templates/index.js';

const schemas = clientJsonSchema();
const ajv = formats.default(new Ajv2020({ strict: false, allErrors: true }));
const validators = Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, ajv.compile(schema)]));

/** What a published schema finds wrong with a document. */
function faults(name: keyof typeof schemas, document: unknown): string[] {
  const validate = validators[name]!;
  return validate(document)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const audit = Object.fromEntries(serverSetMembers.map(({ name, example }) => [name, example]));

describe('the published schemas', () => {
  it('are valid JSON Schema 2020-12', () => {
    for (const schema of Object.values(schemas)) expect(ajv.validateSchema(schema)).toBe(true);
  });

  const accepted: [string, object][] = [
    ['a web application', aClient()],
    [
      'a client with a value in every place',
      {
        client_id: 'shop',
        client_name: 'Shop',
        description: '',
        client_type: 'native',
        keywords: ['a'],
        contacts: ['a@example.com'],
        logo_uri: 'data:image/png;base64,AAAA',
        client_uri: 'https://shop.example.com',
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: ['http://[::1]:8080/cb', 'com.example.app:/cb', 'https://shop.example.com/cb?a=%20'],
        allowed_origins: ['https://*.example.com'],
        token_endpoint_auth_method: 'client_secret_basic',
        additional_token_endpoint_auth_methods: ['private_key_jwt'],
        token_endpoint_auth_signing_alg: 'ES256',
        client_secret: 's'.repeat(16),
        jwks: { keys: [publicJwk.p256()] },
        scope: 'openid payments',
        response_types: ['code'],
        access_token_ttl: 60,
        refresh_token_ttl: 60,
        default_access_token_manager_id: 'opaque',
        allowed_code_challenge_methods: ['S256'],
      },
    ],
    ...templates.map(({ id, defaults }): [string, object] => [
      id,
      {
        client_name: id,
        ...(id !== 'server_to_server' && { redirect_uris: ['https://app.example.com/cb'] }),
        ...(id === 'financial' && { jwks: { keys: [publicJwk.rsa()] } }),
        ...defaults,
      },
    ]),
  ];

  it.each(accepted)('fit %s, as it is written and as it is read', (_, document) => {
    const { client, issues } = register(document);
    expect(issues).toEqual([]);
    expect(faults('ClientInput', document)).toEqual([]);
    expect(faults('ClientPatch', document)).toEqual([]);
    const { client_secret: _secret, ...readable } = client;
    expect(faults('Client', { client_id: 'generated', ...readable, ...audit })).toEqual([]);
  });

  it('fit every address that the server takes', () => {
    const mangled = fc
      .tuple(fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.nat(60), fc.string({ maxLength: 2 }))
      .map(([url, at, inserted]) => url.slice(0, at) + inserted + url.slice(at));
    fc.assert(
      fc.property(mangled, (url) => {
        const document = { client_uri: url, redirect_uris: [url], jwks_uri: url };
        const refused = new Set(issuesOf({ ...aClient(), ...document }).map(({ pointer }) => pointer.split('/')[1]));
        const taken = Object.fromEntries(Object.entries(document).filter(([name]) => !refused.has(name)));
        expect(faults('ClientPatch', taken)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('fit null wherever the server takes it', () => {
    for (const [name, { options }] of clientFields) {
      if (options.required) expect(faults('ClientInput', { client_name: 'A', [name]: null })).not.toEqual([]);
      else expect(faults('ClientInput', { client_name: 'A', [name]: null })).toEqual([]);
    }
  });

  it('of a client that is read have no null: a member without a value is absent', () => {
    for (const [name, schema] of Object.entries(schemas.Client['properties'] as Record<string, JsonSchema>)) {
      if (serverSetMembers.some((member) => member.name === name)) continue;
      expect(schema, name).not.toMatchObject({ type: expect.arrayContaining(['null']) });
    }
  });

  it('do not fit unknown members, a missing name or what only the server sets', () => {
    expect(faults('ClientInput', { client_name: 'A', colour: 'red' })).not.toEqual([]);
    expect(faults('ClientInput', {})).not.toEqual([]);
    expect(faults('ClientInput', { client_name: 'A', revision: 1 })).not.toEqual([]);
    expect(faults('SettingsPatch', { colour: 'red' })).not.toEqual([]);
  });

  it('hold the defaults of the settings', () => {
    expect(faults('Settings', defaultSettings)).toEqual([]);
    expect(faults('SettingsPatch', { access_token_ttl: 60 })).toEqual([]);
    expect(faults('SettingsPatch', { access_token_ttl: null })).not.toEqual([]);
  });

  it('hold every default and example that they show', () => {
    for (const { name, options } of clientFields.values()) {
      for (const value of [options.default, options.example]) {
        if (value !== undefined) expect(faults('ClientPatch', { [name]: value })).toEqual([]);
      }
    }
    for (const { name, options } of settingsFields.values()) {
      expect(faults('SettingsPatch', { [name]: options.example ?? options.default })).toEqual([]);
    }
  });

  it('say of a field where it stands, what it inherits and when it applies', () => {
    expect(schemas.ClientInput['properties']).toMatchObject({
      refresh_token_ttl: {
        type: ['integer', 'null'],
        minimum: 0,
        'x-section': 'grant_types',
        'x-group': 'refresh',
        'x-kind': 'seconds',
        'x-inherits': true,
        'x-visible-when': "grant_types includes 'refresh_token'",
        'x-spec': 'https://www.rfc-editor.org/rfc/rfc6749#section-1.5',
      },
      enabled: { type: ['boolean', 'null'], default: true },
      token_endpoint_auth_signing_alg: { enum: expect.arrayContaining(['ES256', null]) },
    });
    expect(schemas.Client['properties']).toMatchObject({ created_at: { format: 'date-time', readOnly: true } });
    expect(schemas.Client['properties']).not.toHaveProperty('client_secret');
    expect(schemas.ClientInput['properties']).toMatchObject({ client_secret: { writeOnly: true } });
  });
});
