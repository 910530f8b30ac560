import { alice } from '../people.js';
import { Console } from './console.js';
import { expect, test } from './fixtures.js';

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
  for (const cookie of await context.cookies()) expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
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
});

test('somebody without a role is told that the console is for administrators', async ({ page, server, refusals }) => {
  refusals.add(401);
  await new Console(page, server).signsIn('', alice);
  await expect(page.getByText('An access token of an administrator is needed')).toBeVisible();
});

test('a link into the console survives the sign-in', async ({ page, server }) => {
  await new Console(page, server).signsIn('clients/clientele-automation/security');
  await expect(page).toHaveURL(/\/console\/clients\/clientele-automation\/security$/);
});
