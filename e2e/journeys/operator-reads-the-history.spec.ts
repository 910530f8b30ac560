import { aMachine, barriersOn, expect, overflowOf, test } from './fixtures.js';

test('an operator says why, sees it in the history, and brings the client back', async ({
  operator,
  admin,
  machine,
  page,
}) => {
  const client = await admin.creates(aMachine({ client_name: 'Ledger' }));
  await operator.opensClient(client.client_id, 'Grant types');
  await operator.field('Access token lifetime').fill('2');
  await operator.button('Review changes').click();
  const review = operator.dialog('Review changes');
  await review.getByRole('textbox', { name: 'Reason' }).fill('Kürzer für die Prüfung');
  await review.getByRole('button', { name: 'Save' }).click();
  await expect(review).toBeHidden();
  expect(await machine.obtainsToken(client)).toMatchObject({ expires_in: 120 });

  await operator.opensPart('History');
  const latest = page.getByRole('row').filter({ hasText: 'Revision 2' });
  await expect(latest).toContainText('Access token lifetime: 5 minutes (inherited) → 2 minutes');
  await expect(latest).toContainText('“Kürzer für die Prüfung”');
  await expect(latest).toContainText('from the console');
  const first = page.getByRole('row').filter({ hasText: 'Revision 1' });
  await expect(first).toContainText('Client created');
  await expect(first).toContainText('through the API');
  expect(await barriersOn(page)).toEqual([]);

  await page.getByRole('checkbox', { name: 'Revision 2' }).check();
  await page.getByRole('checkbox', { name: 'Revision 1' }).check();
  await operator.button('Compare').click();
  const comparison = operator.dialog('From revision 1 to revision 2');
  await expect(comparison.getByRole('row').filter({ hasText: 'Access token lifetime' })).toContainText('2 minutes');
  expect(await barriersOn(page)).toEqual([]);
  await comparison.getByRole('button', { name: 'Close' }).click();

  await operator.button('More about revision 1').click();
  await page.getByRole('menuitem', { name: 'Restore…' }).click();
  const restore = operator.dialog('Restore revision 1?');
  await expect(restore).toContainText('5 minutes (inherited)');
  expect(await barriersOn(page)).toEqual([]);
  await restore.getByRole('textbox', { name: 'Reason' }).fill('Too short');
  await restore.getByRole('button', { name: 'Restore' }).click();
  await expect(restore).toBeHidden();
  await expect(page.getByRole('row').filter({ hasText: 'Revision 3' })).toContainText('“Too short”');
  expect(await machine.obtainsToken(client)).toMatchObject({ expires_in: 300 });
  expect(await admin.does('GET', `/clients/${client.client_id}`)).toMatchObject({ revision: 3 });

  await page.setViewportSize({ width: 390, height: 800 });
  expect(await overflowOf(page)).toBeLessThanOrEqual(0);
});

test('an administrator finds in the audit log who changed a client', async ({ operator, admin, page }) => {
  const client = await admin.creates(aMachine());
  await admin.call('PATCH', `/clients/${client.client_id}`, { description: 'New' }, { 'change-reason': 'Because' });
  await operator.opens('Audit log');
  const search = page.getByRole('search', { name: 'Audit log' });
  await search.getByRole('textbox', { name: 'Client ID' }).fill(client.client_id);
  await search.getByRole('button', { name: 'Filter' }).click();
  const rows = page.getByRole('rowgroup').last().getByRole('row');
  await expect(rows.first()).toContainText('Client changed');
  await expect(rows.first()).toContainText('“Because”');
  await expect(rows.last()).toContainText('Client created');
  await expect(page).toHaveURL((url) => url.searchParams.get('client_id') === client.client_id);
  expect(await barriersOn(page)).toEqual([]);

  await search.getByRole('textbox', { name: 'What' }).fill('client.changed');
  await search.getByRole('textbox', { name: 'What' }).press('Enter');
  await expect(rows).toHaveCount(1);
  await search.getByLabel('To', { exact: true }).fill('2020-01-01');
  await search.getByRole('button', { name: 'Filter' }).click();
  await expect(operator.page.getByText('Nothing that matches was written')).toBeVisible();
  await operator.button('Show everything').first().click();
  await expect(page).toHaveURL((url) => url.search === '');
  await operator.rests();

  await page.getByRole('link', { name: client.client_id }).first().click();
  await expect(operator.tab('History')).toHaveAttribute('aria-selected', 'true');
  await operator.opens('Audit log');
  await page.setViewportSize({ width: 390, height: 800 });
  expect(await overflowOf(page)).toBeLessThanOrEqual(0);
});

test('the audit log has pages', async ({ operator, admin, page }) => {
  const client = await admin.creates(aMachine());
  for (let number = 0; number < 51; number++) await admin.changes(client.client_id, { description: `No. ${number}` });
  await operator.opens('Audit log');
  const rows = page.getByRole('rowgroup').last().getByRole('row');
  await expect(rows).toHaveCount(50);
  const newest = await rows.first().innerText();
  await operator.button('Older').click();
  await expect(operator.button('Newest')).toBeVisible();
  await expect(rows.first()).not.toHaveText(newest);
  await page.goBack();
  await expect(operator.button('Newest')).toBeHidden();
  await expect(rows).toHaveCount(50);
});

test('[T-021] whoever edits while somebody else saves is told which settings are others now', async ({
  operator,
  admin,
  page,
  refusals,
}) => {
  refusals.add(412);
  const client = await admin.creates(aMachine());
  await operator.opensClient(client.client_id, 'General');
  await operator.field('Description').fill('Mine');
  await admin.changes(client.client_id, { access_token_ttl: 120, client_name: 'Theirs' });
  await operator.unsaved.getByRole('button', { name: 'Save' }).click();
  await operator.dialog('Somebody else saved first').getByRole('button', { name: 'Not now' }).click();
  const banner = page.getByRole('status').filter({ hasText: 'while you were editing' });
  await expect(banner).toContainText('Changed since: Name, Access token lifetime.');
  expect(await barriersOn(page)).toEqual([]);
  await banner.getByRole('button', { name: 'See what changed' }).click();
  await operator.dialog('Somebody else saved first').getByRole('button', { name: 'Merge and keep editing' }).click();
  await operator.saves();
  expect(await admin.does('GET', `/clients/${client.client_id}`)).toMatchObject({
    description: 'Mine',
    client_name: 'Theirs',
    access_token_ttl: 120,
  });
});

test('records that a client or a setting names are told by their names', async ({ operator, admin, page }) => {
  const id = `am-${Date.now()}`;
  await admin.does('POST', '/access-token-managers', { id, name: `Partner tokens ${id}`, format: 'opaque' });
  const { client_id } = await admin.creates(aMachine());
  await operator.opensClient(client_id, 'Grant types');
  const chooses = async () => {
    await page.getByRole('combobox', { name: 'Access token manager', exact: true }).click();
    await page.getByRole('option', { name: `Partner tokens ${id}` }).click();
    await operator.button('Review changes').click();
  };
  await chooses();
  const review = operator.dialog('Review changes');
  const change = review.getByRole('row').filter({ hasText: 'Access token manager' });
  await expect(change).toContainText(`(inherited) → Partner tokens ${id}`);
  await review.getByRole('button', { name: 'Save' }).click();
  await expect(operator.unsaved).toBeHidden();
  await operator.opensPart('History');
  await expect(page.getByRole('row').filter({ hasText: 'Revision 2' })).toContainText(`→ Partner tokens ${id}`);

  await operator.opens('Settings');
  await chooses();
  await expect(change).toContainText(`→ Partner tokens ${id}`);
  await review.getByRole('button', { name: 'Keep editing' }).click();
  await operator.button('Discard').click();
});
