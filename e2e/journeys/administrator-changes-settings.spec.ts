import { type AdminApi } from '../admin-api.js';
import { aMachine, barriersOn, expect, test } from './fixtures.js';

/** Leaves the settings as the other journeys expect them. */
async function resets(admin: AdminApi, ...names: string[]): Promise<void> {
  await admin.does('PATCH', '/settings', Object.fromEntries(names.map((name) => [name, null])));
}

test('an administrator sees whom a setting concerns before it is saved, and says why', async ({
  operator,
  admin,
  machine,
  page,
}) => {
  const heir = await admin.creates(aMachine({ client_name: `Heir ${Date.now()}` }));
  const chooser = await admin.creates(aMachine({ client_name: `Chooser ${Date.now()}`, access_token_ttl: 55 }));
  await operator.opens('Settings');
  await operator.field('Access token lifetime').fill('7');
  expect(await barriersOn(page, ['target-size'])).toEqual([]);
  // WCAG 2.5.8: whatever the page is scrolled to, what comes to stand beside the buttons of a bar is hit, and not they.
  const heights = await page.locator('h2 + a').evaluateAll((links) => links.map((link) => link.clientHeight));
  expect(Math.min(...heights)).toBeGreaterThanOrEqual(24);
  await operator.unsaved.getByRole('button', { name: 'Review changes' }).click();
  const review = operator.dialog('Review changes');
  await expect(review.getByRole('row').filter({ hasText: 'Access token lifetime' })).toContainText('7 minutes');
  const concerned = review.getByRole('list', { name: 'Clients that follow' });
  await expect(concerned.getByRole('link', { name: String(heir.client_name) })).toHaveAttribute(
    'href',
    `/console/clients/${heir.client_id}`,
  );
  await expect(concerned).not.toContainText(String(chooser.client_name));
  expect(await barriersOn(page)).toEqual([]);
  expect(await machine.obtainsToken(heir)).toMatchObject({ expires_in: 300 });

  await review.getByRole('textbox', { name: 'Reason' }).fill('Fewer renewals');
  await review.getByRole('button', { name: 'Save' }).click();
  await expect(operator.unsaved).toBeHidden();
  expect(await machine.obtainsToken(heir)).toMatchObject({ expires_in: 420 });
  expect(await machine.obtainsToken(chooser)).toMatchObject({ expires_in: 55 });
  const { items } = await admin.does('GET', '/events?limit=5');
  expect(items).toContainEqual(expect.objectContaining({ reason: 'Fewer renewals' }));
  await resets(admin, 'access_token_ttl');
});

test('an administrator cannot save what would leave a client invalid, and is told which', async ({
  operator,
  admin,
  page,
  refusals,
}) => {
  refusals.add(409);
  const { client_id, client_name } = await admin.creates(aMachine({ access_token_ttl: 7200 }));
  await operator.opens('Settings');
  await page
    .getByRole('combobox', { name: 'Unit of Longest access token lifetime', exact: true })
    .selectOption('hours');
  await operator.field('Longest access token lifetime').fill('1');
  await operator.unsaved.getByRole('button', { name: 'Review changes' }).click();
  const review = operator.dialog('Review changes');
  await expect(review.getByRole('alert')).toContainText('1 client would break a rule');
  await expect(review.getByRole('alert')).toContainText(
    `Access token lifetime of ${String(client_name)} (${client_id}) must`,
  );
  await expect(review.getByRole('alert').getByRole('link', { name: String(client_name), exact: true })).toBeVisible();
  await expect(review.getByRole('button', { name: 'Save' })).toBeDisabled();
  expect(await barriersOn(page)).toEqual([]);
  await review.getByRole('button', { name: 'Keep editing' }).click();
  await operator.button('Discard').click();
  expect(await admin.does('GET', '/settings')).toMatchObject({ max_access_token_ttl: 86_400 });
  await admin.does('DELETE', `/clients/${client_id}?purge=true`);
});

test('an administrator goes to a setting by its name', async ({ operator, page }) => {
  await operator.opens('Clients');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Client, page, setting or action' }).fill('clock sk');
  await expect(page.getByRole('option', { name: 'Clock skew Setting' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(operator.heading('Settings')).toBeVisible();
  await expect(operator.field('Clock skew')).toBeFocused();
});
