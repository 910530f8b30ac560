import { join } from 'node:path';
import { type AdminApi } from '../admin-api.js';
import { type Console, pages, parts } from './console.js';
import { expect, test } from './fixtures.js';

const readmePicture = join(import.meta.dirname, '../../docs/images/console.png');
const reviewFolder = join(import.meta.dirname, '../test-results/review');

/** A registry as a company might have it. */
const registry: readonly Record<string, unknown>[] = [
  {
    client_id: 'storefront',
    client_name: 'Storefront',
    description: 'The shop that customers see.',
    grant_types: ['authorization_code', 'refresh_token'],
    redirect_uris: ['https://shop.example.com/callback', 'https://preview.shop.example.com/callback'],
    client_uri: 'https://shop.example.com',
    policy_uri: 'https://shop.example.com/privacy',
    contacts: ['web@example.com'],
    keywords: ['shop', 'production'],
    scope: 'openid profile email',
    require_pkce: true,
    access_token_ttl: 900,
  },
  {
    client_id: 'warehouse-board',
    client_name: 'Warehouse board',
    client_type: 'single_page_application',
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token'],
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
    grant_types: ['authorization_code', 'refresh_token'],
    redirect_uris: ['com.example.scanner:/callback'],
    validate_port_on_loopback_interfaces: false,
    require_pkce: true,
  },
  ...['Billing worker', 'Nightly report', 'Invoice archive', 'Price feed', 'Parcel tracking'].map(
    (client_name, index) => ({
      client_id: client_name.toLowerCase().replace(' ', '-'),
      client_name,
      client_type: 'server_to_server',
      grant_types: ['client_credentials'],
      enabled: index !== 2,
      keywords: ['finance'],
    }),
  ),
];

async function fills(admin: AdminApi): Promise<void> {
  for (const client of registry) await admin.call('PUT', `/clients/${String(client.client_id)}`, client);
}

async function tour(operator: Console, take: (name: string) => Promise<unknown>): Promise<void> {
  for (const page of pages) {
    await operator.opens(page);
    await take(page);
  }
  await operator.opensClient('storefront');
  for (const part of parts) {
    await operator.opensPart(part);
    await take(`Client ${part}`);
  }
}

test.describe('pictures', { tag: '@screenshots' }, () => {
  test('of a client, for the readme', async ({ operator, admin, page }) => {
    await fills(admin);
    await operator.opens('Clients');
    await operator.opensClient('storefront', 'General');
    await page.mouse.move(0, 0);
    await page.evaluate(() => document.fonts.ready);
    await expect(operator.heading('Storefront')).toBeVisible();
    await page.screenshot({ path: readmePicture });
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(() => {
      test.use({ colorScheme });
      for (const width of [1440, 1024, 390]) {
        test(`of every page in ${colorScheme}, ${width} pixels wide`, async ({ operator, admin, page }) => {
          test.slow();
          await fills(admin);
          await tour(operator, async (name) => {
            await page.setViewportSize({ width, height: 900 });
            await operator.rests();
            await page.screenshot({
              path: join(reviewFolder, `${colorScheme}-${width}`, `${name}.png`),
              fullPage: true,
            });
            await page.setViewportSize({ width: 1440, height: 900 });
          });
          expect(await page.title()).toContain('Storefront');
        });
      }
    });
  }
});
