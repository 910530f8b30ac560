import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router';
import { AccountsPage } from './accounts/accounts-page.js';
import { CreatePage } from './clients/create/create-page.js';
import { createSearch } from './clients/create/create-search.js';
import { ClientListPage } from './clients/list/client-list-page.js';
import { listSearch } from './clients/list/list-search.js';
import { ClientPage } from './clients/page/client-page.js';
import { ImportPage } from './clients/transfer/import-page.js';
import { eventSearch } from './events/event-search.js';
import { EventsPage } from './events/events-page.js';
import { NotFound } from './frame/not-found.js';
import { ReceiptPage } from './requests/receipt-page.js';
import { RequestsPage } from './requests/requests-page.js';
import { ResourcePage } from './resources/resource-page.js';
import { SettingsPage } from './settings/settings-page.js';
import { SignedIn } from './session/signed-in.js';

const root = createRootRoute({ component: SignedIn, notFoundComponent: NotFound });
const at = <Path extends string>(path: Path) => ({ getParentRoute: () => root, path }) as const;

const tree = root.addChildren([
  createRoute({
    ...at('/'),
    beforeLoad: () => {
      throw redirect({ to: '/clients', replace: true });
    },
  }),
  createRoute({ ...at('/clients'), component: ClientListPage, validateSearch: listSearch }),
  createRoute({ ...at('/clients/$clientId'), component: ClientPage }),
  createRoute({ ...at('/clients/$clientId/$tab'), component: ClientPage }),
  createRoute({ ...at('/new-client'), component: CreatePage, validateSearch: createSearch }),
  createRoute({ ...at('/import-clients'), component: ImportPage }),
  createRoute({ ...at('/requests'), component: RequestsPage }),
  createRoute({ ...at('/requests/$code'), component: ReceiptPage }),
  createRoute({ ...at('/settings'), component: SettingsPage }),
  createRoute({ ...at('/accounts'), component: AccountsPage }),
  createRoute({ ...at('/events'), component: EventsPage, validateSearch: eventSearch }),
  createRoute({ ...at('/$resource'), component: ResourcePage }),
]);

/** Plain query strings: every parameter of ours is text, and an address should look as somebody would type it. */
export const router = createRouter({
  routeTree: tree,
  basepath: '/console',
  parseSearch: (query) => Object.fromEntries(new URLSearchParams(query)),
  stringifySearch: (search) => {
    const present = Object.entries(search).filter(([, value]) => value !== undefined && value !== null);
    const query = new URLSearchParams(present.map(([name, value]) => [name, String(value)])).toString();
    return query && `?${query}`;
  },
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
  interface HistoryState {
    /** The page was reached by "Next", so that "Previous" may go back in history. */
    paged?: boolean;
  }
}
