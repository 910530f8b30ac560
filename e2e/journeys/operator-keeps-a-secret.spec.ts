import { type Page } from '@playwright/test';
import { aMachine, expect, test } from './fixtures.js';

/** Everything that the page holds in memory, as text. */
async function memoryOf(page: Page): Promise<string> {
  const devtools = await page.context().newCDPSession(page);
  const parts: string[] = [];
  devtools.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => void parts.push(chunk));
  await devtools.send('HeapProfiler.collectGarbage');
  await devtools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await devtools.detach();
  return parts.join('');
}

test('[T-020] a secret that an operator has stored is nowhere in the browser any more', async ({
  operator,
  admin,
  page,
}) => {
  const client = await admin.creates(aMachine());
  await operator.opensClient(client.client_id, 'Credentials');
  await operator.button('Rotate').click();
  await operator.button('Generate').click();
  const shown = await operator.secretOnce.getByRole('code').innerText();
  expect(await memoryOf(page)).toContain(shown);
  const secret = await operator.storesSecret();
  expect(secret).toBe(shown);

  const traces = () =>
    page.evaluate(() =>
      JSON.stringify([
        location.href,
        history.state,
        Object.entries(localStorage),
        Object.entries(sessionStorage),
        document.documentElement.outerHTML,
        [...document.querySelectorAll('input, textarea')].map((input) => (input as HTMLInputElement).value),
      ]),
    );
  const row = page.getByRole('row').filter({ hasText: `•••• ${secret.slice(-4)}` });
  await expect(row).toBeVisible();
  expect(await traces()).not.toContain(secret);
  await expect.poll(async () => (await memoryOf(page)).includes(secret), { timeout: 20_000 }).toBe(false);

  await page.reload();
  await expect(row).toBeVisible();
  expect(await traces()).not.toContain(secret);
  await operator.tab('Security').click();
  await expect(row).toBeHidden();
  await page.goBack();
  await expect(row).toBeVisible();
  expect(await traces()).not.toContain(secret);
});
