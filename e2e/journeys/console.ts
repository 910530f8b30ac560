import { type Locator, type Page, expect } from '@playwright/test';
import { type Person } from '../browser.js';
import { type Server, administrator } from '../server.js';

/** The parts of a client’s page, in their order. */
export const parts = [
  'General',
  'Authentication',
  'Security',
  'Grant types',
  'Advice',
  'Credentials',
  'Code',
  'Explain',
  'Activity',
  'History',
] as const;
export type Part = (typeof parts)[number];

/** What the address of a client's page calls a part of it. */
const pathOf = (part: Part): string => part.toLowerCase().replace(' ', '-');

/** The pages that the side navigation leads to. */
export const pages = [
  'Clients',
  'Requests',
  'Scopes',
  'Scope groups',
  'Authorization detail types',
  'Claims mappers',
  'Access token managers',
  'Key pairs',
  'Signature adapters',
  'Token issuers',
  'Verification keys',
  'Trusted certificate authorities',
  'Credential managers',
  'Identity providers',
  'Authenticators',
  'Authenticator filters',
  'Consentors',
  'Template areas',
  'Client templates',
  'Redirect URI validation policies',
  'Extended property definitions',
  'Initial access tokens',
  'Registration policies',
  'HTTP clients',
  'Settings',
  'Accounts',
  'Audit log',
] as const;

/** The console as somebody sees it: everything is found by its role and its name. */
export class Console {
  constructor(
    readonly page: Page,
    private readonly server: Server,
  ) {}

  /** Opens the console, or a page of it, and signs in where the issuer asks for it. */
  async signsIn(path = '', person: Person = administrator): Promise<void> {
    await this.authenticates(path, person);
    await expect(this.navigation).toBeVisible();
  }

  /** Opens the console, and signs in only where the issuer asks for it. */
  async comesBack(): Promise<void> {
    await this.page.goto(`${this.server.adminUrl}/console/`);
    const username = this.page.locator('#username');
    await expect(username.or(this.navigation)).toBeVisible();
    if (await username.isVisible()) await this.answers(administrator);
    await expect(this.navigation).toBeVisible();
  }

  /** Says at the issuer who it is, whatever the console makes of it. */
  async authenticates(path: string, person: Person): Promise<void> {
    await this.page.goto(`${this.server.adminUrl}/console/${path}`);
    await this.answers(person);
  }

  private async answers(person: Person): Promise<void> {
    await this.page.locator('#username').fill(person.username);
    await this.page.locator('#password').fill(person.password);
    await this.page.locator('#sign-in').click();
  }

  get navigation(): Locator {
    return this.page.getByRole('navigation', { name: 'Main' });
  }

  heading(name: string | RegExp): Locator {
    return this.page.getByRole('heading', { level: 1, name });
  }

  async opens(page: (typeof pages)[number]): Promise<void> {
    const link = this.navigation.getByRole('link', { name: page, exact: true });
    for (const shelf of await this.navigation.getByRole('button').all()) {
      if (await link.isVisible()) break;
      await shelf.click();
    }
    await link.click();
    await expect(this.heading(page)).toBeVisible();
    await this.rests();
  }

  /** Resolves when nothing on the page is still being loaded. */
  async rests(): Promise<void> {
    await expect(this.page.locator('[aria-busy="true"]')).toHaveCount(0);
    await this.page.waitForLoadState('networkidle');
  }

  async opensClient(client_id: string, part?: Part): Promise<void> {
    // Within the page, so that the session stays: an address typed in anew would go by way of the issuer.
    await this.page.evaluate(
      (path) => {
        history.pushState(null, '', path);
        dispatchEvent(new PopStateEvent('popstate'));
      },
      `/console/clients/${encodeURIComponent(client_id)}/${part ? pathOf(part) : 'general'}`,
    );
    await expect(this.tab(part ?? 'General')).toHaveAttribute('aria-selected', 'true');
    await this.rests();
  }

  tab(part: Part): Locator {
    return this.page.getByRole('tab', { name: new RegExp(`^${part}`) });
  }

  async opensPart(part: Part): Promise<void> {
    await this.tab(part).click();
    await expect(this.tab(part)).toHaveAttribute('aria-selected', 'true');
    await this.rests();
  }

  get searchBox(): Locator {
    return this.page.getByRole('textbox', { name: 'Search clients' });
  }

  async searches(text: string): Promise<void> {
    await this.searchBox.fill(text);
    await expect(this.page).toHaveURL((url) => url.searchParams.get('q') === text);
    await this.rests();
  }

  /** The names in the list, from top to bottom. */
  get listed(): Locator {
    return this.page.getByRole('table').getByRole('link').and(this.page.locator('[data-row]'));
  }

  async filters(name: string, value: string): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).click();
    await this.page.getByRole('menuitem', { name: value, exact: true }).click();
    await this.rests();
  }

  /** The control of a field that takes text or a number. */
  field(label: string): Locator {
    return this.page.getByRole('textbox', { name: label, exact: true });
  }

  /** The list of addresses under a label. */
  addresses(label: string): Locator {
    return this.page.getByRole('group', { name: label });
  }

  async addsAddress(label: string, address: string): Promise<void> {
    await this.page.getByRole('textbox', { name: `Add to ${label}` }).fill(address);
    await this.page.getByRole('textbox', { name: `Add to ${label}` }).press('Enter');
    await expect(this.page.getByRole('button', { name: `Remove ${address}`, exact: true })).toBeVisible();
  }

  /** Presses Tab until a control has the focus. */
  async tabsTo(target: Locator): Promise<void> {
    const hasFocus = () => target.evaluate((element) => element === document.activeElement);
    for (let presses = 0; presses < 100 && !(await hasFocus()); presses++) await this.page.keyboard.press('Tab');
    await expect(target).toBeFocused();
  }

  /** What was not saved yet; there while there is something to save. */
  get unsaved(): Locator {
    return this.page.getByRole('region', { name: 'Unsaved changes' });
  }

  async saves(): Promise<void> {
    await this.unsaved.getByRole('button', { name: 'Save' }).click();
    await expect(this.unsaved).toBeHidden();
  }

  dialog(name?: string | RegExp): Locator {
    return this.page.getByRole('dialog', { name });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  get secretOnce(): Locator {
    return this.page.getByRole('region', { name: 'Client secret', exact: true });
  }

  /** Reads the secret that is shown this once, and says that it is stored. */
  async storesSecret(): Promise<string> {
    const secret = await this.secretOnce.getByRole('code').innerText();
    await this.secretOnce.getByRole('checkbox', { name: 'I have stored it' }).check();
    await this.secretOnce.getByRole('button', { name: 'Done' }).click();
    await expect(this.secretOnce).toBeHidden();
    return secret;
  }

  /** The client ID that the header of the client’s page shows. */
  async clientId(): Promise<string> {
    await expect(this.tab('General')).toBeVisible();
    return decodeURIComponent(/\/clients\/([^/]+)/.exec(new URL(this.page.url()).pathname)![1]!);
  }

  get accountMenu(): Locator {
    return this.page.getByRole('button', { name: 'Administrator' });
  }

  async signsOut(): Promise<void> {
    await this.accountMenu.click();
    await this.page.getByRole('menuitem', { name: 'Sign out' }).click();
  }
}
