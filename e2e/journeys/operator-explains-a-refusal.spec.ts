import { aWebApp, expect, test } from './fixtures.js';

test('an operator explains to a developer why a request was refused', async ({ operator, admin, server, page }) => {
  const client = await admin.creates(aWebApp());
  const sent = 'https://app.example.com/callback/';
  const request = {
    client_id: client.client_id,
    response_type: 'code',
    scope: 'openid',
    redirect_uri: sent,
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  };
  const refused = await server.browser().open(`/authorize?${new URLSearchParams(request)}`);
  const code = /id="receipt">([^<]+)</.exec(refused.html)![1]!;

  await operator.opens('Requests');
  await page.getByRole('textbox', { name: 'Receipt code' }).fill(code.toLowerCase());
  await operator.button('Open the receipt').click();
  const receipt = page.getByRole('article');
  await expect(receipt).toContainText('redirect-uri-is-registered');
  const comparison = receipt.getByRole('group', { name: 'Sent and registered' });
  await expect(comparison).toContainText(sent);
  await expect(comparison).toContainText('a trailing slash');

  await operator.button('Add this URI…').click();
  await operator.dialog().getByRole('button', { name: 'Save' }).click();
  await expect(operator.dialog()).toBeHidden();
  expect(await admin.does('GET', `/clients/${client.client_id}`)).toMatchObject({
    redirect_uris: ['https://app.example.com/callback', sent],
  });
  // Nothing refuses it any more: the user is asked to sign in.
  const repeated = await server.browser().open(`/authorize?${new URLSearchParams(request)}`);
  expect(repeated.status).toBe(200);
  expect(repeated.html).toContain('id="sign-in"');
});

test('an operator finds the refusals of a client on its page', async ({ operator, admin, server, page }) => {
  const client = await admin.creates(aWebApp());
  const request = {
    client_id: client.client_id,
    response_type: 'token',
    redirect_uri: 'https://app.example.com/callback',
  };
  await server.browser().open(`/authorize?${new URLSearchParams(request)}`);
  await operator.opensClient(client.client_id, 'Requests');
  await page.getByRole('row').filter({ hasText: 'unsupported_response_type' }).getByRole('link').click();
  await expect(page.getByRole('article')).toContainText('response-type-is-supported');
});

test('an operator who mistypes a receipt code is told so', async ({ operator, page, refusals }) => {
  refusals.add(404);
  await operator.opens('Requests');
  await page.getByRole('textbox', { name: 'Receipt code' }).fill('R-0000-0000');
  await operator.button('Open the receipt').click();
  await expect(page.getByText('There is no such receipt')).toBeVisible();
});
