import { AxeBuilder } from '@axe-core/playwright';
import { type Cookie, type Page, test as base, expect } from '@playwright/test';
import * as openid from 'openid-client';
import { type AdminApi, type Client } from '../admin-api.js';
import { signsUp } from '../people.js';
import { Server } from '../server.js';
import { Console } from './console.js';

export { expect };

/** A stock OAuth library, as the application behind a client uses it. */
export interface Machine {
  obtainsToken(client: Pick<Client, 'client_id' | 'client_secret'>): Promise<openid.TokenEndpointResponse>;
}

interface Fixtures {
  /** Somebody who looks after the clients, signed in to the console. */
  readonly operator: Console;
  readonly machine: Machine;
  readonly admin: AdminApi;
  /** A status that the server answers on purpose in this journey; the browser notes such answers as errors. */
  readonly refusals: Set<number>;
  readonly quietConsole: undefined;
}

interface WorkerFixtures {
  readonly server: Server;
  /** Who has signed in before is known to the issuer, as in everyday work; signing in itself has journeys of its own. */
  readonly remembered: { cookies: Cookie[] };
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  server: [
    // Playwright reads from the braces that this fixture needs no other.
    // oxlint-disable-next-line eslint/no-empty-pattern
    async ({}, use) => {
      const server = await Server.start();
      await signsUp(server);
      await use(server);
      await server.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  // oxlint-disable-next-line eslint/no-empty-pattern
  remembered: [async ({}, use) => use({ cookies: [] }), { scope: 'worker' }],

  // oxlint-disable-next-line eslint/no-empty-pattern
  refusals: async ({}, use) => use(new Set()),

  /** Fails a journey on whose way the browser noted an error: a script that threw, or what the policy forbids. */
  quietConsole: [
    async ({ context, refusals }, use) => {
      const errors: string[] = [];
      context.on('console', (message) => {
        const status = /the server responded with a status of (\d+)/.exec(message.text())?.[1];
        const expected = status !== undefined && refusals.has(Number(status));
        if (message.type() === 'error' && !expected) errors.push(`${message.text()} (${message.location().url})`);
      });
      context.on('weberror', (error) => errors.push(String(error.error())));
      await use(undefined);
      expect(errors).toEqual([]);
    },
    { auto: true },
  ],

  operator: async ({ page, context, server, remembered }, use) => {
    await context.addCookies(remembered.cookies);
    const operator = new Console(page, server);
    await operator.comesBack();
    remembered.cookies = await context.cookies();
    await use(operator);
  },

  admin: async ({ server }, use) => use(server.admin()),

  machine: async ({ server }, use) =>
    use({
      async obtainsToken({ client_id, client_secret }) {
        const authentication = openid.ClientSecretBasic(client_secret);
        const config = await openid.discovery(new URL(server.issuer), client_id, undefined, authentication, {
          execute: [openid.allowInsecureRequests],
        });
        return openid.clientCredentialsGrant(config);
      },
    }),
});

/**
 * What axe finds against WCAG 2.2 AA, in light and in dark; one line for each place. Leaves the page light.
 * @param rules only what these rules of axe find
 */
export async function barriersOn(page: Page, rules?: string[]): Promise<string[]> {
  const barriers: string[] = [];
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await barrierFinder(page, rules).analyze();
    for (const { id, nodes } of violations)
      barriers.push(...nodes.map(({ html, failureSummary }) => `${colorScheme}, ${id}: ${html} ${failureSummary}`));
  }
  return barriers;
}

function barrierFinder(page: Page, rules?: string[]): AxeBuilder {
  // The other mode opens a page of its own for each answer; that is for frames of other origins, and we have none.
  const finder = new AxeBuilder({ page }).setLegacyMode();
  return rules ? finder.withRules(rules) : finder.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']);
}

/** How many pixels the page is wider than the window. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

let count = 0;

/** A machine client without fault, save for what the test says. */
export function aMachine(document: Record<string, unknown> = {}): Record<string, unknown> {
  count++;
  const machine = { client_type: 'server_to_server', grant_types: ['client_credentials'] };
  return { client_id: `worker-${count}-${Date.now()}`, client_name: `Worker ${count}`, ...machine, ...document };
}

/** A web application without fault, save for what the test says. */
export function aWebApp(document: Record<string, unknown> = {}): Record<string, unknown> {
  count++;
  return {
    client_id: `app-${count}-${Date.now()}`,
    client_name: `Application ${count}`,
    grant_types: ['authorization_code', 'refresh_token'],
    redirect_uris: ['https://app.example.com/callback'],
    require_pkce: true,
    ...document,
  };
}
