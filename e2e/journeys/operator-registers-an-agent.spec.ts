import * as openid from 'openid-client';
import { aMachine, expect, test } from './fixtures.js';

test('an operator lets an agent work for a day', async ({ operator, admin, page, server }) => {
  const { client_id, client_secret } = await admin.creates(aMachine({ grant_types: ['client_credentials'] }));
  await operator.opensClient(client_id, 'Grant types');
  await expect(operator.field('Agent token lifetime')).toBeHidden();
  await page.getByRole('checkbox', { name: /^Agent credentials/ }).check();
  await operator.field('Agent token lifetime').fill('1');
  await operator.saves();
  expect(await admin.does('GET', `/clients/${client_id}`)).toMatchObject({ agent_token_ttl: 86_400 });

  const config = await openid.discovery(
    new URL(server.issuer),
    client_id,
    undefined,
    openid.ClientSecretBasic(client_secret),
    { execute: [openid.allowInsecureRequests] },
  );
  expect(await openid.genericGrantRequest(config, 'agent_credentials', {})).toMatchObject({ expires_in: 86_400 });
});

test('an operator is told that a public client ID has no effect', async ({ operator, admin, server }) => {
  const { client_id } = await admin.creates({
    client_name: 'Wallets',
    grant_types: ['agent_code'],
    redirect_uris: ['https://wallet.example.com/callback'],
  });
  await operator.opensClient(client_id, 'General');
  await operator.field('Public client ID').fill('https://elsewhere.example.com');
  await operator.saves();
  const { findings } = await admin.does('GET', `/clients/${client_id}/lint`);
  expect(findings).toEqual(
    expect.arrayContaining([expect.objectContaining({ fix: { public_client_id: server.issuer } })]),
  );
});
