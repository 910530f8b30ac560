import { readFile } from 'node:fs/promises';
import { aMachine, barriersOn, expect, test } from './fixtures.js';

test('an operator disables many clients, and is told what has become of each', async ({
  operator,
  admin,
  page,
  refusals,
}) => {
  refusals.add(412);
  const [first, second, third] = [
    await admin.creates(aMachine({ client_name: 'Many 1' })),
    await admin.creates(aMachine({ client_name: 'Many 2', enabled: false })),
    await admin.creates(aMachine({ client_name: 'Many 3' })),
  ];
  await operator.searches('Many');
  const bar = page.getByRole('region', { name: 'Selected clients' });
  await page.getByRole('checkbox', { name: 'Select this page' }).check();
  await expect(bar.getByRole('status')).toHaveText('3 selected');
  expect(await barriersOn(page)).toEqual([]);
  await bar.getByRole('button', { name: 'Disable' }).click();
  const review = operator.dialog('Disable 3 clients?');
  await expect(review.getByRole('row').filter({ hasText: 'Many 2' })).toContainText('Nothing. It is disabled already.');
  expect(await barriersOn(page)).toEqual([]);

  // Somebody else is faster with one of them.
  await admin.changes(third.client_id, { description: 'Still needed' });
  await review.getByRole('textbox', { name: 'Reason' }).fill('Unused since spring');
  await review.getByRole('button', { name: 'Disable' }).click();
  const outcomes = operator.dialog('Disabled: 1 of 3 clients');
  const row = (name: string) => outcomes.getByRole('row').filter({ hasText: name });
  await expect(row('Many 1')).toContainText('Disabled');
  await expect(row('Many 2')).toContainText('Left as it was');
  await expect(row('Many 3')).toContainText('Somebody else changed it after it was chosen.');
  expect(await barriersOn(page)).toEqual([]);
  await outcomes.getByRole('button', { name: 'Done' }).click();
  await expect(bar).toBeHidden();

  expect(await admin.does('GET', `/clients/${first.client_id}`)).toMatchObject({ enabled: false });
  expect(await admin.does('GET', `/clients/${second.client_id}`)).toMatchObject({ enabled: false, revision: 1 });
  expect(await admin.does('GET', `/clients/${third.client_id}`)).toMatchObject({ enabled: true });
  const { items } = await admin.does('GET', `/events?client_id=${first.client_id}`);
  expect(items).toContainEqual(expect.objectContaining({ reason: 'Unused since spring' }));
});

test('an operator labels, exports and deletes everything that a search finds', async ({ operator, admin, page }) => {
  for (let index = 0; index < 51; index++) await admin.creates(aMachine({ client_name: `Heap ${100 + index}` }));
  await operator.searches('Heap');
  const bar = page.getByRole('region', { name: 'Selected clients' });
  await operator.listed.first().focus();
  await page.keyboard.press('x');
  await expect(bar.getByRole('status')).toHaveText('1 selected');
  await bar.getByRole('button', { name: /^Select (all 51|every match)$/ }).click();

  await bar.getByRole('button', { name: 'Add label' }).click();
  await operator.dialog('Label 51 clients?').getByRole('textbox', { name: 'Label' }).fill('heap');
  await operator.dialog().getByRole('button', { name: 'Label' }).click();
  await operator.dialog('Labelled: 51 of 51 clients').getByRole('button', { name: 'Done' }).click();

  await operator.searches('label:heap');
  await page.getByRole('checkbox', { name: 'Select this page' }).check();
  await page.getByRole('checkbox', { name: 'Select Heap 100' }).uncheck();
  const download = page.waitForEvent('download');
  await bar.getByRole('button', { name: 'Export selected' }).click();
  const lines = (await readFile(await (await download).path(), 'utf8')).trim().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { client_name: string }).client_name)).toEqual(
    Array.from({ length: 49 }, (_, index) => `Heap ${101 + index}`),
  );

  await bar.getByRole('button', { name: /^Select / }).click();
  await bar.getByRole('button', { name: 'Delete' }).click();
  const remove = operator.dialog('Delete 51 clients?').getByRole('button', { name: 'Delete' });
  await expect(remove).toBeDisabled();
  await operator.dialog().getByRole('textbox', { name: 'Type delete 51 clients to go on' }).fill('delete 51 clients');
  await remove.click();
  await operator.dialog('Deleted: 51 of 51 clients').getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('heading', { name: 'No client matches' })).toBeVisible();
  expect(await admin.does('GET', '/clients?q=Heap')).toMatchObject({ total: 0 });
});
