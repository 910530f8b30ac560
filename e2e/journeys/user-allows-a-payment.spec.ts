import { alice } from '../people.js';
import { aWebApp, barriersOn, expect, test } from './fixtures.js';

const payment = {
  type: 'payment_initiation',
  creditorName: 'Merchant A',
  creditorAccount: 'DE02120300000000202051',
  instructedAmount: { currency: 'EUR', amount: '123.50' },
};

const schema = {
  type: 'object',
  required: ['creditorAccount', 'instructedAmount'],
  properties: {
    creditorName: { type: 'string', maxLength: 70 },
    creditorAccount: { type: 'string', pattern: '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$' },
    instructedAmount: {
      type: 'object',
      properties: { currency: { type: 'string' }, amount: { type: 'string' } },
      additionalProperties: false,
    },
  },
};

test('an administrator adds a type of details, and a user sees what is to be paid to whom', async ({
  operator,
  admin,
  server,
  page,
}) => {
  const type = 'payment_initiation';
  await operator.opens('Authorization detail types');
  await operator.button('New authorization detail type').click();
  const dialog = operator.dialog('New authorization detail type');
  await dialog.getByRole('textbox', { name: 'Type' }).fill(type);
  await dialog.getByRole('textbox', { name: 'Description' }).fill('Make a payment');
  await dialog.getByRole('textbox', { name: 'Schema' }).fill('{"properties":{"a":{"$ref":"#"}}}');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(dialog).toContainText('/properties/a/$ref is not known here');
  expect(await barriersOn(page)).toEqual([]);
  await dialog.getByRole('textbox', { name: 'Schema' }).fill(JSON.stringify(schema));
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('row').filter({ hasText: type })).toBeVisible();

  const client = await admin.creates(
    aWebApp({ client_name: 'Shop', allow_authorization_details: true, authorization_details_types: [type] }),
  );
  const request = new URLSearchParams({
    client_id: client.client_id,
    response_type: 'code',
    redirect_uri: 'https://app.example.com/callback',
    scope: 'openid',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
    prompt: 'login',
    authorization_details: JSON.stringify([{ ...payment, type }]),
  });
  await page.goto(`${server.issuer}/authorize?${request}`);
  await page.getByLabel('Username').fill(alice.username);
  await page.getByLabel('Password').fill(alice.password);
  await page.locator('#sign-in').click();
  await expect(page.getByRole('heading', { name: 'Make a payment' })).toBeVisible();
  await expect(page.getByText('DE02120300000000202051')).toBeVisible();
  await expect(page.getByText('instructedAmount › amount')).toBeVisible();
  await expect(page.locator('#allow')).toBeVisible();
  expect(await barriersOn(page)).toEqual([]);
});
