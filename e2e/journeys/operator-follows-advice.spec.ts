import { aWebApp, barriersOn, expect, test } from './fixtures.js';

test('an operator reads what is unwise about a client, and mends it after seeing the difference', async ({
  operator,
  admin,
  page,
}) => {
  const { client_id } = await admin.creates(aWebApp({ require_pkce: false }));
  const lint = await admin.does('GET', `/clients/${client_id}/lint`);
  const rules = (lint.findings as { rule: string }[]).map(({ rule }) => rule);
  expect(rules).toContain('code-grant-uses-pkce');

  await operator.opensClient(client_id);
  await expect(operator.tab('Advice')).toHaveAccessibleName(
    `Advice ${rules.length} finding${rules.length === 1 ? '' : 's'}`,
  );
  await operator.opensPart('Advice');
  const finding = page.getByRole('listitem').filter({ hasText: 'code-grant-uses-pkce' });
  await expect(finding).toContainText('Advice');
  await expect(finding.getByRole('link', { name: /RFC 9700/ })).toHaveAttribute('href', /rfc9700/);
  expect(await barriersOn(page)).toEqual([]);

  await operator.button('Fix code-grant-uses-pkce…').click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('merge patch', { exact: true })).toContainText('"require_pkce": true');
  await expect(dialog.getByRole('row').filter({ hasText: 'Require PKCE' })).toContainText('off → on');
  expect(await admin.does('GET', `/clients/${client_id}`)).toMatchObject({ require_pkce: false });
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('As advised');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await expect(finding).toHaveCount(0);
  expect(await admin.does('GET', `/clients/${client_id}`)).toMatchObject({ require_pkce: true, revision: 2 });
  const { items } = await admin.does('GET', `/clients/${client_id}/revisions`);
  expect((items as { reason: string }[])[0]).toMatchObject({ reason: 'As advised' });
});

test('an operator goes from a finding to the field that it is about', async ({ operator, admin, page }) => {
  const { client_id, client_name } = await admin.creates(aWebApp({ require_pkce: false }));
  await operator.searches(client_id);
  await page.getByRole('link', { name: `1 finding about ${String(client_name)}` }).click();
  await expect(operator.tab('Advice')).toHaveAttribute('aria-selected', 'true');
  const finding = page.getByRole('listitem').filter({ hasText: 'code-grant-uses-pkce' });
  await finding.getByRole('link', { name: /^Show / }).click();
  await expect(operator.tab('Security')).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('switch', { name: 'Require PKCE' })).toBeFocused();
});
