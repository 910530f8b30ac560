import { type ProtocolResponse } from '../http.js';
import { type RegisteredClient } from '../registered-client.js';
import { html } from './html.js';
import { clientHeader, clientLinks, page } from './layout.js';
import { type Language, type Messages } from './messages.js';

interface SignIn {
  readonly client: RegisteredClient;
  readonly redirectUri: string;
  readonly action: string;
  /** Proves that the form is ours, and is good for one post. */
  readonly formToken: string;
  readonly username: string;
  readonly language: Language;
  readonly fault?: keyof Messages;
  readonly status?: number;
  readonly headers?: Record<string, string | string[]>;
}

/** The sign-in page for the accounts of this server. */
export function signInPage(view: SignIn): ProtocolResponse {
  const { client, language, fault } = view;
  const { messages } = language;
  return page({
    status: view.status ?? 200,
    title: `${messages.sign_in} – ${client.client_name}`,
    language,
    leadsTo: view.redirectUri,
    ...(view.headers && { headers: view.headers }),
    body: html`<h1>${messages.sign_in}</h1>
      <p class="intro">${messages.sign_in_to}</p>
      ${clientHeader(client, view.redirectUri)}
      ${client.authentication_context_info && html`<p id="context-info" class="context">${client.authentication_context_info}</p>`}
      ${fault && html`<p class="fault" id="fault" role="alert">${messages[fault]}</p>`}
      <form method="post" action="${view.action}">
        <input type="hidden" name="form_token" value="${view.formToken}" />
        <label for="username">${messages.username}</label>
        <input
          id="username"
          name="username"
          value="${view.username}"
          autocomplete="username"
          autocapitalize="none"
          spellcheck="false"
          required
          maxlength="255"
          ${fault && html` aria-describedby="fault"`}${!view.username && html` autofocus`}
        />
        <label for="password">${messages.password}</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          required
          maxlength="1024"
          ${fault && html` aria-describedby="fault"`}${view.username && html` autofocus`}
        />
        <button id="sign-in" name="action" value="sign-in" class="primary">${messages.sign_in}</button>
      </form>
      ${clientLinks(client, language)}`,
  });
}
