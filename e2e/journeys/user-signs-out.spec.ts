import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { alice } from '../people.js';
import { aWebApp, expect, overflowOf, test } from './fixtures.js';

// The pages of the issuer are for every browser.
test.use({ javaScriptEnabled: false });

/** An application on this machine, and what browsers have asked it for. */
const asked: URL[] = [];
const application = createServer(({ url }, response) => {
  asked.push(new URL(url!, origin));
  response.setHeader('content-type', 'text/html').end('<title>Garden planner</title><h1>Garden planner</h1>');
});
let origin: string;

test.beforeAll(async () => {
  await once(application.listen(0, '127.0.0.1'), 'listening');
  origin = `http://127.0.0.1:${(application.address() as AddressInfo).port}`;
});
test.afterAll(() => void application.close());

test('a user signs out by keyboard, the application hears of it in a frame, and the way leads back', async ({
  page,
  server,
  admin,
}) => {
  const { client_id } = await admin.creates(
    aWebApp({
      client_type: 'native',
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      redirect_uris: [`${origin}/callback`],
      post_logout_redirect_uris: [`${origin}/signed-out`],
      frontchannel_logout_uri: `${origin}/frontchannel-logout`,
      frontchannel_logout_session_required: true,
    }),
  );
  const request = {
    client_id,
    response_type: 'code',
    scope: 'openid',
    redirect_uri: `${origin}/callback`,
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  };
  const authorizationUrl = `${server.issuer}/authorize?${new URLSearchParams(request)}`;
  await page.goto(authorizationUrl);
  await page.locator('#username').fill(alice.username);
  await page.locator('#password').fill(alice.password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Garden planner' })).toBeVisible();

  await page.setViewportSize({ width: 320, height: 640 });
  const logout = { client_id, post_logout_redirect_uri: `${origin}/signed-out`, state: 'left' };
  await page.goto(`${server.issuer}/logout?${new URLSearchParams(logout)}`);
  await expect(page.locator('#account')).toHaveText(alice.username);
  expect(await overflowOf(page)).toBe(0);
  await page.locator('#stay').focus();
  await page.keyboard.press('Tab');
  await expect(page.locator('#sign-out')).toBeFocused();
  await page.keyboard.press('Enter');

  await expect(page.locator('#signed-out')).toBeVisible();
  expect(await overflowOf(page)).toBe(0);
  // It goes on by itself.
  await page.waitForURL(`${origin}/signed-out?state=left`);
  const told = asked.find(({ pathname }) => pathname === '/frontchannel-logout')!;
  expect(told.searchParams.get('iss')).toBe(server.issuer);
  expect(told.searchParams.get('sid')).toMatch(/^[\w-]{43}$/);
  await page.goto(authorizationUrl);
  await expect(page.locator('#password')).toBeVisible();
});
