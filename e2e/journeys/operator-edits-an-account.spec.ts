import { expect, test } from './fixtures.js';

test('an operator mistypes the e-mail address of a user, and is told at the input', async ({
  operator,
  admin,
  page,
  refusals,
}) => {
  refusals.add(422);
  const username = `bob-${Date.now()}`;
  const { sub } = await admin.does('POST', '/accounts', { username, password: 'a stone in the middle of the road' });
  await operator.opens('Accounts');
  await operator.button(`More about ${username}`).click();
  await page.getByRole('menuitem', { name: 'Edit…' }).click();
  const dialog = operator.dialog(`Edit ${username}`);
  const email = dialog.getByRole('textbox', { name: 'E-mail address' });
  await email.fill('bob');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(email).toHaveAccessibleDescription('must be an e-mail address');
  await expect(dialog.getByRole('textbox', { name: 'Name', exact: true })).not.toHaveAccessibleDescription(/./);

  await email.fill('bob@example.com');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  expect(await admin.does('GET', `/accounts/${String(sub)}`)).toMatchObject({ claims: { email: 'bob@example.com' } });
});
