import { type Client } from '../admin-api.js';
import { aMachine, aWebApp, barriersOn, expect, test } from './fixtures.js';

test('an operator shortens the tokens of a machine client', async ({ operator, machine, admin }) => {
  const client = await admin.creates(aMachine());
  expect(await machine.obtainsToken(client)).toMatchObject({ expires_in: 300 });
  await operator.opensClient(client.client_id, 'Grant types');
  await operator.field('Access token lifetime').fill('2');
  await operator.saves();
  expect(await machine.obtainsToken(client)).toMatchObject({ expires_in: 120 });
});

test('an operator reviews a change before saving it', async ({ operator, admin }) => {
  const client = await admin.creates(aMachine({ description: 'Writes invoices.' }));
  await operator.opensClient(client.client_id, 'General');
  await operator.field('Description').fill('Writes the monthly invoices.');
  await operator.opensPart('Grant types');
  await operator.field('Access token lifetime').fill('15');
  await expect(operator.unsaved).toContainText('2 changes');
  await operator.button('Review changes').click();
  const review = operator.dialog('Review changes');
  await expect(review.getByRole('row').filter({ hasText: 'Description' })).toContainText(
    'Writes the monthly invoices.',
  );
  await expect(review.getByRole('row').filter({ hasText: 'Access token lifetime' })).toContainText('15 minutes');
  await expect(review.getByLabel('merge patch', { exact: true })).toContainText('"access_token_ttl": 900');
  await review.getByRole('button', { name: 'Save' }).click();
  await expect(operator.unsaved).toBeHidden();
  expect(await admin.does('GET', `/clients/${client.client_id}`)).toMatchObject({
    description: 'Writes the monthly invoices.',
    access_token_ttl: 900,
  });
});

test('an operator discards what was not saved', async ({ operator, admin }) => {
  const client = await admin.creates(aMachine());
  await operator.opensClient(client.client_id, 'General');
  await operator.field('Name').fill('Something else');
  await operator.button('Discard').click();
  await expect(operator.unsaved).toBeHidden();
  await expect(operator.field('Name')).toHaveValue(String(client.client_name));
});

test('an operator is asked before leaving what was not saved', async ({ operator, admin, page }) => {
  const client = await admin.creates(aMachine());
  await operator.opensClient(client.client_id);
  await operator.field('Name').fill('Something else');
  await operator.navigation.getByRole('link', { name: 'Requests', exact: true }).click();
  await operator.dialog('Leave without saving?').getByRole('button', { name: 'Stay' }).click();
  await expect(operator.field('Name')).toHaveValue('Something else');
  await page.goBack();
  await operator.dialog('Leave without saving?').getByRole('button', { name: 'Leave without saving' }).click();
  await expect(operator.heading('Clients')).toBeVisible();
});

test('an operator sees a wrong combination at its field, in the words of the API', async ({ operator, admin }) => {
  const client = await admin.creates(aWebApp());
  const { body } = await admin.call('PATCH', `/clients/${client.client_id}?dry_run=true`, { redirect_uris: [] });
  const [fault] = body.errors as [{ pointer: string; detail: string }];
  expect(fault.pointer).toBe('/redirect_uris');

  await operator.opensClient(client.client_id, 'General');
  await operator.button('Remove https://app.example.com/callback').click();
  const addresses = operator.addresses('Redirect URIs');
  await expect(addresses).toHaveAccessibleDescription(
    `Redirect URIs ${fault.detail} Addresses users may be returned to after signing in. Compared exactly, character by character.`,
  );
  await expect(operator.unsaved).toContainText('1 fault');
  await operator.unsaved.getByRole('button', { name: 'Save' }).click();
  await expect(operator.field('Add to Redirect URIs')).toBeFocused();
  await expect(operator.unsaved).toContainText('1 change, 1 fault');
  expect(await admin.does('GET', `/clients/${client.client_id}`)).toMatchObject({ revision: 1 });
});

test('an operator who saves a client with faults hears each of them at its field', async ({
  operator,
  admin,
  page,
}) => {
  const client = await admin.creates(aWebApp());
  await operator.opensClient(client.client_id, 'General');
  await operator.field('Name').fill('');
  await operator.field('Home page').fill('shop.example.com');
  await page.getByLabel('Contacts', { exact: true }).fill('somebody');
  await operator.addsAddress('Redirect URIs', 'https://app.example.com/*');
  await operator.unsaved.getByRole('button', { name: 'Save' }).click();
  await expect(operator.unsaved).toContainText('4 faults');

  const heard = [
    [operator.field('Name'), /^Name must have 1 to 256 characters Name people see/],
    [operator.field('Home page'), /^Home page must be an absolute http or https URL Home page of the application/],
    [page.getByLabel('Contacts', { exact: true }), /^somebody must be an e-mail address E-mail addresses of/],
    [operator.field('Redirect URIs, 2 of 2'), /^must have \*\* for a whole segment of the path$/],
  ] as const;
  for (const [field, description] of heard) {
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(field).toHaveAccessibleDescription(description);
  }
  await expect(operator.field('Name')).toBeFocused();
  expect(await admin.does('GET', `/clients/${client.client_id}`)).toMatchObject({ revision: 1 });
});

test('an operator whose address is refused reads why where the cursor is', async ({ operator, admin, page }) => {
  const client = await admin.creates(aWebApp());
  await operator.opensClient(client.client_id, 'General');
  await operator.addsAddress('Redirect URIs', 'https://app.example.com/#top');
  await operator.unsaved.getByRole('button', { name: 'Save' }).click();
  await expect(operator.field('Redirect URIs, 2 of 2')).toBeFocused();
  const why = page.getByText('must not have a fragment');
  await expect(why).toBeVisible();
  await page.keyboard.press('End');
  await page.keyboard.press('Backspace');
  await expect(why).toBeHidden();
});

test('an operator disables a client, and it gets no token any more', async ({ operator, machine, admin }) => {
  const client = await admin.creates(aMachine());
  await operator.opensClient(client.client_id);
  await operator.button('Enabled').click();
  await operator.page.getByRole('menuitem', { name: 'Disable…' }).click();
  await operator
    .dialog(/^Disable/)
    .getByRole('button', { name: 'Disable' })
    .click();
  await expect(operator.button('Disabled')).toBeVisible();
  await expect(machine.obtainsToken(client)).rejects.toMatchObject({ status: 401 });
});

test.describe('two operators edit the same client', () => {
  /** The other operator is quicker, in a window of their own. */
  const changesMeanwhile = (admin: { changes(id: string, patch: object): Promise<object> }, client: Client) =>
    admin.changes(client.client_id, { client_name: 'Their name', description: 'Their description.' });

  test('the second merges what the first saved', async ({ operator, admin, refusals }) => {
    refusals.add(412);
    const client = await admin.creates(aMachine());
    await operator.opensClient(client.client_id, 'General');
    await operator.field('Name').fill('My name');
    await changesMeanwhile(admin, client);
    await operator.unsaved.getByRole('button', { name: 'Save' }).click();

    const merge = operator.dialog('Somebody else saved first');
    await expect(merge.getByRole('row').filter({ hasText: 'Description' })).toContainText('Their description.');
    const contested = merge.getByRole('group', { name: 'Name' });
    await expect(contested.getByRole('radio', { name: 'Your value: My name' })).toBeChecked();
    await expect(contested.getByRole('radio', { name: 'Their value: Their name' })).not.toBeChecked();
    await merge.getByRole('button', { name: 'Merge and keep editing' }).click();
    await operator.saves();
    expect(await admin.does('GET', `/clients/${client.client_id}`)).toMatchObject({
      client_name: 'My name',
      description: 'Their description.',
    });
  });
});

test('an operator goes back to what the server says', async ({ operator, admin, machine, page }) => {
  const client = await admin.creates(aMachine({ access_token_ttl: 900 }));
  await operator.opensClient(client.client_id, 'Grant types');
  const lifetime = operator.field('Access token lifetime');
  await expect(lifetime).toHaveAccessibleDescription(/^Server setting is 5 minutes/);
  await page
    .getByRole('paragraph')
    .filter({ hasText: 'Server setting is 5 minutes' })
    .getByRole('button', { name: 'Reset to inherited' })
    .click();
  await expect(lifetime).toHaveAccessibleDescription(/^Inherited: server setting is 5 minutes/);
  await operator.unsaved.getByRole('textbox', { name: 'Reason' }).fill('As the others');
  await operator.saves();
  expect(await machine.obtainsToken(client)).toMatchObject({ expires_in: 300 });
  const { items } = await admin.does('GET', `/clients/${client.client_id}/revisions`);
  expect((items as object[])[0]).toMatchObject({ revision: 2, reason: 'As the others' });
});

test('an operator finds what is for old applications folded, with the reason', async ({ operator, admin, page }) => {
  const { client_id } = await admin.creates(aWebApp());
  await operator.opensClient(client_id, 'Grant types');
  const implicit = page.getByRole('checkbox', { name: /^Implicit/ });
  await expect(implicit).toBeHidden();
  await page.getByText('For old applications').first().click();
  await expect(page.getByText('pass through the browser, where they leak').first()).toBeVisible();
  expect(await barriersOn(page)).toEqual([]);
  await implicit.check();
  await operator.saves();
  expect((await admin.does('GET', `/clients/${client_id}`))['grant_types']).toContain('implicit');
  expect(await admin.does('GET', `/clients/${client_id}/lint`)).toMatchObject({
    findings: expect.arrayContaining([expect.objectContaining({ rule: 'implicit-grant-is-avoided' })]),
  });
  await page.reload();
  await expect(implicit).toBeVisible();
});
