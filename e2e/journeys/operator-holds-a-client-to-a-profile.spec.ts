import { aWebApp, barriersOn, expect, test } from './fixtures.js';

test('an operator chooses a profile, and mends with one click what keeps a client from it', async ({
  operator,
  admin,
  page,
}) => {
  const { client_id } = await admin.creates(aWebApp());
  await operator.opensClient(client_id, 'Security');
  await page.getByRole('combobox', { name: 'FAPI profile' }).click();
  await page.getByRole('option', { name: 'FAPI 2.0 Security' }).click();

  const missing = page.getByRole('region', { name: /keep this application from FAPI 2\.0 Security/ });
  await expect(missing.getByRole('listitem')).toContainText([
    'fapi2-client-authenticates-with-a-key',
    'fapi2-tokens-are-bound',
  ]);
  await expect(page.getByRole('switch', { name: 'Require pushed requests' })).toBeChecked();
  expect(await barriersOn(page)).toEqual([]);

  await missing.getByRole('button', { name: 'Fix all' }).click();
  // What keys it has only its owner knows.
  const left = page.getByRole('region', { name: '1 setting keeps this application from FAPI 2.0 Security' });
  await expect(left.getByRole('listitem')).toContainText('private-key-jwt-has-keys');
  await operator.opensPart('Authentication');
  await operator.field('JWK Set address').fill('https://app.example.com/jwks');
  await operator.opensPart('Security');
  await expect(page.getByText('Nothing keeps this application from FAPI 2.0 Security.')).toBeVisible();
  await operator.saves();
  expect(await admin.does('GET', `/clients/${client_id}`)).toMatchObject({
    fapi_profile: 'fapi2_security',
    token_endpoint_auth_method: 'private_key_jwt',
    jwks_uri: 'https://app.example.com/jwks',
    dpop_bound_access_tokens: true,
    require_pushed_authorization_requests: true,
    response_types: ['code'],
    rotate_refresh_tokens: false,
    id_token_signed_response_alg: 'PS256',
  });

  // From now on the form says at once what the profile does not allow.
  await page.getByRole('switch', { name: 'Require PKCE' }).click();
  await page.getByRole('button', { name: 'Fix Require PKCE' }).click();
  await expect(page.getByRole('switch', { name: 'Require PKCE' })).toBeChecked();
});
