import { type Page } from '@playwright/test';
import { type AdminApi, type Client } from '../admin-api.js';
import { alice } from '../people.js';
import { type Server } from '../server.js';
import { aWebApp, barriersOn, expect, overflowOf, test } from './fixtures.js';

test.use({ viewport: { width: 320, height: 640 } });

const redirectUri = 'https://app.example.com/callback';
const longName = 'A client with a name that is much longer than any name that anybody would give to a client';
const context = 'For the people of the allotment association Zum Grünen Winkel, and those who help them';

/** What is wrong with a page for anybody at all: for who sees little, has a small window, no mouse, or runs no scripts. */
async function faultsOf(page: Page): Promise<string[]> {
  const faults = await barriersOn(page);
  const overflow = await overflowOf(page);
  if (overflow > 0) faults.push(`${overflow} pixels wider than the window`);
  return [...faults, ...(await outOfReach(page)), ...(await scriptsOn(page))];
}

/** What has no script works without. The one there is presses the button that is there for whoever runs none. */
async function scriptsOn(page: Page): Promise<string[]> {
  const scripts = await page.locator('script').allTextContents();
  const isKnown = (await page.locator('#continue').count()) === 1;
  return scripts.filter((script) => !(isKnown && script.trim() === 'document.forms[0].submit()'));
}

/** What can be used on a page and is not come to by the key Tab, or without being seen to be. */
async function outOfReach(page: Page): Promise<string[]> {
  const controls = page.locator('a[href], button, input:not([type=hidden])');
  const described = await controls.evaluateAll((found) => found.map((control) => control.outerHTML.slice(0, 80)));
  const reached = new Set<number>();
  await page.locator('body').evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  for (let press = 0; press <= described.length; press++) {
    await page.keyboard.press('Tab');
    const [index, isSeen] = await controls.evaluateAll((found) => {
      const at = found.findIndex((control) => control === document.activeElement);
      const { outlineStyle, outlineWidth } = getComputedStyle(found[at] ?? document.body);
      return [at, outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1] as const;
    });
    if (index >= 0 && isSeen) reached.add(index);
  }
  return described.filter((_, index) => !reached.has(index)).map((control) => `the keyboard does not reach ${control}`);
}

function authorizationUrl(server: Server, client_id: string, over: Record<string, string> = {}): string {
  const parameters = {
    client_id,
    response_type: 'code',
    scope: 'openid profile email',
    redirect_uri: redirectUri,
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
    ...over,
  };
  return `${server.issuer}/authorize?${new URLSearchParams(parameters)}`;
}

async function signsIn(page: Page, password = alice.password): Promise<void> {
  await page.locator('#username').fill(alice.username);
  await page.locator('#password').fill(password);
  await page.keyboard.press('Enter');
}

/** A client whose users sign in elsewhere, where nobody is; with `password`, also here. */
async function withProviders(admin: AdminApi, ...names: readonly string[]): Promise<Client> {
  const authenticators: string[] = [];
  for (const name of names) {
    const id = name.toLowerCase().replaceAll(' ', '-');
    authenticators.push(id);
    if (id === 'password') continue;
    const provider = { name, kind: 'oidc', issuer: `https://${id}.example.com`, client_id: 'clientele' };
    await admin.does('PUT', `/authenticators/${id}`, provider);
  }
  const identity_provider_id = `choice-of-${names.length}`;
  await admin.does('PUT', `/identity-providers/${identity_provider_id}`, { name: 'Choice', authenticators });
  return admin.creates(aWebApp({ identity_provider_id }));
}

interface Visit {
  readonly page: Page;
  readonly server: Server;
  readonly admin: AdminApi;
  readonly client: Client;
}

/** Every page, and how its visitor comes there. */
const pages: readonly [name: string, goes: (visit: Visit) => Promise<void>][] = [
  ['sign-in', ({ page, server, client }) => goesTo(page, authorizationUrl(server, client.client_id))],
  [
    'sign-in after a mistake',
    async ({ page, server, client }) => {
      await page.goto(authorizationUrl(server, client.client_id));
      await signsIn(page, 'not her password');
      await expect(page.getByRole('alert')).toBeVisible();
    },
  ],
  [
    'sign-in with a choice of providers',
    async ({ page, server, admin }) => {
      const longest = 'Association of the Friends of All Gardens and of All the Parks';
      const { client_id } = await withProviders(admin, 'password', 'Staff account', longest);
      await page.goto(authorizationUrl(server, client_id));
      await expect(page.getByRole('link', { name: 'Staff account' })).toBeVisible();
      await expect(page.locator('#password')).toBeVisible();
    },
  ],
  [
    'a choice of providers alone',
    async ({ page, server, admin }) => {
      const { client_id } = await withProviders(admin, 'Staff account', 'Guest account');
      await page.goto(authorizationUrl(server, client_id));
      await expect(page.getByRole('link', { name: 'Guest account' })).toBeVisible();
      await expect(page.locator('#password')).toBeHidden();
    },
  ],
  [
    'a provider that cannot be reached',
    async ({ page, server, admin }) => {
      const { client_id } = await withProviders(admin, 'Staff account', 'Guest account');
      await page.goto(authorizationUrl(server, client_id));
      await page.getByRole('link', { name: 'Guest account' }).click();
      await expect(page.locator('#error, #fault')).toBeVisible();
    },
  ],
  [
    'consent',
    async ({ page, server, client }) => {
      const claims = JSON.stringify({ userinfo: { phone_number_verified: null } });
      await page.goto(authorizationUrl(server, client.client_id, { claims }));
      await signsIn(page);
      await expect(page.locator('#allow')).toBeVisible();
    },
  ],
  [
    'a choice of accounts',
    async ({ page, server, admin, client }) => {
      await hasSession(page, server, admin);
      await page.goto(authorizationUrl(server, client.client_id, { prompt: 'select_account' }));
      await expect(page.locator('#another-account')).toBeVisible();
    },
  ],
  [
    'an answer that travels in a form',
    async ({ page, server, admin }) => {
      const { client_id } = await admin.creates(aWebApp({ first_party: true }));
      await page.goto(authorizationUrl(server, client_id, { response_mode: 'form_post' }));
      await signsIn(page);
      await expect(page.locator('#continue')).toBeVisible();
    },
  ],
  [
    'an error',
    async ({ page, server }) => {
      await page.goto(authorizationUrl(server, 'nobody'));
      await expect(page.locator('#error')).toBeVisible();
    },
  ],
  [
    'a sign-in that is over',
    async ({ page, server }) => {
      await page.goto(`${server.issuer}/interaction/over`);
      await expect(page.locator('#error')).toBeVisible();
    },
  ],
  ['applications, signed out', ({ page, server }) => goesTo(page, `${server.issuer}/applications`)],
  [
    'applications',
    async ({ page, server, admin }) => {
      await admin.creates(aWebApp({ client_name: longName, initiate_login_uri: 'https://orchard.example.com/login' }));
      await hasSession(page, server, admin);
      await page.goto(`${server.issuer}/applications`);
      await expect(page.getByRole('link', { name: longName }).first()).toBeVisible();
    },
  ],
  [
    'logout',
    async ({ page, server, admin, client }) => {
      await hasSession(page, server, admin);
      await page.goto(`${server.issuer}/logout?client_id=${client.client_id}`);
      await expect(page.locator('#stay')).toBeVisible();
    },
  ],
  [
    'logout, after staying',
    async ({ page, server, admin }) => {
      await hasSession(page, server, admin);
      await page.goto(`${server.issuer}/logout`);
      await page.locator('#stay').press('Enter');
      await expect(page.locator('#still-signed-in')).toBeVisible();
    },
  ],
  [
    'logout, after signing out',
    async ({ page, server, admin }) => {
      await hasSession(page, server, admin);
      await page.goto(`${server.issuer}/logout`);
      await page.locator('#sign-out').press('Enter');
      await expect(page.locator('#signed-out')).toBeVisible();
    },
  ],
];

async function goesTo(page: Page, address: string): Promise<void> {
  await page.goto(address);
}

/** Signs alice in, and leaves her at a page of the issuer. */
async function hasSession(page: Page, server: Server, admin: AdminApi): Promise<void> {
  const { client_id } = await admin.creates(aWebApp({ first_party: false }));
  await page.goto(authorizationUrl(server, client_id));
  await signsIn(page);
  await expect(page.locator('#allow')).toBeVisible();
}

for (const [name, goes] of pages) {
  test(`everybody can use the page: ${name}`, async ({ page, server, admin, refusals }) => {
    refusals.add(400);
    // Nobody is there; who would leave stays on the page.
    await page.route('https://app.example.com/**', (route) => route.fulfill({ status: 204 }));
    const client = await admin.creates(
      aWebApp({
        client_name: longName,
        first_party: false,
        authentication_context_info: context,
        policy_uri: 'https://app.example.com/privacy',
        tos_uri: 'https://app.example.com/terms',
      }),
    );
    await goes({ page, server, admin, client });
    expect(await faultsOf(page)).toEqual([]);
  });
}
