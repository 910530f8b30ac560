import { alice } from '../people.js';
import { basic } from '../server.js';
import { aMachine, aWebApp, barriersOn, expect, overflowOf, test } from './fixtures.js';

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
    response_type: 'words',
    redirect_uri: 'https://app.example.com/callback',
  };
  await server.browser().open(`/authorize?${new URLSearchParams(request)}`);
  await operator.opensClient(client.client_id, 'Activity');
  await page.getByRole('row').filter({ hasText: 'unsupported_response_type' }).getByRole('link').click();
  await expect(page.getByRole('article')).toContainText('response-type-is-supported');
});

test('an operator sees who allowed a client what, and ends it', async ({ operator, admin, server, page }) => {
  const client = await admin.creates(aWebApp({ require_pkce: false }));
  const redirect_uri = 'https://app.example.com/callback';
  const request = { client_id: client.client_id, response_type: 'code', redirect_uri, scope: 'openid profile' };
  const cameBackTo = await server.browser().signsInAt(`/authorize?${new URLSearchParams(request)}`, alice);
  const authorization = basic(client.client_id, client.client_secret);
  const obtains = async (grant: Record<string, string>) => {
    const response = await server.post('/token', grant, { authorization });
    return (await response.json()) as { refresh_token: string; error?: string };
  };
  const code = cameBackTo.searchParams.get('code')!;
  const { refresh_token } = await obtains({ grant_type: 'authorization_code', code, redirect_uri });

  await operator.opensClient(client.client_id, 'Activity');
  const grant = page.getByRole('row').filter({ hasText: 'openid profile' });
  await expect(grant).toContainText('In force');
  await expect(grant).toContainText(alice.username);
  await grant.getByRole('button', { name: /^Revoke/ }).click();
  await operator.dialog('Revoke this grant?').getByRole('button', { name: 'Revoke' }).click();
  await expect(grant).toContainText('Revoked');
  expect(await obtains({ grant_type: 'refresh_token', refresh_token })).toMatchObject({ error: 'invalid_grant' });
});

test('an operator who mistypes a receipt code is told so', async ({ operator, page, refusals }) => {
  refusals.add(404);
  await operator.opens('Requests');
  await page.getByRole('textbox', { name: 'Receipt code' }).fill('R-0000-0000');
  await operator.button('Open the receipt').click();
  await expect(page.getByText('There is no such receipt')).toBeVisible();
});

test('an operator finds out before anybody asks what a request would become, and mends the client', async ({
  operator,
  admin,
  server,
  page,
}) => {
  const client = await admin.creates(aWebApp({ scope: 'openid' }));
  const asked = {
    client_id: client.client_id,
    response_type: 'code',
    scope: 'openid',
    redirect_uri: 'https://app.example.com/callback/',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  };
  await operator.opensClient(client.client_id, 'Explain');
  const pasted = page.getByRole('textbox', { name: 'Request' });
  const explanation = page.getByRole('article', { name: 'Explanation' });
  await pasted.fill(`${server.issuer}/authorize?${new URLSearchParams(asked)}`);
  await operator.button('Explain').click();
  await expect(explanation.getByRole('status')).toContainText('Refused');
  const failing = explanation.getByRole('region', { name: 'The check that fails' });
  await expect(failing).toContainText('redirect-uri-is-registered');
  await expect(failing.getByRole('group', { name: 'Sent and registered' })).toContainText('a trailing slash');
  await expect(explanation.getByRole('list', { name: 'Checks that pass' })).toContainText('client-is-known');
  expect(await barriersOn(page)).toEqual([]);
  expect((await admin.does('GET', `/receipts?client_id=${client.client_id}`)).items).toEqual([]);

  await explanation.getByRole('button', { name: 'Add this URI…' }).click();
  await operator.dialog().getByRole('button', { name: 'Save' }).click();
  await expect(operator.dialog()).toBeHidden();
  await expect(explanation.getByRole('status')).toContainText('Accepted');
  await expect(failing).toBeHidden();
  expect(await barriersOn(page)).toEqual([]);

  await page.setViewportSize({ width: 320, height: 800 });
  expect(await overflowOf(page)).toBeLessThanOrEqual(0);
  await expect(operator.tab('Explain')).toBeInViewport();
});

test('an operator starts from an example, and from what a terminal or a log has', async ({
  operator,
  admin,
  server,
  page,
}) => {
  const client = await admin.creates(aMachine());
  const other = await admin.creates(aMachine());
  await operator.opensClient(client.client_id, 'Explain');
  const pasted = page.getByRole('textbox', { name: 'Request' });
  const explanation = page.getByRole('article', { name: 'Explanation' });
  await operator.button('Client credentials').click();
  await expect(explanation.getByRole('status')).toContainText('Granted');
  await expect(pasted).toHaveValue(/grant_type=client_credentials/);
  expect(await barriersOn(page)).toEqual([]);

  // The secret is no part of what is sent: the API would refuse it.
  await pasted.fill(
    `curl ${server.issuer}/token -d client_id=${client.client_id} -d client_secret=${client.client_secret} -d grant_type=refresh_token`,
  );
  await operator.button('Explain').click();
  await expect(explanation.getByRole('status')).toContainText('unauthorized_client');
  await expect(explanation.getByRole('status')).toContainText('Left out: client_secret');
  await expect(explanation).toContainText('grant-type-is-allowed');
  expect(await barriersOn(page)).toEqual([]);

  await pasted.fill(`grant_type=client_credentials&client_id=${other.client_id}`);
  await operator.button('Explain').click();
  await expect(explanation).toBeHidden();
  await page.getByRole('alert').getByRole('link', { name: other.client_id }).click();
  await expect(page).toHaveURL(new RegExp(`/clients/${other.client_id}/explain$`));
  await expect(pasted).toHaveValue('');

  await pasted.fill('please let me in');
  await operator.button('Explain').click();
  await expect(page.getByRole('alert')).toContainText('There are no parameters in it');
});

test('an operator goes from a receipt to the explanation of a request', async ({ operator, admin, server, page }) => {
  const client = await admin.creates(aWebApp());
  const request = {
    client_id: client.client_id,
    response_type: 'words',
    redirect_uri: 'https://app.example.com/callback',
  };
  await server.browser().open(`/authorize?${new URLSearchParams(request)}`);
  await operator.opensClient(client.client_id, 'Activity');
  await page.getByRole('row').filter({ hasText: 'unsupported_response_type' }).getByRole('link').click();
  await page.getByRole('link', { name: 'Explain a request of this client' }).click();
  await expect(operator.tab('Explain')).toHaveAttribute('aria-selected', 'true');
  await operator.button('Authorization request').click();
  await expect(page.getByRole('article', { name: 'Explanation' })).toContainText('Accepted');
});
