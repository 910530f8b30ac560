import { join } from 'node:path';
import { type Page } from '@playwright/test';
import { type Server } from '../server.js';
import { type Console, pages, parts } from './console.js';
import { fillsRegistry } from './example-registry.js';
import { expect, test } from './fixtures.js';

const docs = join(import.meta.dirname, '../../docs');
const reviewFolder = join(import.meta.dirname, '../test-results/review');

/** What is shown in the dark as well: enough to see that it is designed. */
const inTheDark: readonly string[] = ['clients', 'client-general', 'client-history', 'settings-impact', 'receipt'];

/** `Grant types` as a file: `client-grant-types`. */
function fileOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z]+/g, '-');
}

/** Takes a picture of the window as it is, without a pointer in it. */
async function takes(page: Page, ...path: string[]): Promise<void> {
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(...path) });
}

/** Asks why a request of the storefront is refused. */
async function explains(page: Page, server: Server): Promise<void> {
  const request = {
    response_type: 'code',
    client_id: 'storefront',
    redirect_uri: 'https://shop.example.com/callback/',
    scope: 'openid profile',
  };
  await page
    .getByRole('textbox', { name: 'Request' })
    .fill(`${server.issuer}/authorize?${new URLSearchParams(request).toString()}`);
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  await expect(page.getByRole('article', { name: 'Explanation' })).toBeVisible();
}

/** The pictures of the documentation: `pnpm screenshots`. */
test.describe('pictures for the docs', { tag: '@pictures' }, () => {
  test.beforeAll(async ({ server }) => fillsRegistry(server.admin(), server));

  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(() => {
      test.use({ colorScheme });
      const take = async (page: Page, name: string) => {
        const suffix = colorScheme === 'dark' ? '-dark' : '';
        if (suffix && !inTheDark.includes(name)) return;
        await takes(page, docs, 'screenshots', `${name}${suffix}.png`);
      };

      test(`of each part of a client, ${colorScheme}`, async ({ operator, page, server }) => {
        test.slow();
        await operator.opens('Clients');
        await take(page, 'clients');
        await operator.opensClient('storefront');
        for (const part of parts) {
          await operator.opensPart(part);
          if (part === 'Explain') await explains(page, server);
          await take(page, `client-${fileOf(part)}`);
        }
        await operator.opensPart('General');
        if (colorScheme === 'light') await takes(page, docs, 'images', 'console.png');
        expect(await page.title()).toContain('Storefront');
      });

      test(`of what happens before something is saved, ${colorScheme}`, async ({ operator, page }) => {
        await operator.opensClient('storefront', 'Grant types');
        await operator.field('Access token lifetime').fill('20');
        await operator.button('Review changes').click();
        await expect(operator.dialog('Review changes')).toBeVisible();
        await take(page, 'review');
        await operator.dialog().getByRole('button', { name: 'Keep editing' }).click();
        await operator.button('Discard').click();

        await operator.opens('Settings');
        await operator.field('Access token lifetime').fill('7');
        await operator.button('Review changes').click();
        await expect(page.getByRole('list', { name: 'Clients that follow' })).toBeVisible();
        await take(page, 'settings-impact');
        await operator.dialog().getByRole('button', { name: 'Keep editing' }).click();
        await operator.button('Discard').click();

        await operator.opens('Requests');
        await page.getByRole('row').filter({ hasText: 'The redirect URI differs' }).getByRole('link').first().click();
        await expect(page.getByRole('article')).toBeVisible();
        await take(page, 'receipt');
      });
    });
  }
});

/** Every page in every width, for whoever changes how the console looks: `SCREENSHOTS=1 playwright test -g review`. */
test.describe('pictures for a review', { tag: '@pictures' }, () => {
  test.beforeAll(async ({ server }) => fillsRegistry(server.admin(), server));

  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(() => {
      test.use({ colorScheme });
      for (const width of [1440, 1024, 390]) {
        test(`of every page in ${colorScheme}, ${width} pixels wide`, async ({ operator, page }) => {
          test.slow();
          await tour(operator, async (name) => {
            await page.setViewportSize({ width, height: 900 });
            await operator.rests();
            await page.screenshot({
              path: join(reviewFolder, `${colorScheme}-${width}`, `${fileOf(name)}.png`),
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

async function tour(operator: Console, take: (name: string) => Promise<unknown>): Promise<void> {
  for (const page of pages) {
    await operator.opens(page);
    await take(page);
  }
  await operator.opensClient('storefront');
  for (const part of parts) {
    await operator.opensPart(part);
    await take(`client ${part}`);
  }
}
