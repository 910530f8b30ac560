import { type ProtocolResponse } from '../http.js';
import { type RegisteredClient } from '../registered-client.js';
import { type Html, html } from './html.js';
import { clientHeader, clientLinks, page, titleOf } from './layout.js';
import { type Language, type Messages } from './messages.js';

interface SignIn {
  readonly client: RegisteredClient;
  readonly redirectUri: string;
  readonly action: string;
  /** Proves that the form is ours, and is good for one post. */
  readonly formToken: string;
  readonly username: string;
  /** Whether it asks for a name and a password of this server. */
  readonly withPassword: boolean;
  /** Other providers, with the addresses that lead there. */
  readonly providers: readonly { readonly label: string; readonly address: string }[];
  /** Whether the user came from the page of accounts, and may go back there. */
  readonly leadsBackToAccounts: boolean;
  readonly language: Language;
  readonly fault?: keyof Messages;
  readonly status?: number;
  readonly headers?: Record<string, string | string[]>;
}

/** The sign-in page: a form for the accounts of this server, and links to other providers. */
export function signInPage(view: SignIn): ProtocolResponse {
  const { client, language, fault } = view;
  const { messages } = language;
  return page({
    status: view.status ?? 200,
    title: `${messages.sign_in} – ${titleOf(client)}`,
    language,
    area: client.area,
    leadsTo: [view.redirectUri, view.client.application_url],
    ...(view.headers && { headers: view.headers }),
    body: html`<h1>${messages.sign_in}</h1>
      <p class="intro">${messages.sign_in_to}</p>
      ${clientHeader(client, view.redirectUri)}
      ${client.authentication_context_info && html`<p id="context-info" class="context">${client.authentication_context_info}</p>`}
      ${fault && html`<p class="fault" id="fault" role="alert">${messages[fault]}</p>`}
      ${view.withPassword && passwordForm(view)}
      ${
        view.providers.length > 0 &&
        html`<ul class="providers">
          ${view.providers.map(({ label, address }) => html`<li><a class="provider" href="${address}">${messages.continue_with} ${label}</a></li>`)}
        </ul>`
      }
      ${view.leadsBackToAccounts && backToAccounts(view)} ${clientLinks(client, language)}`,
  });
}

function backToAccounts({ action, formToken, language: { messages } }: SignIn): Html {
  return html`<form class="back" method="post" action="${action}">
    <input type="hidden" name="form_token" value="${formToken}" />
    <button id="choose-account" name="action" value="accounts">${messages.choose_account}</button>
  </form>`;
}

function passwordForm({ action, formToken, username, fault, language: { messages } }: SignIn): Html {
  return html`<form method="post" action="${action}">
    <input type="hidden" name="form_token" value="${formToken}" />
    <label for="username">${messages.username}</label>
    <input
      id="username"
      name="username"
      value="${username}"
      autocomplete="username"
      autocapitalize="none"
      spellcheck="false"
      required
      maxlength="255"
      ${fault && html` aria-describedby="fault"`}${!username && html` autofocus`}
    />
    <label for="password">${messages.password}</label>
    <input
      id="password"
      name="password"
      type="password"
      autocomplete="current-password"
      required
      maxlength="1024"
      ${fault && html` aria-describedby="fault"`}${username && html` autofocus`}
    />
    <button id="sign-in" name="action" value="sign-in" class="primary">${messages.sign_in}</button>
  </form>`;
}
