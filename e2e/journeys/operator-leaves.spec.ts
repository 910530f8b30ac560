import { alice } from '../people.js';
import { administrator } from '../server.js';
import { Console } from './console.js';
import { barriersOn, expect, test } from './fixtures.js';

test('the browser stores nothing that is worth stealing', async ({ operator, page, context }) => {
  await operator.opens('Settings');
  const stored = await page.evaluate(async () => ({
    local: Object.entries(localStorage),
    session: Object.entries(sessionStorage),
    databases: await indexedDB.databases(),
    caches: await caches.keys(),
  }));
  expect(JSON.stringify(stored)).not.toMatch(/eyJ|token|verifier/i);
  expect(stored.databases).toEqual([]);
  const cookies = await context.cookies();
  // The issuer's alone: the console has none.
  expect(cookies.map(({ name }) => name).toSorted()).toEqual(['clientele_browser', 'clientele_session']);
  for (const cookie of cookies) expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
});

test('an operator signs out, and the tokens are worth nothing any more', async ({ operator, page, server }) => {
  const requests: string[] = [];
  page.on('request', (request) => {
    const authorization = request.headers().authorization;
    if (authorization?.startsWith('Bearer ')) requests.push(authorization);
  });
  await operator.opens('Scopes');
  const authorization = requests.at(-1)!;
  const revoked = page.waitForResponse((response) => response.url().endsWith('/revoke'));
  await operator.signsOut();
  await expect(page.getByRole('heading', { name: 'You are signed out' })).toBeVisible();
  expect((await revoked).status()).toBe(200);
  expect((await fetch(`${server.adminUrl}/clients`, { headers: { authorization } })).status).toBe(401);
  // The issuer has ended its session too: the way back leads past the password.
  expect(new URL(page.url()).pathname).toBe('/console/signed-out');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.locator('#password')).toBeVisible();
});

test('somebody without a role is told so, and signs in as somebody who has one', async ({ page, server }) => {
  const visitor = new Console(page, server);
  await visitor.authenticates('clients/clientele-automation/security', alice);
  await expect(visitor.heading('You have no role in this registry')).toBeVisible();
  await expect(page.getByRole('main')).toContainText('signed in as Alice Liddell');
  await expect(page.getByRole('main')).toContainText('An administrator of the registry can give it a role');
  await expect(visitor.navigation).toBeHidden();
  expect(await barriersOn(page)).toEqual([]);

  await visitor.button('Sign in as somebody else').click();
  await page.locator('#username').fill(administrator.username);
  await page.locator('#password').fill(administrator.password);
  await page.locator('#sign-in').click();
  await expect(visitor.heading('Clients')).toBeVisible();
});

test('somebody without a role signs out', async ({ page, server }) => {
  const visitor = new Console(page, server);
  await visitor.authenticates('', alice);
  await visitor.button('Sign out').click();
  await expect(visitor.heading('You are signed out')).toBeVisible();
});

test('a link into the console survives the sign-in', async ({ page, server }) => {
  await new Console(page, server).signsIn('clients/clientele-automation/security');
  await expect(page).toHaveURL(/\/console\/clients\/clientele-automation\/security$/);
});
