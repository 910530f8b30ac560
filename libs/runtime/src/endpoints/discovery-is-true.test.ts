import { type Settings } from '@clientele/client-schema';
import { describe, expect, it } from 'vitest';
import { type ProtocolResponse } from '../http.js';
import { type World, aRegisteredClient, serverWith } from '../testing/server-with.js';

type Metadata = Readonly<Record<string, unknown>>;

const everything = {
  grant_types: ['authorization_code', 'implicit', 'refresh_token', 'client_credentials'],
  response_types: [],
  first_party: true,
  allowed_code_challenge_methods: null,
} as const;

async function worldWith(settings: Partial<Settings> = {}) {
  const world = await serverWith(
    aRegisteredClient({ ...everything, grant_types: [...everything.grant_types], response_types: [] }),
  );
  world.settings.change(settings);
  world.changes.emit({ kind: 'server' });
  const told = JSON.parse((await world.send('GET', '/.well-known/openid-configuration')).body) as Metadata;
  return { world, told };
}

/** What the client hears of a request, wherever it hears it; undefined: pages follow. */
async function errorOf(world: World, over: Record<string, string>): Promise<string | undefined> {
  const response = await world.send('GET', world.authorizationUrl({ nonce: 'n', ...over }));
  if (response.status === 400) return (await world.receiptOf(response)).error;
  const form = /name="error" value="([^"]+)"/.exec(response.body)?.[1];
  const { location } = response.headers;
  if (typeof location !== 'string' || location.startsWith('/')) return form;
  const { searchParams, hash } = new URL(location);
  const fragment = new URLSearchParams(hash.slice(1));
  const signed = searchParams.get('response') ?? fragment.get('response');
  const claims = signed ? (JSON.parse(Buffer.from(signed.split('.')[1]!, 'base64url').toString()) as Metadata) : {};
  return searchParams.get('error') ?? fragment.get('error') ?? (claims['error'] as string | undefined);
}

const errorIn = ({ body }: ProtocolResponse) => (JSON.parse(body) as { error?: string }).error;

/** What a list of the metadata promises: each of its values works, and no other one does. */
const promises: readonly {
  readonly member: string;
  readonly others: readonly string[];
  /** Whether the server refuses the value as one that it does not know. */
  refuses(world: World, value: string): Promise<boolean>;
}[] = [
  {
    member: 'response_types_supported',
    others: ['code code', 'password', 'id_token token code none', 'token'],
    refuses: async (world, response_type) => (await errorOf(world, { response_type })) === 'unsupported_response_type',
  },
  {
    member: 'response_modes_supported',
    others: ['web_message', 'okta_post_message', 'query.jwt.jwt'],
    // One that is for other clients is supported all the same: unauthorized_client.
    refuses: async (world, response_mode) => (await errorOf(world, { response_mode })) === 'invalid_request',
  },
  {
    member: 'prompt_values_supported',
    others: ['create', 'LOGIN', 'none login'],
    refuses: async (world, prompt) => (await errorOf(world, { prompt })) === 'invalid_request',
  },
  {
    member: 'scopes_supported',
    others: ['nonsense', 'OPENID'],
    refuses: async (world, scope) => (await errorOf(world, { scope: `openid ${scope}` })) === 'invalid_scope',
  },
  {
    member: 'code_challenge_methods_supported',
    others: ['S512', 's256', 'plain'],
    refuses: async (world, code_challenge_method) => (await errorOf(world, { code_challenge_method })) !== undefined,
  },
  {
    member: 'grant_types_supported',
    others: ['password', 'urn:ietf:params:oauth:grant-type:saml2-bearer', 'Authorization_code'],
    // The implicit grant is none of the token endpoint.
    refuses: async (world, grant_type) =>
      grant_type === 'implicit'
        ? (await errorOf(world, { response_type: 'id_token' })) === 'unsupported_response_type'
        : errorIn(await world.asClient('/token', { grant_type })) === 'unsupported_grant_type',
  },
];

describe('what discovery says', () => {
  const servers: [string, Partial<Settings>][] = [
    ['as it comes', {}],
    ['without what is outdated', { allow_legacy_grants: false }],
    ['that takes plain challenges', { disallow_plain_pkce: false, allowed_code_challenge_methods: ['S256', 'plain'] }],
  ];

  describe.each(servers)('of a server %s', (_, settings) => {
    it.each(promises)('$member has everything that works, and nothing else', async ({ member, others, refuses }) => {
      const { world, told } = await worldWith(settings);
      const promised = told[member] as string[];
      expect(promised.length).toBeGreaterThan(0);
      for (const value of promised)
        expect([member, value, await refuses(world, value)]).toEqual([member, value, false]);
      for (const value of others.filter((one) => !promised.includes(one)))
        expect([member, value, await refuses(world, value)]).toEqual([member, value, true]);
    });
  });

  it('has no member that is null or empty, also of a server that has next to nothing', async () => {
    const { world } = await worldWith({ allow_legacy_grants: false, par_status: 'disabled' });
    const { records } = world.settings;
    records.scopes = [];
    records.authenticators = [];
    records.access_token_managers = [];
    records.authorization_detail_types = [];
    world.keys.list = async () => [];
    world.changes.emit({ kind: 'server' });
    world.changes.emit({ kind: 'keys' });
    const told = JSON.parse((await world.send('GET', '/.well-known/openid-configuration')).body) as Metadata;
    for (const [name, value] of Object.entries(told)) {
      expect([name, value]).not.toEqual([name, null]);
      expect([name, value]).not.toEqual([name, []]);
    }
    expect(told).not.toHaveProperty('pushed_authorization_request_endpoint');
    const push = await world.asClient('/par', {
      response_type: 'code',
      redirect_uri: 'https://app.example.com/callback',
    });
    expect(push.status).toBe(400);
  });

  it('of protected resources names this server’s API and those of its access token managers', async () => {
    const { world, told } = await worldWith();
    expect(told['protected_resources']).toEqual(['https://admin.example']);
    const [first, ...rest] = world.settings.records.access_token_managers;
    world.settings.records.access_token_managers = [
      // RFC 9728 §1.2: the others could not describe themselves.
      { ...first!, resource_uris: ['https://api.example.com', 'urn:example:api', 'http://localhost:3000/api'] },
      ...rest,
    ];
    world.changes.emit({ kind: 'server' });
    const later = JSON.parse((await world.send('GET', '/.well-known/oauth-authorization-server')).body) as Metadata;
    expect(later['protected_resources']).toEqual(['https://admin.example', 'https://api.example.com']);
  });
});
