import { readFile } from 'node:fs/promises';
import { type Locator, type Page } from '@playwright/test';
import { type Console } from './console.js';
import { aMachine, aWebApp, barriersOn, expect, overflowOf, test } from './fixtures.js';

/** A file as somebody has it on their disk. */
function aFile(...lines: readonly (object | string)[]) {
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  return { name: 'clients.ndjson', mimeType: 'application/x-ndjson', buffer: Buffer.from(text) };
}

async function checks(operator: Console, file: ReturnType<typeof aFile>): Promise<void> {
  await operator.page.getByLabel(/Choose an NDJSON file|clients\.ndjson/).setInputFiles(file);
  await operator.button('Check the file').click();
}

function outcome(page: Page, line: number): Locator {
  return page.getByRole('row').filter({ has: page.getByRole('cell', { name: String(line), exact: true }) });
}

test('an operator imports clients: first sees what would become of each line, then stores them', async ({
  operator,
  admin,
  page,
}) => {
  const stamp = Date.now();
  const taken = await admin.creates(aMachine());
  await operator.opens('Clients');
  await page.getByRole('link', { name: 'Import', exact: true }).click();
  const file = aFile(
    aMachine({ client_id: `moved-${stamp}` }),
    aWebApp({ client_id: `adrift-${stamp}`, redirect_uris: [] }),
    { ...aMachine(), client_id: taken.client_id },
    'no JSON',
  );
  await checks(operator, file);
  await expect(page.getByText('4 lines checked: 1 would be created, 0 would be replaced, 3 refused.')).toBeVisible();
  await expect(outcome(page, 1)).toContainText(`moved-${stamp}`);
  await expect(outcome(page, 1)).toContainText('Would be created');
  await expect(outcome(page, 2)).toContainText('Redirect URIs must');
  await expect(outcome(page, 4)).toContainText('Refused');
  expect(await barriersOn(page)).toEqual([]);
  expect((await admin.call('GET', `/clients/moved-${stamp}`)).status).toBe(404);

  await page.getByText('Refused 3', { exact: true }).click();
  await expect(outcome(page, 1)).toHaveCount(0);
  await page.getByRole('radio', { name: /^New and existing clients/ }).check();
  await operator.button('Check the file').click();
  await expect(page.getByText('1 would be created, 1 would be replaced, 2 refused.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Reason' }).fill('Moved here');
  await operator.button('Import 2 clients').click();
  await expect(page.getByText('4 lines imported: 1 created, 1 replaced, 2 refused.')).toBeVisible();
  expect(await admin.does('GET', `/clients/${taken.client_id}`)).toMatchObject({ revision: 2 });
  const { items } = await admin.does('GET', `/clients/moved-${stamp}/revisions`);
  expect(items).toMatchObject([{ origin: 'import', reason: 'Moved here' }]);
  await page.getByRole('link', { name: `moved-${stamp}` }).click();
  await expect(operator.tab('General')).toBeVisible();
});

test('an operator exports what the list shows, and imports it again', async ({ operator, admin, page }) => {
  const label = `moving-${Date.now()}`;
  const clients = await Promise.all([1, 2].map(() => admin.creates(aMachine({ keywords: [label] }))));
  await admin.creates(aMachine());
  await operator.opens('Clients');
  await operator.searches(`label:${label}`);
  const downloads = page.waitForEvent('download');
  await operator.button('Export').click();
  const download = await downloads;
  expect(download.suggestedFilename()).toMatch(/^clients-\d{4}-\d\d-\d\d\.ndjson$/);
  const text = await readFile(await download.path(), 'utf8');
  const exported = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { client_id: string });
  expect(exported.map(({ client_id }) => client_id).toSorted()).toEqual(
    clients.map(({ client_id }) => client_id).toSorted(),
  );
  expect(text).not.toContain(clients[0]!.client_secret);

  await page.getByRole('link', { name: 'Import', exact: true }).click();
  await page.getByRole('radio', { name: /^New and existing clients/ }).check();
  await checks(operator, aFile(...exported));
  await expect(page.getByText('2 lines checked: 0 would be created, 2 would be replaced, 0 refused.')).toBeVisible();
});

test('an import of thousands of lines says how far it is, and fits a phone', async ({ operator, admin, page }) => {
  test.slow();
  const stamp = Date.now();
  const lines = Array.from({ length: 1200 }, (_, index) =>
    aMachine({ client_id: `bulk-${stamp}-${index}`, ...(index % 2 === 1 && { grant_types: ['nonsense'] }) }),
  );
  await operator.opens('Clients');
  await page.getByRole('link', { name: 'Import', exact: true }).click();
  await checks(operator, aFile(...lines));
  await expect(
    page.getByText('1,200 lines checked: 600 would be created, 0 would be replaced, 600 refused.'),
  ).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.getByText('and 700 further lines.')).toBeVisible();
  await page.setViewportSize({ width: 320, height: 800 });
  expect(await overflowOf(page)).toBeLessThanOrEqual(0);
  expect(await admin.does('GET', `/clients?q=bulk-${stamp}`)).toMatchObject({ items: [] });
});
