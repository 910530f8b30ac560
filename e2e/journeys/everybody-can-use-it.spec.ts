import { type AdminApi } from '../admin-api.js';
import { type Server } from '../server.js';
import { type Console, type Part, pages, parts } from './console.js';
import { aWebApp, barriersOn, expect, overflowOf, test } from './fixtures.js';

/** Goes to every page, and to every part of a client, and looks at each. */
async function tour(
  operator: Console,
  admin: AdminApi,
  client_id: string,
  look: (place: string) => Promise<void>,
): Promise<void> {
  for (const page of pages) {
    await operator.opens(page);
    await look(page);
  }
  const deleted = await admin.creates(aWebApp({ client_name: longName }));
  await admin.does('DELETE', `/clients/${deleted.client_id}`);
  await operator.opens('Clients');
  await operator.filters('State', 'Deleted');
  await look('deleted clients');
  await operator.opensClient(client_id);
  for (const part of parts) {
    await operator.opensPart(part);
    await look(`client, ${part}`);
  }
}

/** There are many pages, and looking at one is work for a machine that does other things as well. */
const tourTakes = 6 * 60_000;

/** Pixels. */
const phones = [320, 390];

const redirectUri = 'https://app.example.com/callback';
const longName = 'A client with a name that is much longer than any name that anybody would give to a client';
const aClient = aWebApp({
  client_name: longName,
  description: 'word '.repeat(200),
  redirect_uris: [
    redirectUri,
    ...Array.from({ length: 20 }, (_, index) => `https://app.example.com/${'deep/'.repeat(12)}${index}`),
  ],
});

test('no page has a barrier, and on a phone none scrolls sideways or hides what can be done with a row', async ({
  operator,
  admin,
  server,
  page,
  refusals,
}) => {
  test.setTimeout(tourTakes);
  refusals.add(400);
  const { client_id } = await admin.creates(aClient);
  await refuseSomething(server, client_id);
  const faults: string[] = [];
  const look = async (place: string) => {
    faults.push(...(await barriersOn(page)).map((barrier) => `${place}: ${barrier}`));
    for (const width of phones) {
      await page.setViewportSize({ width, height: 800 });
      await operator.rests();
      const overflow = await overflowOf(page);
      if (overflow > 0) faults.push(`${place}: ${overflow} pixels too wide for ${width}`);
      for (const button of await page.getByRole('cell').getByRole('button').all()) {
        const box = await button.boundingBox();
        if (box && box.x + box.width > width)
          faults.push(`${place}: ${await button.getAttribute('aria-label')} is out of view at ${width}`);
      }
    }
    // The way to the next page leads through the navigation, which is folded away at these widths.
    await page.setViewportSize({ width: 1440, height: 900 });
  };
  await tour(operator, admin, client_id, look);
  await operator.opensPart('Activity');
  await page.getByRole('row').getByRole('link').first().click();
  await expect(page.getByRole('article')).toBeVisible();
  await look('receipt');
  expect(faults).toEqual([]);
});

test('no page on the way to a new client has a barrier', async ({ operator, page }) => {
  const barriers: string[] = [];
  await page.getByRole('link', { name: 'New client' }).click();
  barriers.push(...(await barriersOn(page)));
  await page.getByRole('link', { name: 'Machine to machine' }).click();
  barriers.push(...(await barriersOn(page)));
  await operator.field('What is the service called?').fill('Without barriers');
  await operator.button('Continue').click();
  await expect(operator.button('Create client')).toBeVisible();
  barriers.push(...(await barriersOn(page)));
  await operator.button('Create client').click();
  await expect(operator.secretOnce).toBeVisible();
  barriers.push(...(await barriersOn(page)));
  await operator.storesSecret();
  expect(barriers).toEqual([]);
});

/** One field of each kind of control, and how its help begins. */
const explained: readonly [part: Part, label: string, help: RegExp][] = [
  ['General', 'Name', /^Name people see/],
  ['General', 'Description', /^What the application does/],
  ['General', 'Enabled', /^Switch off to block the client/],
  ['General', 'Kind of application', /^Rules out settings/],
  ['General', 'Labels', /^Labels for searching/],
  ['General', 'Home page', /^Home page of the application/],
  ['General', 'Redirect URIs', /^Addresses users may be returned to/],
  ['General', 'Add to Redirect URIs', /^Addresses users may be returned to/],
  ['Authentication', 'Additional methods', /^Other methods accepted/],
  ['Authentication', 'Secret expires', /^Date after which the secret stops working/],
  ['Authentication', 'JWK Set', /^The application’s public keys/],
  ['Security', 'Challenge methods', /^Inherited: server setting is S256 PKCE methods accepted/],
  ['Security', 'Scopes', /^All scopes and scope groups this client may ask for/],
  ['Grant types', 'Access token manager', /Format of access tokens/],
  ['Grant types', 'Access token lifetime', /^Inherited: server setting is 5 minutes How long access tokens live/],
  ['Grant types', 'Rotate refresh tokens', /^Inherited: server setting is on Give out a new refresh token/],
];

test('whoever listens to the form hears what each field is for', async ({ operator, admin, page }) => {
  const { client_id } = await admin.creates(aWebApp());
  await operator.opensClient(client_id);
  for (const [part, label, help] of explained) {
    await operator.opensPart(part);
    // A card may be called like its field.
    const field = page.getByLabel(label, { exact: true }).and(page.locator(':not(section)'));
    await expect(field).toHaveAccessibleDescription(help);
  }
});

async function refuseSomething(server: Server, client_id: string): Promise<void> {
  const parameters = new URLSearchParams({
    client_id,
    response_type: 'code',
    redirect_uri: 'https://app.example.com/x',
  });
  await server.browser().open(`/authorize?${parameters}`);
}
