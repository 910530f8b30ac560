import { setTimeout as wait } from 'node:timers/promises';
import { type AdminApi } from '../admin-api.js';
import { alice } from '../people.js';
import { type Server, basic } from '../server.js';

const code = ['authorization_code', 'refresh_token'];

/** A registry as a company might have it. */
const clients: readonly Record<string, unknown>[] = [
  {
    client_id: 'storefront',
    client_name: 'Storefront',
    description: 'The shop that customers see.',
    grant_types: code,
    redirect_uris: ['https://shop.example.com/callback', 'https://preview.shop.example.com/callback'],
    client_uri: 'https://shop.example.com',
    policy_uri: 'https://shop.example.com/privacy',
    contacts: ['web@example.com'],
    keywords: ['shop', 'production'],
    scope: 'openid profile email offline_access',
    require_pkce: true,
    first_party: false,
    client_secret_retention_ttl: 3 * 24 * 3600,
  },
  {
    client_id: 'warehouse-board',
    client_name: 'Warehouse board',
    client_type: 'single_page_application',
    token_endpoint_auth_method: 'none',
    grant_types: code,
    redirect_uris: ['https://board.example.com/'],
    allowed_origins: ['https://board.example.com'],
    require_pkce: true,
    keywords: ['warehouse'],
  },
  {
    client_id: 'stock-scanner',
    client_name: 'Stock scanner',
    client_type: 'native',
    application_type: 'native',
    token_endpoint_auth_method: 'none',
    grant_types: code,
    redirect_uris: ['com.example.scanner:/callback'],
    validate_port_on_loopback_interfaces: false,
    require_pkce: true,
    keywords: ['warehouse'],
  },
  {
    client_id: 'partner-portal',
    client_name: 'Partner portal',
    grant_types: code,
    redirect_uris: ['https://partners.example.com/signed-in'],
    first_party: false,
    keywords: ['production'],
  },
  ...['Billing worker', 'Invoice archive', 'Price feed'].map((client_name, index) => ({
    client_id: client_name.toLowerCase().replace(' ', '-'),
    client_name,
    client_type: 'server_to_server',
    grant_types: ['client_credentials'],
    enabled: index !== 1,
    keywords: ['finance'],
  })),
];

/** Fills a new server with clients that have been in use for a while: with a history, secrets and refusals. */
export async function fillsRegistry(admin: AdminApi, server: Server): Promise<void> {
  for (const client of clients) await admin.does('PUT', `/clients/${String(client.client_id)}`, client);
  await changes(admin, 'storefront', { access_token_ttl: 1800 }, 'Fewer renewals during the sale');
  await changes(
    admin,
    'storefront',
    { access_token_ttl: 900, contacts: ['web@example.com', 'on-call@example.com'] },
    'The sale is over',
  );
  // Before it had to use PKCE: what the Advice tab is for.
  await changes(admin, 'storefront', { require_pkce: false }, 'Until the old app is gone');
  for (const label of ['October', 'November']) {
    const { client_secret } = await admin.does('POST', '/clients/storefront/secrets', {
      label: `production, ${label}`,
    });
    await signsIn(server, String(client_secret));
  }
  const worker = await admin.does('POST', '/clients/billing-worker/secrets', { label: 'production' });
  await server.post(
    '/token',
    { grant_type: 'client_credentials' },
    {
      authorization: basic('billing-worker', String(worker.client_secret)),
    },
  );
  await server.post('/token', { grant_type: 'client_credentials' }, { authorization: basic('price-feed', 'misspelt') });
  await refused(server, { redirect_uri: 'https://shop.example.com/callback/' });
  await refused(server, { response_type: 'token' });
  await refused(server, { scope: 'openid payroll' });
  await settles(admin);
}

async function changes(admin: AdminApi, client_id: string, patch: object, reason: string): Promise<void> {
  const { status } = await admin.call('PATCH', `/clients/${client_id}`, patch, { 'change-reason': reason });
  if (status !== 200) throw new Error(`${client_id} is not changed: ${status}`);
}

const request = {
  client_id: 'storefront',
  response_type: 'code',
  scope: 'openid profile',
  redirect_uri: 'https://shop.example.com/callback',
};

/** A user comes to the storefront, which obtains tokens with this secret. */
async function signsIn(server: Server, secret: string): Promise<void> {
  const returned = await server.browser().signsInAt(`/authorize?${new URLSearchParams(request)}`, alice);
  const grant = {
    grant_type: 'authorization_code',
    code: returned.searchParams.get('code')!,
    redirect_uri: request.redirect_uri,
  };
  const answer = await server.post('/token', grant, { authorization: basic('storefront', secret) });
  if (answer.status !== 200) throw new Error(`the storefront has no tokens: ${await answer.text()}`);
}

/** Asks for an authorization of the storefront that is refused because of these parameters. */
async function refused(server: Server, parameters: Readonly<Record<string, string>>): Promise<void> {
  await server.browser().open(`/authorize?${new URLSearchParams({ ...request, ...parameters })}`);
}

/** Resolves when what is written beside the tokens, such as when a client was last used, is there. */
async function settles(admin: AdminApi): Promise<void> {
  for (const client_id of ['storefront', 'billing-worker']) {
    while ((await admin.does('GET', `/clients/${client_id}`)).last_used_at === null) await wait(100);
  }
}
