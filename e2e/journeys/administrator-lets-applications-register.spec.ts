import { barriersOn, expect, test } from './fixtures.js';

test('an administrator makes an initial access token, sees it once, and finds who registered with it', async ({
  operator,
  admin,
  server,
  page,
}) => {
  await admin.does('PATCH', '/settings', { registration_enabled: true });
  const id = `partner-${Date.now()}`;
  await operator.opens('Initial access tokens');
  await operator.button('New initial access token').first().click();
  const dialog = operator.dialog('New initial access token');
  await dialog.getByRole('textbox', { name: 'ID' }).fill(id);
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Onboarding of a partner');
  await dialog.getByRole('button', { name: 'Create' }).click();
  const shown = page.getByRole('region', { name: 'Initial access token' });
  const token = await shown.locator('code').textContent();
  expect(await barriersOn(page)).toEqual([]);
  await shown.getByRole('checkbox', { name: 'I have stored it' }).check();
  await shown.getByRole('button', { name: 'Done' }).click();
  await expect(shown).toBeHidden();
  await expect(page.getByRole('row').filter({ hasText: id })).toBeVisible();

  const answer = await fetch(`${server.issuer}/register`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ client_name: `Of ${id}`, redirect_uris: ['https://partner.example/callback'] }),
  });
  expect(answer.status).toBe(201);
  await operator.opens('Clients');
  await operator.filters('Came by', 'Registration');
  await page.getByRole('link', { name: `Of ${id}`, exact: true }).click();
  await expect(page.getByText('by registration', { exact: true })).toBeVisible();
});
