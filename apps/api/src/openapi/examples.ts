import { type Json, defaultSettings, settleClient } from '@clientele/client-schema';

const clientInput = {
  client_name: 'Billing worker',
  client_type: 'server_to_server',
  grant_types: ['client_credentials'],
  token_endpoint_auth_method: 'client_secret_basic',
};

/** The client above as it is stored: with every default written out. */
const clientDocument = settleClient(
  { client_id: 'billing-worker', ...clientInput },
  new Set(Object.keys(clientInput)),
  {
    settings: defaultSettings,
    scopes: [],
    signing_algs: ['RS256', 'ES256'],
    access_token_managers: ['jwt', 'opaque'],
  },
);

/** Documents that the reference shows, each once. */
export const examples = {
  clientInput,
  client: {
    ...clientDocument,
    revision: 1,
    system: false,
    created_at: '2026-01-15T09:30:00.000Z',
    created_by: 'clientele-automation',
    updated_at: '2026-01-15T09:30:00.000Z',
    updated_by: 'clientele-automation',
    client_id_issued_at: 1_768_469_400,
    client_secret_changed_at: '2026-01-15T09:30:00.000Z',
    last_used_at: null,
    trashed_at: null,
  },
  clientPatch: { access_token_ttl: 900, description: null },
  secret: {
    id: '8f9c2a',
    hint: 'x7Qk',
    label: 'July deployment',
    created_at: '2026-01-15T09:30:00.000Z',
    created_by: 'clientele-automation',
    expires_at: null,
    last_used_at: null,
    retired: false,
  },
  generated: 'mJ1yVw0x8cQ5bT3nZr7kPd2sLf9hGa4eUo6iXqYx7Qk',
  settingsPatch: { access_token_ttl: 600 },
  scopeInput: {
    name: 'invoices:read',
    description: 'See your invoices',
    kind: 'exclusive',
    audience: 'https://api.example.com',
  },
  scope: {
    name: 'invoices:read',
    description: 'See your invoices',
    kind: 'exclusive',
    claims: [],
    audience: 'https://api.example.com',
    roles: [],
    revision: 1,
    system: false,
    updated_at: '2026-01-15T09:30:00.000Z',
    updated_by: 'clientele-automation',
  },
  accountInput: { username: 'alice', claims: { name: 'Alice Example' }, roles: ['viewer'] },
  account: {
    sub: '5b1d6c1e-7f0a-4d5b-9a53-2f6a8e0c9d11',
    username: 'alice',
    enabled: true,
    claims: { name: 'Alice Example' },
    roles: ['viewer'],
    system: false,
    revision: 1,
    created_at: '2026-01-15T09:30:00.000Z',
    updated_at: '2026-01-15T09:30:00.000Z',
    updated_by: 'clientele-automation',
  },
  manager: {
    id: 'jwt',
    name: 'JSON Web Token',
    format: 'jwt',
    signing_alg: 'ES256',
    revision: 1,
    system: true,
    updated_at: '2026-01-15T09:30:00.000Z',
    updated_by: 'system',
  },
  grant: {
    id: '0f8fad5b-d9cb-469f-a165-70867728950e',
    client_id: 'shop',
    sub: '5b1d6c1e-7f0a-4d5b-9a53-2f6a8e0c9d11',
    scope: ['openid', 'offline_access'],
    auth_time: '2026-01-15T09:30:00.000Z',
    created_at: '2026-01-15T09:30:00.000Z',
    revoked_at: null,
    refresh_expires_at: '2026-01-15T10:30:00.000Z',
  },
  receipt: {
    code: 'R-7KQ2-M4TX',
    at: '2026-01-15T09:30:00.000Z',
    endpoint: '/authorize',
    client_id: 'shop',
    error: 'invalid_request',
    rule: 'redirect-uri-is-registered',
    spec: { label: 'RFC 6749 §3.1.2.4', url: 'https://www.rfc-editor.org/rfc/rfc6749#section-3.1.2.4' },
    sentence: 'The redirect_uri is not one of the registered ones: a trailing slash.',
    sent: 'https://shop.example.com/callback/',
    registered: ['https://shop.example.com/callback'],
    difference: { registered: 'https://shop.example.com/callback', at: 33, words: 'a trailing slash' },
    suggestion: { redirect_uris: ['https://shop.example.com/callback', 'https://shop.example.com/callback/'] },
    passed: ['client-is-known', 'client-is-enabled'],
  },
} as const satisfies Record<string, Json | object>;

/** A page that holds one item. */
export function pageOf(item: object): Json {
  return { items: [item as Json], next: null, total: 1 };
}
