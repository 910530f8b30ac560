import { aWebApp, barriersOn, expect, test } from './fixtures.js';

/** The names of the keys that verifiers find. */
async function publishedKeys(issuer: string): Promise<string[]> {
  const { keys } = (await (await fetch(`${issuer}/jwks`)).json()) as { keys: { kid: string }[] };
  return keys.map(({ kid }) => kid);
}

test('an operator gives a client a key pair of its own, and turns it', async ({ operator, admin, page, server }) => {
  const { client_id } = await admin.creates(aWebApp());
  await operator.opensClient(client_id, 'Security');
  await page.getByRole('combobox', { name: 'Own key pair' }).click();
  await page.getByRole('option', { name: 'Elliptic curve' }).click();
  await operator.saves();

  const keys = page.getByRole('region', { name: 'Keys of the pair' });
  const rowOf = (state: string) => keys.getByRole('row').filter({ hasText: state });
  await expect(rowOf('Active')).toContainText('ES256');
  const first = await rowOf('Active').getByRole('code').innerText();
  expect(await publishedKeys(server.issuer)).toContain(first);

  await keys.getByRole('button', { name: 'Rotate keys' }).click();
  await operator.dialog('Rotate the keys').getByRole('button', { name: 'Rotate', exact: true }).click();
  await expect(rowOf('Pending')).toBeVisible();
  const next = await rowOf('Pending').getByRole('code').innerText();
  expect(await publishedKeys(server.issuer)).toEqual(expect.arrayContaining([first, next]));

  await rowOf('Pending').getByRole('button', { name: 'Withdraw' }).click();
  await operator
    .dialog(/^Withdraw the key/)
    .getByRole('button', { name: 'Withdraw' })
    .click();
  await expect(rowOf('Retired')).toContainText(next);
  expect(await publishedKeys(server.issuer)).not.toContain(next);

  await keys.getByRole('button', { name: 'Rotate keys' }).click();
  await page.getByRole('checkbox', { name: 'Sign with it at once' }).check();
  await operator.dialog('Rotate the keys').getByRole('button', { name: 'Rotate', exact: true }).click();
  await expect(rowOf('Retiring')).toContainText(first);
  expect(await barriersOn(page)).toEqual([]);

  await operator.opensPart('History');
  await expect(page.getByRole('table').getByRole('row').nth(1)).toContainText('key');
});

test('an administrator turns the keys that clients share', async ({ operator, page, server }) => {
  await operator.opens('Key pairs');
  await operator.button('More about es256').click();
  await page.getByRole('menuitem', { name: 'Keys…' }).click();
  const dialog = operator.dialog('Keys of es256');
  const rows = dialog.getByRole('row');
  await expect(rows.filter({ hasText: 'Active' })).toBeVisible();
  expect(await barriersOn(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Rotate keys' }).click();
  await operator.dialog('Rotate the keys').getByRole('button', { name: 'Rotate', exact: true }).click();
  await expect(rows.filter({ hasText: 'Pending' })).toBeVisible();
  const next = await rows.filter({ hasText: 'Pending' }).getByRole('code').innerText();
  expect(await publishedKeys(server.issuer)).toContain(next);
});
