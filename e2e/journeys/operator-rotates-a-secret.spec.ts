import { aMachine, barriersOn, expect, test } from './fixtures.js';

test('an operator rotates a secret without an outage', async ({ operator, machine, admin, page }) => {
  const client = await admin.creates(aMachine({ client_secret_retention_ttl: 3600 }));
  await operator.opensClient(client.client_id, 'Credentials');
  await operator.button('Rotate').click();
  await expect(operator.dialog()).toContainText('The old secret keeps working for 1 hour.');
  await page.getByRole('textbox', { name: 'Label' }).fill('production');
  await operator.button('Generate').click();
  const client_secret = await operator.storesSecret();

  const rotated = { client_id: client.client_id, client_secret };
  expect(await machine.obtainsToken(rotated)).toMatchObject({ token_type: 'bearer' });
  expect(await machine.obtainsToken(client)).toMatchObject({ token_type: 'bearer' });

  const retired = page.getByRole('row').filter({ hasText: `•••• ${client.client_secret.slice(-4)}` });
  await expect(retired).toContainText('Retired');
  await retired.getByRole('button', { name: 'End now' }).click();
  await operator
    .dialog(/^End the secret/)
    .getByRole('button', { name: 'End now' })
    .click();
  await expect(operator.dialog()).toBeHidden();
  await expect(machine.obtainsToken(client)).rejects.toMatchObject({ status: 401 });
  expect(await machine.obtainsToken(rotated)).toMatchObject({ token_type: 'bearer' });
});

test('an operator who did not store a secret is not let go by accident', async ({ operator, admin, page }) => {
  const client = await admin.creates(aMachine());
  await operator.opensClient(client.client_id, 'Credentials');
  await operator.button('Rotate').click();
  await operator.button('Generate').click();
  await expect(operator.secretOnce).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(operator.secretOnce).toBeVisible();
});

test('an operator is told that the old secret stops at once, and lets it work for a day', async ({
  operator,
  machine,
  admin,
  page,
}) => {
  const client = await admin.creates(aMachine());
  await operator.opensClient(client.client_id, 'Credentials');
  await operator.button('Rotate').click();
  const dialog = operator.dialog('Rotate the client secret');
  await expect(dialog).toContainText('The old secret stops working at once.');
  expect(await barriersOn(page)).toEqual([]);
  await operator.button('Generate').click();
  const first = await operator.storesSecret();
  await expect(machine.obtainsToken(client)).rejects.toMatchObject({ status: 401 });

  await operator.button('Rotate').click();
  await dialog.getByRole('combobox', { name: 'The old secret' }).selectOption('Keeps working for 1 day');
  await expect(dialog).toContainText('The old secret keeps working for 1 day.');
  await operator.button('Generate').click();
  const second = await operator.storesSecret();
  for (const client_secret of [first, second]) {
    expect(await machine.obtainsToken({ ...client, client_secret })).toMatchObject({ token_type: 'bearer' });
  }
  expect(await admin.does('GET', `/clients/${client.client_id}`)).toMatchObject({
    client_secret_retention_ttl: 86_400,
  });
});
