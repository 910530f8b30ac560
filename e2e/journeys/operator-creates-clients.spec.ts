import { type Console, parts } from './console.js';
import { expect, test } from './fixtures.js';

const redirectUri = 'https://shop.example.com/callback';

const templates: readonly {
  readonly title: string;
  readonly answers: (operator: Console) => Promise<void>;
  readonly stored: Record<string, unknown>;
}[] = [
  {
    title: 'Web application with a server',
    async answers(operator) {
      await operator.field('What do users know the application as?').fill('Shop');
      await operator.addsAddress('Redirect URIs', redirectUri);
      await expect(operator.field('Where is its home page?')).toHaveValue('https://shop.example.com');
    },
    stored: {
      client_name: 'Shop',
      client_type: 'web',
      redirect_uris: [redirectUri],
      client_uri: 'https://shop.example.com',
      token_endpoint_auth_method: 'client_secret_basic',
    },
  },
  {
    title: 'Single-page application',
    async answers(operator) {
      await operator.field('What do users know the application as?').fill('Board');
      await operator.addsAddress('Redirect URIs', redirectUri);
    },
    stored: {
      client_type: 'single_page_application',
      token_endpoint_auth_method: 'none',
      allowed_origins: ['https://shop.example.com'],
    },
  },
  {
    title: 'Native application',
    async answers(operator) {
      await operator.field('What do users know the application as?').fill('Command line');
      await operator
        .field('What does it do, in a sentence that users see when they are asked for consent?')
        .fill('Does things from a terminal.');
    },
    stored: {
      client_type: 'native',
      application_type: 'native',
      redirect_uris: ['http://127.0.0.1/callback'],
      description: 'Does things from a terminal.',
    },
  },
  {
    title: 'Machine to machine',
    async answers(operator) {
      await operator.field('What is the service called?').fill('Billing worker');
    },
    stored: { client_type: 'server_to_server', grant_types: ['client_credentials'] },
  },
  {
    title: 'Financial-grade application',
    async answers(operator) {
      await operator.field('What do users know the application as?').fill('Bank');
      await operator.field('Where does it publish its public keys?').fill('https://shop.example.com/jwks');
      await operator.addsAddress('Redirect URIs', redirectUri);
    },
    stored: {
      client_type: 'financial',
      fapi_profile: 'fapi2_security',
      token_endpoint_auth_method: 'private_key_jwt',
      require_pushed_authorization_requests: true,
      dpop_bound_access_tokens: true,
    },
  },
];

for (const { title, answers, stored } of templates) {
  test(`an operator creates a client from the template "${title}"`, async ({ operator, admin, page }) => {
    await page.getByRole('link', { name: 'New client' }).click();
    await page.getByRole('link', { name: title }).click();
    await answers(operator);
    await operator.button('Continue').click();
    await expect(page.getByRole('heading', { name: 'What this client can do' })).toBeVisible();
    await operator.button('Create client').click();

    let secret: string | undefined;
    if (
      !['none', 'private_key_jwt'].includes(String(stored.token_endpoint_auth_method)) &&
      stored.client_type !== 'native'
    ) {
      await expect(operator.secretOnce.getByRole('button', { name: 'Done' })).toBeDisabled();
      secret = await operator.storesSecret();
    }
    await expect(operator.tab('Code')).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByRole('tab')).toHaveText(parts);
    const client_id = await operator.clientId();
    const client = (await admin.does('GET', `/clients/${client_id}?include=effective`)) as {
      _effective: Record<string, { value: unknown }>;
    };
    for (const [name, value] of Object.entries(stored)) expect(client._effective[name]?.value).toEqual(value);
    for (const part of parts) {
      await operator.opensPart(part);
      if (secret) expect(await page.content()).not.toContain(secret);
    }
  });
}

test('an operator comes back to the answers from the review', async ({ operator, page }) => {
  await page.getByRole('link', { name: 'New client' }).click();
  await page.getByRole('link', { name: 'Machine to machine' }).click();
  await operator.field('What is the service called?').fill('Nightly report');
  await operator.button('Continue').click();
  await operator.button('Back').click();
  await expect(operator.field('What is the service called?')).toHaveValue('Nightly report');
});

test('an operator is told which answer is missing', async ({ operator, page }) => {
  await page.getByRole('link', { name: 'New client' }).click();
  await page.getByRole('link', { name: 'Web application with a server' }).click();
  await operator.button('Continue').click();
  await expect(operator.field('What do users know the application as?')).toBeFocused();
  await expect(page.getByText('Name is required')).toBeVisible();
});

test('an operator creates a client from a document', async ({ operator, admin, page }) => {
  await page.getByRole('link', { name: 'New client' }).click();
  await page.getByRole('link', { name: 'From a document' }).click();
  const document = { client_name: 'Imported', grant_types: ['client_credentials'], client_type: 'server_to_server' };
  await page.getByRole('textbox', { name: 'Client metadata' }).fill(JSON.stringify(document));
  await operator.button('Continue').click();
  await operator.button('Create client').click();
  await operator.storesSecret();
  expect(await admin.does('GET', `/clients/${await operator.clientId()}`)).toMatchObject(document);
});
