import { Console } from './console.js';
import { barriersOn, expect, test } from './fixtures.js';

test('an administrator who names a scope wrongly is told at its input, and mends it', async ({
  operator,
  admin,
  page,
}) => {
  const name = `reports-${Date.now()}`;
  await operator.opens('Scopes');
  await operator.button('New scope').click();
  const dialog = operator.dialog('New scope');
  const input = dialog.getByRole('textbox', { name: 'Name' });
  await input.fill('two words');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(input).toBeFocused();
  await expect(input).toHaveAccessibleDescription(/must consist of printable ASCII characters without space/);
  await expect(dialog.getByRole('alert')).toBeHidden();
  expect(await barriersOn(page)).toEqual([]);

  await input.fill(name);
  await dialog.getByRole('combobox', { name: 'Kind' }).click();
  await page.getByRole('option', { name: 'exclusive' }).click();
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('row').filter({ hasText: name })).toContainText('Exclusive');
  expect(await admin.does('GET', `/scopes/${name}`)).toMatchObject({ kind: 'exclusive', roles: [] });
});

test('an administrator gives somebody an account, who then sees the clients', async ({
  operator,
  browser,
  page,
  refusals,
  server,
}) => {
  refusals.add(422);
  const person = { username: `dora-${Date.now()}`, password: 'a lantern in the window' };
  await operator.opens('Accounts');
  await operator.button('New account').click();
  const dialog = operator.dialog('New account');
  const password = dialog.getByRole('textbox', { name: 'Password' });
  await dialog.getByRole('textbox', { name: 'User name' }).fill(person.username);
  await dialog.getByRole('combobox', { name: 'Role in this console' }).selectOption('Viewer');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(password).toBeFocused();
  await expect(password).toHaveAccessibleDescription(/^must have 12 to /);
  await password.fill(person.password);
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('row').filter({ hasText: person.username })).toContainText('Viewer');

  const elsewhere = await browser.newContext();
  const visitor = new Console(await elsewhere.newPage(), server);
  await visitor.signsIn('', person);
  await expect(visitor.heading('Clients')).toBeVisible();
  await expect(visitor.page.getByRole('link', { name: 'New client' })).toBeHidden();
  await expect(visitor.navigation.getByRole('link', { name: 'Accounts' })).toBeHidden();
  await elsewhere.close();
});
