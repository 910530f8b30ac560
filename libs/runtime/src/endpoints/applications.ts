import { oidcCore } from '@clientele/client-schema';
import { acceptedLanguages } from '../accepted-languages.js';
import { type Context } from '../context.js';
import { applicationsPage, signedOutPage } from '../pages/applications.js';
import { languageFor } from '../pages/messages.js';
import { type Account } from '../ports/account-store.js';
import { type RegisteredClient } from '../registered-client.js';
import { findSession } from '../sessions.js';
import { accountBehind } from '../sign-in.js';
import { type Endpoint } from './endpoint.js';
import { parseQuery } from './form.js';

/** Applications on one page. */
const perPage = 50;
/** No further page is looked for: nobody has come this far by following links. */
const lastPage = 1000;

/** Where a signed-in user starts applications: login initiated by a third party, OpenID Connect Core §4. */
export const applications: Endpoint = {
  path: '/applications',
  spec: oidcCore('4'),
  methods: ['GET', 'HEAD'],
  answers: 'page',
  cors: 'none',

  async handle(context) {
    const { values } = parseQuery(context);
    const ui_locales = values.get('ui_locales');
    context.steps.ui_locales = ui_locales;
    const language = languageFor(ui_locales, acceptedLanguages(context.request));
    const session = await findSession(context);
    const account = session && accountBehind(session, await context.accounts.find(session.sub));
    if (!account) return signedOutPage(language);

    const number = pageNumber(values.get('page'));
    const found = await context.clients.startable({ offset: (number - 1) * perPage, limit: perPage + 1 });
    const clients = await Promise.all(
      found.slice(0, perPage).map(async (client_id) => context.registry.client(client_id)),
    );
    const at = (other: number): string =>
      `/applications?page=${other}${ui_locales === undefined ? '' : `&ui_locales=${encodeURIComponent(ui_locales)}`}`;
    return applicationsPage({
      username: account.username,
      startable: clients.flatMap((client) => startOf(client, account, context)),
      previous: number > 1 ? at(number - 1) : undefined,
      next: found.length > perPage && number < lastPage ? at(number + 1) : undefined,
      language,
    });
  },
};

/**
 * The address that starts a sign-in at the client. Its own parameters stay; what this server says takes the place of any
 * by the same name.
 */
function startOf(
  client: RegisteredClient | undefined,
  { username }: Account,
  { addresses }: Context,
): { client: RegisteredClient; address: string }[] {
  const url = client?.enabled ? URL.parse(client.initiate_login_uri ?? '') : null;
  // A client that came into the registry by a back door may say anything.
  if (!client || url?.protocol !== 'https:') return [];
  url.searchParams.set('iss', addresses.issuer);
  url.searchParams.set('login_hint', username);
  if (client.application_url !== undefined) url.searchParams.set('target_link_uri', client.application_url);
  return [{ client, address: url.href }];
}

function pageNumber(text: string | undefined): number {
  const number = Number(text ?? 1);
  return Number.isInteger(number) && number >= 1 && number <= lastPage ? number : 1;
}
