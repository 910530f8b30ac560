import { type Page, type Request } from '@playwright/test';
import { expect, test } from './fixtures.js';

test.beforeEach(({ refusals }) => void refusals.add(412));

/** The requests that change something, as the page sends them from now on. */
function patchesOf(page: Page): Request[] {
  const patches: Request[] = [];
  page.on('request', (request) => void (request.method() === 'PATCH' && patches.push(request)));
  return patches;
}

test('[T-021] two administrators change an account, and neither loses anything', async ({ operator, admin, page }) => {
  const account = { username: `bob-${Date.now()}`, password: 'a stone in the middle of the road' };
  const { sub } = await admin.does('POST', '/accounts', { ...account, claims: { name: 'Bob', nickname: 'bobby' } });
  await operator.opens('Accounts');
  await operator.button(`More about ${account.username}`).click();
  await page.getByRole('menuitem', { name: 'Edit…' }).click();
  const dialog = operator.dialog(`Edit ${account.username}`);
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Robert');

  await admin.does('PATCH', `/accounts/${String(sub)}`, {
    roles: ['viewer'],
    claims: { name: 'Bobby', email: 'bob@example.com' },
  });
  const patches = patchesOf(page);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('status')).toContainText(/clientele-automation saved revision 2, just now/);
  await expect(dialog.getByRole('listitem')).toHaveText([
    'Name is now Bobby; saving replaces it with yours.',
    'E-mail address is now bob@example.com.',
    'Role in this console is now viewer.',
  ]);
  await expect(dialog.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('Robert');
  await expect(dialog.getByRole('textbox', { name: 'E-mail address' })).toHaveValue('bob@example.com');
  await expect(dialog.getByRole('combobox', { name: 'Role in this console' })).toHaveValue('viewer');

  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  expect(await Promise.all(patches.map((patch) => patch.headerValue('if-match')))).toEqual(['"1"', '"2"']);
  expect(patches.map((patch) => patch.postDataJSON() as unknown)).toEqual([
    { claims: { name: 'Robert' } },
    { claims: { name: 'Robert' } },
  ]);
  expect(await admin.does('GET', `/accounts/${String(sub)}`)).toMatchObject({
    claims: { name: 'Robert', nickname: 'bobby', email: 'bob@example.com' },
    roles: ['viewer'],
  });
});

test('two administrators change a scope, and neither loses anything', async ({ operator, admin, page }) => {
  const name = `invoices-${Date.now()}`;
  await admin.does('POST', '/scopes', { name, description: 'See your invoices', roles: ['editor'] });
  await operator.opens('Scopes');
  await operator.button(`More about ${name}`).click();
  await page.getByRole('menuitem', { name: 'Edit…' }).click();
  const dialog = operator.dialog(`Edit ${name}`);
  await dialog.getByRole('textbox', { name: 'Description' }).fill('See and download your invoices');

  await admin.does('PATCH', `/scopes/${name}`, { kind: 'exclusive', roles: ['admin'] });
  const patches = patchesOf(page);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('listitem')).toHaveText(['Kind is now Exclusive.', 'Roles is now Administrator.']);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  expect(patches.at(-1)!.postDataJSON()).toEqual({ description: 'See and download your invoices' });
  expect(await admin.does('GET', `/scopes/${name}`)).toMatchObject({
    description: 'See and download your invoices',
    kind: 'exclusive',
    roles: ['admin'],
  });
});

test('an administrator disables an account that has changed meanwhile, once told so', async ({
  operator,
  admin,
  page,
}) => {
  const username = `carol-${Date.now()}`;
  const { sub } = await admin.does('POST', '/accounts', { username, password: 'a stone in the middle of the road' });
  await operator.opens('Accounts');
  await operator.button(`More about ${username}`).click();
  await page.getByRole('menuitem', { name: 'Disable…' }).click();
  await admin.does('PATCH', `/accounts/${String(sub)}`, { roles: ['admin'] });
  const dialog = operator.dialog(`Disable ${username}?`);
  await dialog.getByRole('button', { name: 'Disable' }).click();
  await expect(dialog.getByRole('alert')).toContainText('has changed since it was read');
  await expect(page.getByRole('row').filter({ hasText: username })).toContainText('Administrator');
  await dialog.getByRole('button', { name: 'Disable' }).click();
  await expect(dialog).toBeHidden();
  expect(await admin.does('GET', `/accounts/${String(sub)}`)).toMatchObject({ enabled: false, roles: ['admin'] });
});

test('two administrators change an account, one of them nothing that the form shows', async ({
  operator,
  admin,
  page,
}) => {
  const username = `bob-${Date.now()}`;
  const { sub } = await admin.does('POST', '/accounts', { username, password: 'a stone in the middle of the road' });
  await operator.opens('Accounts');
  await operator.button(`More about ${username}`).click();
  await page.getByRole('menuitem', { name: 'Edit…' }).click();
  const dialog = operator.dialog(`Edit ${username}`);
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Robert');
  await admin.does('PATCH', `/accounts/${String(sub)}`, { claims: { nickname: 'bobby' } });
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('status')).toContainText('Nothing that this form shows has changed.');
  await expect(dialog.getByRole('list')).toHaveCount(0);
});
