import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Page } from '@playwright/test';
import { type Client } from '../admin-api.js';
import { alice } from '../people.js';
import { type Server } from '../server.js';
import { aWebApp, expect, overflowOf, test } from './fixtures.js';

// The pages of the issuer are for every browser.
test.use({ javaScriptEnabled: false });

/** An application on this machine: where users come back to. */
const application = createServer((_, response) => response.end('<title>Garden planner</title><h1>Welcome back</h1>'));
let redirectUri: string;

test.beforeAll(async () => {
  await once(application.listen(0, '127.0.0.1'), 'listening');
  redirectUri = `http://127.0.0.1:${(application.address() as AddressInfo).port}/callback`;
});
test.afterAll(() => void application.close());

/** And the challenge that belongs to it: RFC 7636, Appendix B. */
const codeVerifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';

function anApplication(document: Record<string, unknown> = {}): Record<string, unknown> {
  return aWebApp({
    client_type: 'native',
    application_type: 'native',
    token_endpoint_auth_method: 'none',
    redirect_uris: ['http://127.0.0.1/callback'],
    ...document,
  });
}

function authorizationUrl(server: Server, { client_id }: Client, over: Record<string, string> = {}): string {
  const parameters = {
    client_id,
    response_type: 'code',
    scope: 'openid profile',
    redirect_uri: redirectUri,
    state: 'st4te',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
    ...over,
  };
  return `${server.issuer}/authorize?${new URLSearchParams(parameters)}`;
}

async function signIn(page: Page, password = alice.password): Promise<void> {
  await page.getByLabel('Username').fill(alice.username);
  await page.getByLabel('Password').fill(password);
  await page.locator('#sign-in').click();
}

const welcome = (page: Page) => page.getByRole('heading', { name: 'Welcome back' });

test('a user signs in, allows what is asked, and comes back to the application', async ({ page, server, admin }) => {
  const client = await admin.creates(anApplication({ first_party: false, client_name: 'Garden planner' }));
  await page.goto(authorizationUrl(server, client));
  await expect(page.getByText('Garden planner')).toBeVisible();
  await signIn(page);
  await expect(page.getByRole('heading', { name: 'Allow access?' })).toBeVisible();
  await page.locator('#allow').click();
  await expect(page).toHaveURL((url) => url.href.startsWith(redirectUri) && url.searchParams.get('state') === 'st4te');
  const code = new URL(page.url()).searchParams.get('code')!;
  const redeemed = { client_id: client.client_id, redirect_uri: redirectUri, code, code_verifier: codeVerifier };
  const tokens = await server.post('/token', { grant_type: 'authorization_code', ...redeemed });
  expect(await tokens.json()).toMatchObject({ token_type: 'Bearer', scope: 'openid profile' });
});

test('a user sends an answer on that travels in a form', async ({ page, server, admin }) => {
  const client = await admin.creates(anApplication({ first_party: true }));
  await page.goto(authorizationUrl(server, client, { response_mode: 'form_post' }));
  await signIn(page);
  await page.locator('#continue').click();
  await expect(welcome(page)).toBeVisible();
  expect(page.url()).toBe(redirectUri);
});

test.describe('in a browser with scripts', () => {
  test.use({ javaScriptEnabled: true });

  test('an answer that travels in a form is sent by itself', async ({ page, server, admin }) => {
    const client = await admin.creates(anApplication({ first_party: true }));
    await page.goto(authorizationUrl(server, client, { response_mode: 'form_post' }));
    const posted = page.waitForRequest((request) => request.method() === 'POST' && request.url() === redirectUri);
    await signIn(page);
    expect(new URLSearchParams((await posted).postData() ?? '').get('state')).toBe('st4te');
    await expect(welcome(page)).toBeVisible();
  });
});

test('a user sees each claim that is asked for by name, and tokens come back in the fragment', async ({
  page,
  server,
  admin,
}) => {
  const grants = { grant_types: ['authorization_code', 'implicit'], first_party: false };
  const client = await admin.creates(anApplication(grants));
  await page.setViewportSize({ width: 320, height: 640 });
  const claims = JSON.stringify({ userinfo: { email: { essential: true }, phone_number_verified: null } });
  const request = { response_type: 'code id_token token', nonce: 'n-0S6', claims };
  await page.goto(authorizationUrl(server, client, request));
  await signIn(page);
  await expect(
    page.getByRole('list', { name: 'It would be told, from your account:' }).getByRole('listitem'),
  ).toHaveText(['email', 'phone number verified']);
  expect(await overflowOf(page)).toBeLessThanOrEqual(0);
  await page.locator('#allow').click();
  await expect(welcome(page)).toBeVisible();
  const { search, hash } = new URL(page.url());
  const answer = new URLSearchParams(hash.slice(1));
  expect(search).toBe('');
  expect([...answer.keys()]).toEqual(expect.arrayContaining(['code', 'access_token', 'id_token', 'state', 'iss']));
  const told = await fetch(`${server.issuer}/userinfo`, {
    headers: { authorization: `Bearer ${answer.get('access_token')}` },
  });
  expect(await told.json()).toMatchObject({ email: alice.claims['email'] });
});

test('a user is not asked again for what was allowed', async ({ page, server, admin }) => {
  const client = await admin.creates(anApplication({ first_party: false }));
  await page.goto(authorizationUrl(server, client));
  await signIn(page);
  await page.locator('#allow').click();
  await expect(welcome(page)).toBeVisible();
  await page.goto(authorizationUrl(server, client));
  await expect(welcome(page)).toBeVisible();
});

test('a user has two accounts, and chooses with which to go on', async ({ page, server, admin }) => {
  const client = await admin.creates(anApplication({ first_party: true }));
  const bob = { username: `bob with a long name ${'of many letters '.repeat(4)}`.trim(), password: alice.password };
  await admin.does('POST', '/accounts', bob);
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto(authorizationUrl(server, client));
  await signIn(page);
  await expect(welcome(page)).toBeVisible();
  const choosing = authorizationUrl(server, client, { prompt: 'select_account' });
  await page.goto(choosing);
  await page.locator('#another-account').click();
  await page.getByLabel('Username').fill(bob.username);
  await page.getByLabel('Password').fill(bob.password);
  await page.locator('#sign-in').click();
  await expect(welcome(page)).toBeVisible();

  await page.goto(choosing);
  await expect(page.getByRole('list').first().getByRole('button')).toHaveText([
    bob.username,
    alice.username,
    'Use another account',
  ]);
  expect(await overflowOf(page)).toBeLessThanOrEqual(0);
  await page.keyboard.press('Tab');
  await expect(page.locator('#account-1')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(welcome(page)).toBeVisible();
  await page.goto(`${server.issuer}/logout`);
  await expect(page.locator('#account')).toHaveText(`${alice.username}, ${bob.username}`);
});

test('a user denies, and the application is told', async ({ page, server, admin }) => {
  const client = await admin.creates(anApplication({ first_party: false }));
  await page.goto(authorizationUrl(server, client));
  await signIn(page);
  await page.locator('#deny').click();
  await expect(page).toHaveURL(/[?&]error=access_denied/);
});

test('a user who mistypes the password can try again', async ({ page, server, admin, refusals }) => {
  refusals.add(400);
  const client = await admin.creates(anApplication());
  await page.goto(authorizationUrl(server, client));
  await signIn(page, 'not her password');
  await expect(page.getByRole('alert')).toHaveText('The username or the password is wrong.');
  await expect(page.locator('#username')).toHaveValue(alice.username);
  await page.getByLabel('Password').fill(alice.password);
  await page.keyboard.press('Enter');
  await expect(welcome(page)).toBeVisible();
});

test('a user reads the pages in German', async ({ page, server, admin }) => {
  const client = await admin.creates(anApplication());
  await page.goto(authorizationUrl(server, client, { ui_locales: 'de-AT en' }));
  await expect(page.getByRole('heading', { name: 'Anmelden' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
});

test('a user of an application that asks wrongly is shown a code for its developers', async ({
  page,
  server,
  admin,
  refusals,
}) => {
  refusals.add(400);
  const client = await admin.creates(anApplication());
  await page.goto(authorizationUrl(server, client, { redirect_uri: 'https://elsewhere.example/callback' }));
  await expect(page.locator('#error')).toContainText('invalid_request');
  const receipt = await page.locator('#receipt').innerText();
  expect(await admin.does('GET', `/receipts/${receipt}`)).toMatchObject({ rule: 'redirect-uri-is-registered' });
  expect(new URL(page.url()).pathname).toBe('/authorize');
});

test('a user finds the applications of the server, and starts one', async ({ page, server, admin }) => {
  const client = await admin.creates(anApplication({ client_name: 'Garden planner' }));
  const initiate_login_uri = 'https://orchard.example.com/login';
  await admin.creates({
    client_type: 'server_to_server',
    grant_types: ['client_credentials'],
    client_name: 'Orchard',
    initiate_login_uri,
  });
  await page.goto(`${server.issuer}/applications`);
  await expect(page.locator('#signed-out')).toBeVisible();
  await page.goto(authorizationUrl(server, client));
  await signIn(page);
  await expect(welcome(page)).toBeVisible();

  await page.goto(`${server.issuer}/applications`);
  await expect(page.getByRole('heading', { name: 'Your applications' })).toBeVisible();
  expect(await overflowOf(page)).toBe(0);
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await overflowOf(page)).toBe(0);
  // Others may have left an application of that name.
  const link = page.getByRole('link', { name: 'Orchard orchard.example.com' });
  const query = new URLSearchParams({ iss: server.issuer, login_hint: alice.username });
  await expect(link).toHaveAttribute('href', `${initiate_login_uri}?${query.toString()}`);
  await expect(page.getByRole('link', { name: 'Garden planner' })).toBeHidden();
});

test('a user whose sign-in was completed in another window starts again at the application', async ({
  page,
  server,
  admin,
}) => {
  const application_url = new URL('/start', redirectUri).href;
  const client = await admin.creates(anApplication({ application_url }));
  await page.goto(authorizationUrl(server, client));
  const other = await page.context().newPage();
  await other.goto(page.url());
  await signIn(other);
  await expect(welcome(other)).toBeVisible();
  await signIn(page);
  await expect(page).toHaveURL(application_url);
});
