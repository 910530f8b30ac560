import { aMachine, aWebApp, expect, test } from './fixtures.js';

test('an operator finds a client by what an error page shows of it', async ({ operator, admin }) => {
  const client = await admin.creates(aWebApp({ redirect_uris: ['https://found-by-host.example.com/callback'] }));
  await operator.searches('found-by-host.example.com');
  await expect(operator.listed).toHaveText([String(client.client_name)]);
});

test('an operator narrows the list down, and Back widens it again', async ({ operator, admin, page }) => {
  await admin.creates(aWebApp({ client_name: 'Sifted web' }));
  await admin.creates(aMachine({ client_name: 'Sifted machine' }));
  await admin.creates(aMachine({ client_name: 'Sifted machine, off', enabled: false }));
  await operator.searches('Sifted');
  await operator.filters('Grant', 'Client credentials');
  await expect(operator.listed).toHaveText(['Sifted machine', 'Sifted machine, off']);
  await operator.filters('State', 'Disabled');
  await expect(operator.listed).toHaveText(['Sifted machine, off']);
  await expect(page).toHaveURL(/q=Sifted&grant_types=client_credentials&state=disabled$/);

  await page.goBack();
  await expect(operator.listed).toHaveText(['Sifted machine', 'Sifted machine, off']);
  await page.getByRole('button', { name: 'Remove the filter Grant' }).click();
  await expect(operator.listed).toHaveCount(3);
});

test('an operator pages through many clients, and the address says where', async ({ operator, admin, page }) => {
  for (let index = 0; index < 60; index++) {
    await admin.creates(aMachine({ client_name: `Paged ${String(index).padStart(2, '0')}` }));
  }
  await operator.searches('Paged');
  await expect(operator.listed).toHaveCount(50);
  await operator.button('Next').click();
  await expect(operator.listed.first()).toHaveText('Paged 50');
  await expect(operator.listed).toHaveCount(10);
  const secondPage = page.url();

  await page.goBack();
  await expect(operator.listed.first()).toHaveText('Paged 00');
  await page.goForward();
  await expect(operator.listed.first()).toHaveText('Paged 50');
  await operator.button('Previous').click();
  await expect(operator.listed.first()).toHaveText('Paged 00');
  // The address alone leads there, also for somebody who is sent it.
  await page.goto(secondPage);
  await expect(operator.listed.first()).toHaveText('Paged 50');
});

test('an operator with the keyboard alone opens a client and saves a change', async ({ operator, admin, page }) => {
  const client = await admin.creates(aMachine({ client_name: 'Keyed 1' }));
  await admin.creates(aMachine({ client_name: 'Keyed 2' }));
  await page.keyboard.press('/');
  await page.keyboard.type('Keyed');
  await expect(operator.listed).toHaveText(['Keyed 1', 'Keyed 2']);
  await operator.rests();
  await page.keyboard.press('Tab');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect(operator.listed.nth(1)).toBeFocused();
  await page.keyboard.press('k');
  await expect(operator.listed.first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(operator.tab('General')).toBeVisible();

  await operator.tabsTo(operator.tab('General'));
  await page.keyboard.press('ArrowRight');
  await expect(operator.tab('Authentication')).toBeFocused();
  await expect(operator.tab('Authentication')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowLeft');
  await operator.tabsTo(operator.field('Description'));
  await page.keyboard.type('Typed without a mouse.');
  await operator.tabsTo(operator.unsaved.getByRole('button', { name: 'Save' }));
  await page.keyboard.press('Enter');
  await expect(operator.unsaved).toBeHidden();
  expect(await admin.does('GET', `/clients/${client.client_id}`)).toMatchObject({
    description: 'Typed without a mouse.',
  });
});
