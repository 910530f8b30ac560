import { type AdminApi } from '../admin-api.js';
import { barriersOn, expect, test } from './fixtures.js';

/** A template for the services of partners: an hour for its tokens is too long, and PKCE is not for discussion. */
async function withTemplate(admin: AdminApi, id: string): Promise<void> {
  await admin.does('PUT', `/client-templates/${id}`, {
    name: `Partner ${id}`,
    description: 'Services of partners.',
    defaults: {
      client_type: 'server_to_server',
      grant_types: ['client_credentials'],
      token_endpoint_auth_method: 'client_secret_basic',
      access_token_ttl: 600,
      keywords: ['partner'],
      default_access_token_manager_id: 'opaque',
    },
    locked_fields: ['default_access_token_manager_id'],
    hidden_fields: ['id_token_ttl', 'contacts'],
  });
}

test.beforeAll(async ({ server }) => {
  for (const id of ['cranes', 'swans']) await withTemplate(server.admin(), id);
});

interface Effective {
  _effective: Record<string, { value: unknown; origin: string }>;
}

test('an operator creates a client from a template of their own, and it follows the template', async ({
  operator,
  admin,
  page,
}) => {
  await page.getByRole('link', { name: 'New client' }).click();
  await page.getByRole('link', { name: 'Partner cranes' }).click();
  await operator.field('What do users know the application as?').fill('Crane 7');
  await operator.button('Continue').click();
  await expect(page.getByText('It obtains tokens in its own name, without a user.')).toBeVisible();
  await expect(page.getByText('Its access tokens live 10 minutes.')).toBeVisible();
  expect(await barriersOn(page)).toEqual([]);
  await operator.button('Create client').click();
  await operator.storesSecret();

  const client_id = await operator.clientId();
  const client = await admin.does('GET', `/clients/${client_id}`);
  expect(client).toMatchObject({ client_template_id: 'cranes' });
  expect(client).not.toHaveProperty('access_token_ttl');
  await admin.does('PATCH', '/client-templates/cranes', { defaults: { access_token_ttl: 120 } });
  const { _effective } = (await admin.does('GET', `/clients/${client_id}?include=effective`)) as unknown as Effective;
  expect(_effective['access_token_ttl']).toEqual({ value: 120, origin: 'template' });
});

test('an operator sees what a client has from its template, overrides it, and goes back', async ({
  operator,
  admin,
  page,
}) => {
  const { client_id } = await admin.creates({ client_template_id: 'swans' });
  await operator.opensClient(client_id, 'General');
  const labels = page.getByText('From template Partner swans: partner', { exact: true });
  await expect(labels).toBeVisible();
  // A hidden field is left out, one of the same kind beside it is not.
  await expect(page.getByText('contacts', { exact: true })).toBeHidden();

  await operator.opensPart('Grant types');
  await expect(page.getByText('Locked by template Partner swans', { exact: false })).toBeVisible();
  await expect(operator.field('Access token lifetime')).toHaveAttribute('placeholder', '10');
  await operator.field('Access token lifetime').fill('5');
  await expect(page.getByText('Template Partner swans says 10 minutes')).toBeVisible();
  await operator.saves();
  expect(await admin.does('GET', `/clients/${client_id}`)).toMatchObject({ access_token_ttl: 300 });

  await operator.button('Reset to inherited').click();
  await operator.saves();
  await expect(page.getByText('From template Partner swans: 10 minutes')).toBeVisible();
  expect(await admin.does('GET', `/clients/${client_id}`)).not.toHaveProperty('access_token_ttl');
  expect(await barriersOn(page)).toEqual([]);
});

test('an administrator changes a template, after reading whom it concerns', async ({ operator, admin, page }) => {
  const name = 'Black swan';
  const { client_id } = await admin.creates({ client_name: name, client_template_id: 'swans' });
  await operator.opens('Client templates');
  const edit = async (change: (values: Record<string, unknown>) => void): Promise<void> => {
    await page.getByRole('button', { name: 'More about swans' }).click();
    await page.getByRole('menuitem', { name: 'Edit…' }).click();
    const box = operator.dialog().getByRole('textbox', { name: 'Values', exact: true });
    const values = JSON.parse(await box.inputValue()) as Record<string, unknown>;
    change(values);
    await box.fill(JSON.stringify(values));
  };
  const save = operator.dialog().getByRole('button', { name: 'Save', exact: true });

  await edit((values) => {
    delete values['keywords'];
    values['access_token_ttl'] = 60;
  });
  await save.click();
  const concerned = operator.dialog().getByRole('status', { name: 'Whom it concerns' });
  await expect(concerned).toContainText(name);
  await expect(concerned).toContainText('Save once more');
  expect(await admin.does('GET', '/client-templates/swans')).toMatchObject({ defaults: { access_token_ttl: 600 } });
  expect(await barriersOn(page)).toEqual([]);
  await save.click();
  await expect(operator.dialog()).toBeHidden();
  const { _effective } = (await admin.does('GET', `/clients/${client_id}?include=effective`)) as unknown as Effective;
  expect(_effective['access_token_ttl']).toEqual({ value: 60, origin: 'template' });
  // What was taken out of the values is gone.
  expect(_effective['keywords']).toEqual({ value: [], origin: 'default' });

  await edit((values) => {
    values['client_type'] = 'single_page_application';
  });
  await save.click();
  await expect(operator.dialog()).toContainText('Values token_endpoint_auth_method must be none');
});
