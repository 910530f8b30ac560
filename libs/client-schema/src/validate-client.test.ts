import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientFields, defaultSettings, settingsFields } from './client.js';
import { type Field } from './field.js';
import { settleClient } from './settle-client.js';
import { aClient, aServer, aTemplate, issuesOf, patch, publicJwk, register, serverWithTemplate } from './testing.js';
import { standardResources } from './resources/index.js';
import { adviseClient, unknownMembers, validateClient, validateSettings } from './validate-client.js';

const server = aServer();

describe('a client document', () => {
  it('needs a name and nothing else but something to do', () => {
    expect(register({ client_name: 'App', grant_types: ['client_credentials'] }).issues).toEqual([]);
    expect(register({ grant_types: ['client_credentials'] }).issues).toEqual([
      { pointer: '/client_name', rule: 'required', detail: 'is required' },
    ]);
    expect(register({ client_name: null, grant_types: ['client_credentials'] }).issues).toMatchObject([
      { pointer: '/client_name', rule: 'required' },
    ]);
  });

  it('has every fault told at once, each where it is', () => {
    const { issues } = register({
      client_name: '',
      enabled: 'yes',
      access_token_ttl: 1.5,
      redirect_uris: ['https://app.example.com/cb', 'http://app.example.com/cb', 7],
      grant_types: ['authorization_code', 'telepathy'],
      token_endpoint_auth_method: 'none',
      allow_token_introspection: true,
    });
    expect(issues).toMatchObject([
      { pointer: '/client_name', rule: 'is-length' },
      { pointer: '/enabled', rule: 'is-boolean', detail: 'must be true or false' },
      { pointer: '/redirect_uris/1', rule: 'redirect-uri' },
      { pointer: '/redirect_uris/2', rule: 'redirect-uri', detail: 'must be a string' },
      { pointer: '/grant_types/1', rule: 'is-in' },
      { pointer: '/access_token_ttl', rule: 'is-int' },
      { pointer: '/token_endpoint_auth_method', rule: 'introspection-client-authenticates' },
    ]);
  });

  it.each<[unknown, string, string]>([
    ['x', 'is-int', 'must be a whole number of seconds'],
    [1e300 + 0.5, 'max', 'must be at most 86400 seconds'],
    [Number.NaN, 'is-int', 'must be a whole number of seconds'],
    [-0.5, 'is-int', 'must be a whole number of seconds'],
    [0, 'min', 'must be at least 1 second'],
  ])('has one fault for a duration of %j', (access_token_ttl, rule, detail) => {
    expect(issuesOf({ ...aClient(), access_token_ttl })).toEqual([{ pointer: '/access_token_ttl', rule, detail }]);
  });

  it('is not judged by rules about a field that is misshapen', () => {
    const rules = register({ client_name: 'App', grant_types: 'authorization_code' }).issues.map(({ rule }) => rule);
    expect(rules).not.toContain('client-does-something');
  });

  it('has one fault, not a thousand, for a list that is too long', () => {
    const redirect_uris = Array.from({ length: 100_000 }, (_, index) => `x${index}`);
    expect(issuesOf({ ...aClient(), redirect_uris })).toMatchObject([
      { pointer: '/redirect_uris', rule: 'array-max-size' },
    ]);
  });

  it.each([
    [
      'client_id',
      ['a', 'billing-worker', 'urn:x:1', 'a@b', '...', 'A'.repeat(255)],
      ['', '.', '..', 'did:x', 'a b', 'a/b', 'ä', 'A'.repeat(256), 7],
    ],
    [
      'client_name',
      ['A', 'Büro 🏢', '🏢'.repeat(256)],
      ['', 'n'.repeat(257), '©️'.repeat(256), 'a\nb', 'a\0', '\ud800', 7, ['A']],
    ],
    ['description', ['', 'a\r\n\tb'], ['\0', '\u009f', '\udfff', 'd'.repeat(2049)]],
    ['contacts', [[], ['a@example.com']], [['a@'], ['a@example.com', 'a@example.com'], [null], 'a@example.com']],
    ['keywords', [['finance']], [[''], ['k'.repeat(65)], Array.from({ length: 21 }, (_, i) => `k${i}`)]],
    ['scope', ['', 'openid', 'openid profile'], [' openid', 'openid  profile', 'open"id', 'ö', ['openid']]],
    ['client_secret', ['s'.repeat(16)], ['s'.repeat(15), 's'.repeat(513), 'ö'.repeat(20)]],
    ['client_secret_expires_at', [0, 4_102_444_800], [-1, 1.5, '0', 1e15]],
    ['access_token_ttl', [1, 86_400], [0, -1, 86_401, '60', true, 1e3 + 0.1, NaN, Infinity]],
  ])('takes %s in its shape only', (name, good, bad) => {
    const faultsWith = (value: unknown) =>
      issuesOf({ ...aClient(), [name]: value }).filter(({ pointer }) => pointer.startsWith(`/${name}`));
    expect(good.filter((value) => faultsWith(value).length > 0)).toEqual([]);
    expect(bad.filter((value) => faultsWith(value).length === 0)).toEqual([]);
  });
});

describe('null', () => {
  it.each([...clientFields.values()].filter(({ options }) => !options.required).map(({ name }) => name))(
    'says nothing of its own about %s',
    (name) => {
      expect(register({ ...aClient(), [name]: null }).client).not.toHaveProperty(name, null);
      const withNull = register({ client_name: 'App', grant_types: ['client_credentials'], [name]: null });
      const without = register({ client_name: 'App', grant_types: ['client_credentials'] });
      if (name !== 'grant_types') expect(withNull).toEqual(without);
    },
  );
});

describe('a field that does not apply', () => {
  const machine = { client_name: 'App', grant_types: ['client_credentials'] };

  it('is refused when it is written', () => {
    expect(register({ ...machine, refresh_token_ttl: 60 }).issues).toEqual([
      {
        pointer: '/refresh_token_ttl',
        rule: 'field-applies',
        detail: "does not apply: it needs grant_types includes 'refresh_token'",
      },
    ]);
  });

  it.each([
    { allow_token_introspection: false },
    { allow_token_introspection: true, restrict_to_default_access_token_manager: true },
  ])('is refused also where a switch leaves it without effect: %o', (switches) => {
    const all = { validate_against_all_access_token_managers: true };
    expect(register({ ...machine, ...switches, ...all }).issues).toMatchObject([
      { pointer: '/validate_against_all_access_token_managers', rule: 'field-applies' },
    ]);
    expect(register({ ...machine, ...all, allow_token_introspection: true }).issues).toEqual([]);
  });

  it('may be written with its default, as read-modify-write does', () => {
    const { client } = register(machine);
    expect(register(client).issues).toEqual([]);
  });

  it('falls back to its default when another change makes it so', () => {
    const stored = aClient({ require_pkce: true, response_types: ['code'], authorization_code_ttl: 10 });
    const { client, issues } = patch(stored, { grant_types: ['client_credentials'] });
    expect(issues).toEqual([]);
    expect(client).toMatchObject({
      require_pkce: false,
      restrict_response_types: false,
      response_types: [],
      redirect_uris: [],
    });
    expect(client).not.toHaveProperty('authorization_code_ttl');
  });

  it('keeps a secret, which may come into use again', () => {
    const stored = aClient({ client_secret: 's'.repeat(32) });
    expect(patch(stored, { token_endpoint_auth_method: 'none' }).client).toHaveProperty('client_secret');
  });
});

describe('unknown members', () => {
  it('are named, each with a pointer', () => {
    expect(unknownMembers({ client_name: 'App', 'a/b~c': 1 })).toEqual([
      { pointer: '/a~1b~0c', rule: 'known-field', detail: 'is not a known field' },
    ]);
  });

  it('include those that every object has', () => {
    const document = JSON.parse('{"client_name":"App","__proto__":{"enabled":false},"constructor":{},"toString":1}');
    expect(unknownMembers(document).map(({ pointer }) => pointer)).toEqual(['/__proto__', '/constructor', '/toString']);
  });

  it('pollute nothing', () => {
    const document = JSON.parse(
      '{"client_name":"App","grant_types":["client_credentials"],"__proto__":{"enabled":false,"polluted":true}}',
    );
    const { client } = register(document);
    expect(client.enabled).toBe(true);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.getPrototypeOf(client)).toBe(Object.prototype);
  });
});

describe('the settings of the server', () => {
  it('are checked like the fields that inherit them', () => {
    expect(validateSettings({ ...defaultSettings, access_token_ttl: 0, clock_skew: 61 })).toMatchObject([
      { pointer: '/access_token_ttl', rule: 'min' },
      { pointer: '/clock_skew', rule: 'max' },
    ]);
  });

  it.each([...settingsFields.keys()])('have a value for %s', (name) => {
    expect(validateSettings({ ...defaultSettings, [name]: null })).toEqual([
      { pointer: `/${name}`, rule: 'has-value', detail: 'must have a value' },
    ]);
  });

  it('keep to their own limits', () => {
    expect(validateSettings({ ...defaultSettings, max_access_token_ttl: 200 })).toMatchObject([
      { pointer: '/access_token_ttl', rule: 'ttl-within-server-maximum' },
    ]);
    expect(validateSettings({ ...defaultSettings, max_access_token_ttl: 300 })).toEqual([]);
  });

  it('grant scopes by default that exist, as far as these are known', () => {
    const settings = { ...defaultSettings, default_scopes: ['openid', 'nowhere'] };
    const { scopes } = standardResources;
    expect(validateSettings(settings, { scopes })).toMatchObject([
      { pointer: '/default_scopes/1', rule: 'referenced-records-exist' },
    ]);
    expect(validateSettings({ ...settings, default_scopes: ['openid'] }, { scopes })).toEqual([]);
    expect(validateSettings(settings)).toEqual([]);
  });

  it('do not offer plain challenges while they disallow them', () => {
    const allowed_code_challenge_methods = ['S256', 'plain'];
    expect(validateSettings({ ...defaultSettings, allowed_code_challenge_methods })).toMatchObject([
      { pointer: '/allowed_code_challenge_methods', rule: 'plain-pkce-is-allowed' },
    ]);
    expect(
      validateSettings({ ...defaultSettings, allowed_code_challenge_methods, disallow_plain_pkce: false }),
    ).toEqual([]);
  });
});

/** Values that a stranger could send for any field, JSON or not. */
const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.constantFrom<unknown>(
    null,
    NaN,
    Infinity,
    -0,
    '',
    ' ',
    'x'.repeat(100_000),
    [[[[[]]]]],
    [null],
    [undefined],
    { keys: null },
    { keys: [null] },
    { keys: [{ kty: 'constructor' }] },
    { length: 3 },
    { toString: null, valueOf: null },
    bottomless(),
    { keys: [bottomless()] },
  ),
);

/** Values that have the shape of a field, good and bad ones. */
function plausible({ name, schema }: Field): fc.Arbitrary<unknown> {
  const items = schema['items'] as { enum?: unknown[] } | undefined;
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...(schema['enum'] as unknown[]));
  if (items?.enum) return fc.shuffledSubarray(items.enum);
  if (schema['type'] === 'boolean') return fc.boolean();
  if (schema['type'] === 'integer') return fc.constantFrom(0, 1, 60, 600, 3600);
  switch (name) {
    case 'redirect_uris':
      return fc.shuffledSubarray(['https://app.example.com/cb', 'http://127.0.0.1/cb', 'com.example.app:/cb', 'x']);
    case 'allowed_origins':
      return fc.shuffledSubarray(['https://app.example.com', 'https://*.example.com', 'http://localhost:5173']);
    case 'jwks':
      return fc.constantFrom({ keys: [publicJwk.rsa()] }, { keys: [publicJwk.p256()] }, { keys: [] });
    case 'scope':
      return fc.constantFrom('', 'openid', 'openid profile', 'unheard-of');
    case 'default_access_token_manager_id':
      return fc.constantFrom('jwt', 'opaque', 'unheard-of');
    case 'contacts':
      return fc.constantFrom([], ['a@example.com']);
    case 'keywords':
      return fc.constantFrom([], ['finance']);
    default:
      return fc.constantFrom('https://app.example.com/x', 'a-plain-word-of-some-length');
  }
}

const fields = [...clientFields.values()];
const change = fc
  .shuffledSubarray(fields, { maxLength: 6 })
  .chain((chosen) =>
    fc.record(Object.fromEntries(chosen.map((field) => [field.name, fc.oneof(plausible(field), fc.constant(null))]))),
  );

describe('any document', () => {
  const document = fc.dictionary(
    fc.oneof(fc.constantFrom(...clientFields.keys()), fc.constantFrom('__proto__', 'constructor', 'x')),
    anything,
  );

  it('is settled, validated and searched for unknown members without an exception', () => {
    fc.assert(
      fc.property(document, (candidate) => {
        const named = new Set(Object.keys(candidate));
        const settled = settleClient(candidate, named, server);
        expect(Array.isArray(validateClient(settled, server, named))).toBe(true);
        expect(Array.isArray(validateClient(candidate, server, named))).toBe(true);
        expect(Array.isArray(unknownMembers(candidate))).toBe(true);
        expect(Array.isArray(validateSettings(candidate))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it.each([...clientFields.keys()])('may have anything in the place of %s', (name) => {
    fc.assert(
      fc.property(anything, (value) => {
        const { issues } = patch(aClient(), { [name]: value });
        expect(issues.every(({ pointer, detail }) => pointer.startsWith('/') && detail !== '')).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a client after any sequence of changes', () => {
  it('is refused, or stays as it is when it is settled and validated again', () => {
    let accepted = 0;
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        let stored: object = aClient();
        for (const step of changes) {
          const { client, issues } = patch(stored, step);
          if (issues.length > 0) continue;
          accepted += 1;
          stored = client;
          expect(settleClient({ ...client }, new Set(), server)).toEqual(client);
          expect(validateClient({ ...client }, server)).toEqual([]);
          // Read (without the secret), changed in nothing and written back whole, as a program with PUT does.
          const { client_secret: _, ...readable } = client;
          expect(register(readable)).toEqual({ client: readable, issues: [] });
          expect(() => adviseClient({ ...client }, server)).not.toThrow();
        }
      }),
      { numRuns: 400 },
    );
    expect(accepted).toBeGreaterThan(100);
  });

  it('has every value that the last change asked for', () => {
    fc.assert(
      fc.property(change, (asked) => {
        const { client } = patch(aClient(), asked);
        const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== null));
        expect(client).toMatchObject(given);
      }),
    );
  });
});

function bottomless(): unknown {
  let value: unknown = [];
  for (let depth = 0; depth < 50_000; depth++) value = [value];
  return value;
}

describe('a client that has a template', () => {
  const template = aTemplate({
    defaults: {
      client_type: 'server_to_server',
      grant_types: ['client_credentials'],
      first_party: false,
      keywords: ['partner'],
    },
  });
  const server = serverWithTemplate(template);
  const named = { client_template_id: template.id };

  it('holds only what it says itself', () => {
    const { client, issues } = register({ client_name: 'Partner', contacts: ['a@b.example'], ...named }, server);
    expect(issues).toEqual([]);
    expect(client).toEqual({ client_name: 'Partner', contacts: ['a@b.example'], ...named });
  });

  it('gives up what nobody chose when it takes the template up, and keeps what somebody did', () => {
    const { client } = register({
      client_name: 'Partner',
      grant_types: ['client_credentials'],
      contacts: ['a@b.example'],
    });
    expect(patch(client, named, server).client).toEqual({
      client_name: 'Partner',
      contacts: ['a@b.example'],
      ...named,
    });
  });

  it('keeps what the same change says, be it what the template says too', () => {
    const { client } = register({ client_name: 'Partner', grant_types: ['client_credentials'] });
    const own = { keywords: ['partner'] };
    expect(patch(client, { ...named, ...own }, server).client).toMatchObject(own);
  });

  it('holds every default again when it leaves the template', () => {
    const { client } = register({ client_name: 'Partner', grant_types: ['client_credentials'], ...named }, server);
    const alone = patch(client, { client_template_id: null, grant_types: ['client_credentials'] }, server).client;
    expect(alone).toMatchObject({ grant_types: ['client_credentials'], first_party: true, keywords: [] });
  });

  it('fills in what follows from the template, and from the client before that', () => {
    const native = serverWithTemplate(aTemplate({ defaults: { application_type: 'native' } }));
    const document = { client_name: 'Partner', redirect_uris: ['http://127.0.0.1/cb'], ...named };
    expect(register(document, native).client).toMatchObject({ client_type: 'native' });
    const open = serverWithTemplate(
      aTemplate({ defaults: { token_endpoint_auth_method: 'none', confidential: false } }),
    );
    const proven = register({ ...document, token_endpoint_auth_method: 'client_secret_basic' }, open);
    expect(proven.client).toMatchObject({ confidential: true });
  });

  it('names one that there is', () => {
    const { issues } = register({ client_name: 'Partner', client_template_id: 'nowhere' }, server);
    expect(issues.map(({ pointer }) => pointer)).toContain('/client_template_id');
  });

  it.each(standardResources.client_templates.map((standard) => [standard.id, standard] as const))(
    'of the kind %s needs to say nothing that the template says',
    (id, { defaults }) => {
      const own = {
        client_name: 'Example',
        ...((defaults['grant_types'] as string[]).includes('authorization_code') && {
          redirect_uris: [id === 'native' ? 'http://127.0.0.1/cb' : 'https://app.example.com/cb'],
        }),
        ...(defaults['token_endpoint_auth_method'] === 'private_key_jwt' && {
          jwks_uri: 'https://app.example.com/jwks',
        }),
        client_template_id: id,
      };
      expect(register(own)).toEqual({ client: own, issues: [] });
    },
  );
});
