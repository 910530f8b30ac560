import { type BrowserAccount, choiceOf } from '../authorization/browser-accounts.js';
import { type ProtocolResponse } from '../http.js';
import { type RegisteredClient } from '../registered-client.js';
import { html } from './html.js';
import { clientHeader, clientLinks, page, titleOf } from './layout.js';
import { type Language } from './messages.js';

interface Accounts {
  readonly client: RegisteredClient;
  readonly redirectUri: string;
  readonly action: string;
  readonly formToken: string;
  /** At least one. */
  readonly accounts: readonly BrowserAccount[];
  readonly language: Language;
}

/** With which account the user goes on: one that the browser is signed in to, or another. */
export function accountsPage({
  client,
  redirectUri,
  action,
  formToken,
  accounts,
  language,
}: Accounts): ProtocolResponse {
  const { messages } = language;
  return page({
    status: 200,
    title: `${messages.choose_account} – ${titleOf(client)}`,
    language,
    area: client.area,
    leadsTo: [redirectUri, client.application_url],
    body: html`<h1>${messages.choose_account}</h1>
      <p class="intro">${messages.choose_account_for}</p>
      ${clientHeader(client, redirectUri)}
      <form method="post" action="${action}">
        <input type="hidden" name="form_token" value="${formToken}" />
        <ul class="accounts" id="accounts">
          ${accounts.map((one, index) => html`<li><button id="account-${index + 1}" name="account" value="${choiceOf(one)}">${one.account.username}</button></li>`)}
          <li><button id="another-account" name="action" value="another">${messages.another_account}</button></li>
        </ul>
      </form>
      ${clientLinks(client, language)}`,
  });
}
