import { anAuthority } from '@clientele/runtime/testing/certificates';
import { barriersOn, expect, overflowOf, test } from './fixtures.js';

test('an administrator trusts an authority, and sees what its certificate says', async ({
  operator,
  page,
  refusals,
}) => {
  const id = `partners-${Date.now()}`;
  const authority = anAuthority({
    subject: `CN=Partner Authority ${id},O=Example`,
    to: new Date('2031-05-06T07:08:09Z'),
  });
  await operator.opens('Trusted certificate authorities');
  await page.getByRole('button', { name: 'New trusted CA' }).first().click();
  const dialog = operator.dialog('New trusted CA');
  await dialog.getByRole('textbox', { name: 'ID' }).fill(id);
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Partners');
  await expect(dialog.getByRole('textbox', { name: 'Subject' })).toHaveCount(0);

  refusals.add(422);
  await dialog.getByRole('textbox', { name: 'Certificate' }).fill(authority.issue().pem);
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(dialog).toContainText('must be of an authority: its basic constraints say cA');
  await dialog.getByRole('textbox', { name: 'Certificate' }).fill(authority.pem);
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(dialog).toBeHidden();

  const row = page.getByRole('row').filter({ hasText: id });
  await expect(row).toContainText(`CN=Partner Authority ${id},O=Example`);
  await expect(row).toContainText('2031');
  expect(await barriersOn(page)).toEqual([]);

  await operator.button(`More about ${id}`).click();
  await page.getByRole('menuitem', { name: 'Edit…' }).click();
  const again = operator.dialog(`Edit ${id}`);
  await expect(again.getByRole('textbox', { name: 'SHA-256 fingerprint' })).toHaveValue(
    /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/,
  );
  await expect(again.getByRole('textbox', { name: 'SHA-256 fingerprint' })).toBeDisabled();
  expect(await barriersOn(page)).toEqual([]);
  await again.getByRole('button', { name: 'Cancel' }).click();
  await page.setViewportSize({ width: 320, height: 720 });
  expect(await overflowOf(page)).toBeLessThanOrEqual(0);
});
