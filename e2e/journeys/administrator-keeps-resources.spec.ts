import { type Console, pages } from './console.js';
import { aMachine, barriersOn, expect, test } from './fixtures.js';

/** Opens one entry of the menu behind a row. */
async function asks(operator: Console, record: string, what: 'Edit…' | 'Delete…'): Promise<void> {
  await operator.button(`More about ${record}`).click();
  await operator.page.getByRole('menuitem', { name: what }).click();
}

test('an administrator makes an access token manager, and a machine gets such tokens', async ({
  operator,
  admin,
  machine,
  page,
}) => {
  const id = `short-${Date.now()}`;
  await operator.opens('Access token managers');
  await operator.button('New access token manager').click();
  const dialog = operator.dialog('New access token manager');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(dialog.getByRole('textbox', { name: 'ID' })).toBeFocused();
  expect(await barriersOn(page)).toEqual([]);

  await dialog.getByRole('textbox', { name: 'ID' }).fill(id);
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Short-lived tokens');
  await dialog.getByRole('combobox', { name: 'Signature algorithm' }).click();
  await page.getByRole('option', { name: 'ES256' }).click();
  await dialog.getByRole('textbox', { name: 'Lifetime' }).fill('90');
  await dialog.getByRole('combobox', { name: 'Unit of Lifetime' }).selectOption('seconds');
  await dialog.getByRole('textbox', { name: 'Lifetime' }).fill('90');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(dialog).toBeHidden();
  const row = page.getByRole('row').filter({ hasText: id });
  await expect(row).toContainText('90 seconds');
  await expect(row).toContainText('none');

  const client = await admin.creates(aMachine({ default_access_token_manager_id: id }));
  expect(await machine.obtainsToken(client)).toMatchObject({ expires_in: 90 });
  expect(await barriersOn(page)).toEqual([]);
});

test('what clients use is not deleted, and who uses it is said', async ({ operator, admin, page, refusals }) => {
  refusals.add(409);
  const name = `reports-${Date.now()}`;
  await admin.does('POST', '/scopes', { name, kind: 'exclusive' });
  const client = await admin.creates(aMachine({ scope: name }));
  await operator.opens('Scopes');
  await expect(page.getByRole('row').filter({ hasText: name })).toContainText('1 client');
  await asks(operator, name, 'Delete…');
  const dialog = operator.dialog(`Delete the scope ${name}?`);
  await expect(dialog).toContainText('1 client names it. While one does, it is not deleted.');
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(dialog.getByRole('alert')).toContainText(client.client_id);
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  await admin.does('DELETE', `/clients/${client.client_id}?purge=true`);
  await asks(operator, name, 'Delete…');
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('row').filter({ hasText: name })).toHaveCount(0);
});

test('of what is the server’s own only what may change can be changed', async ({ operator, page }) => {
  await operator.opens('Access token managers');
  await asks(operator, 'opaque', 'Edit…');
  const dialog = operator.dialog('Edit opaque');
  await expect(dialog.getByRole('status')).toContainText('of it only this can change: Name');
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toBeEnabled();
  await expect(dialog.getByRole('combobox', { name: 'Format' })).toBeDisabled();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await operator.button('More about opaque').click();
  await expect(page.getByRole('menuitem', { name: 'Delete…' })).toBeDisabled();
});

test('each page is where the navigation says, and an address that names no page says so', async ({
  operator,
  page,
  server,
}) => {
  for (const name of pages) {
    await operator.opens(name);
    await expect(operator.navigation.getByRole('link', { name, exact: true })).toHaveAttribute('aria-current', 'page');
  }
  await page.goto(`${server.adminUrl}/console/no-such-thing`);
  await expect(operator.heading('There is no such page')).toBeVisible();
});
