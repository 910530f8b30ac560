import { administrator } from '../server.js';
import { Console } from './console.js';
import { aMachine, barriersOn, expect, test } from './fixtures.js';

test('an operator deletes a client and restores it, and it works as before', async ({
  operator,
  machine,
  admin,
  page,
}) => {
  const client = await admin.creates(aMachine({ client_name: 'Deleted by mistake' }));
  await operator.opensClient(client.client_id);
  await operator.button('More about this client').click();
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  const deletion = operator.dialog('Delete Deleted by mistake?');
  await deletion.getByRole('textbox', { name: /to go on/ }).fill(client.client_id);
  await deletion.getByRole('button', { name: 'Delete' }).click();
  await expect(operator.heading('Clients')).toBeVisible();
  await expect(machine.obtainsToken(client)).rejects.toMatchObject({ status: 401 });

  await operator.filters('State', 'Deleted');
  await expect(page).toHaveURL(/state=deleted$/);
  const row = page.getByRole('row').filter({ hasText: client.client_id });
  await expect(row.getByRole('cell').nth(2)).toHaveText(`just nowby ${administrator.username}`);
  await expect(row.getByRole('cell').nth(3)).toHaveText('in 4 weeks');
  await row.getByRole('button', { name: 'Restore Deleted by mistake' }).click();
  await operator.dialog('Restore Deleted by mistake?').getByRole('button', { name: 'Restore' }).click();
  await expect(operator.dialog()).toBeHidden();
  await expect(row).toBeHidden();
  expect(await machine.obtainsToken(client)).toMatchObject({ token_type: 'bearer' });
});

test('an operator deletes a client for good with the keyboard alone', async ({ operator, admin, page }) => {
  const client = await admin.creates(aMachine({ client_name: 'Never wanted' }));
  await admin.does('DELETE', `/clients/${client.client_id}`);
  await operator.searches(client.client_id);
  await expect(page.getByText('No client matches')).toBeVisible();
  await operator.filters('State', 'Deleted');

  await operator.tabsTo(operator.button('More about Never wanted'));
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: 'Delete for good…' })).toBeFocused();
  await page.keyboard.press('Enter');
  const dialog = operator.dialog('Delete Never wanted for good?');
  await expect(dialog.getByRole('button', { name: 'Delete for good' })).toBeDisabled();
  expect(await barriersOn(page)).toEqual([]);
  await page.keyboard.type(client.client_id);
  await operator.tabsTo(dialog.getByRole('button', { name: 'Delete for good' }));
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();

  const gone = await admin.call('GET', `/clients/${client.client_id}?trashed=true`);
  expect(gone.status).toBe(404);
  expect(await admin.creates(aMachine({ client_id: client.client_id }))).toMatchObject({ revision: 1 });
});

test('an operator who restores a client after somebody else did is told so', async ({
  operator,
  admin,
  page,
  refusals,
}) => {
  refusals.add(412);
  const client = await admin.creates(aMachine({ client_name: 'Wanted by two' }));
  await admin.does('DELETE', `/clients/${client.client_id}`);
  await operator.filters('State', 'Deleted');
  await operator.button('Restore Wanted by two').click();
  await admin.does('POST', `/clients/${client.client_id}/restore`);
  const dialog = operator.dialog('Restore Wanted by two?');
  await dialog.getByRole('button', { name: 'Restore' }).click();
  await expect(dialog.getByRole('alert')).toContainText('has changed since it was read');
  await expect(page.getByRole('row').filter({ hasText: client.client_id })).toBeHidden();
});

test('an editor restores a client, and deletes none for good', async ({ admin, page, server }) => {
  const editor = { username: `editor-${Date.now()}`, password: 'a pencil behind the left ear' };
  const { sub } = (await admin.does('POST', '/accounts', { ...editor, roles: ['editor'] })) as { sub: string };
  const client = await admin.creates(aMachine({ client_name: 'Brought back', owner: sub }));
  await admin.does('DELETE', `/clients/${client.client_id}`);

  const visitor = new Console(page, server);
  await visitor.signsIn('clients?state=deleted', editor);
  await expect(visitor.button('Restore Brought back')).toBeVisible();
  await expect(visitor.button('More about Brought back')).toHaveCount(0);
  await visitor.button('Restore Brought back').click();
  await visitor.dialog('Restore Brought back?').getByRole('button', { name: 'Restore' }).click();
  await expect(visitor.dialog()).toBeHidden();
  expect(await admin.does('GET', `/clients/${client.client_id}`)).toMatchObject({ updated_by: editor.username });
});

test('a viewer sees the deleted clients and changes none', async ({ admin, page, server }) => {
  const viewer = { username: `viewer-${Date.now()}`, password: 'a window with a view of the sea' };
  await admin.does('POST', '/accounts', { ...viewer, roles: ['viewer'] });
  const client = await admin.creates(aMachine({ client_name: 'Only looked at' }));
  await admin.does('DELETE', `/clients/${client.client_id}`);

  const visitor = new Console(page, server);
  await visitor.signsIn('clients?state=deleted', viewer);
  await expect(page.getByRole('row').filter({ hasText: client.client_id })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Restore|^More about/ })).toHaveCount(0);
});

test('an operator who follows an old link to a deleted client finds it', async ({ admin, page, server, refusals }) => {
  refusals.add(404);
  const client = await admin.creates(aMachine());
  await admin.does('DELETE', `/clients/${client.client_id}`);
  await new Console(page, server).signsIn(`clients/${client.client_id}`);
  await page.getByRole('link', { name: 'deleted clients' }).click();
  await expect(page.getByRole('row').filter({ hasText: client.client_id })).toBeVisible();
});
