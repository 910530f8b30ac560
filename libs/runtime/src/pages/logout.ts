import { type ProtocolResponse } from '../http.js';
import { type RegisteredClient } from '../registered-client.js';
import { html } from './html.js';
import { page } from './layout.js';
import { type Language } from './messages.js';

interface View {
  /** Who sent the user here; undefined: nobody says. */
  readonly client: RegisteredClient | undefined;
  readonly language: Language;
  readonly headers?: Record<string, string>;
}

interface Question extends View {
  /** Undefined: the account is gone. */
  readonly username: string | undefined;
  readonly formToken: string;
  /** Where the browser goes afterwards; undefined: nowhere. */
  readonly returnTo: string | undefined;
  readonly headers: Record<string, string>;
}

/** Whether the user wants to sign out: a link of anybody may have led here. */
export function questionPage(view: Question): ProtocolResponse {
  const { client, username, formToken, returnTo, headers } = view;
  const { messages } = view.language;
  return page({
    status: 200,
    title: messages.sign_out_title,
    language: view.language,
    area: client?.area,
    leadsTo: [returnTo],
    headers,
    body: html`<h1>${messages.sign_out_title}</h1>
      ${client && html`<p class="intro"><strong>${client.client_name}</strong> ${messages.sign_out_asked}</p>`}
      <p>${messages.sign_out_hint}</p>
      ${username !== undefined && html`<p class="account">${messages.signed_in_as} <strong id="account">${username}</strong></p>`}
      <form method="post" action="/logout">
        <input type="hidden" name="form_token" value="${formToken}" />
        <div class="answers">
          <button id="stay" name="action" value="stay">${messages.stay}</button>
          <button id="sign-out" name="action" value="sign-out" class="primary">${messages.sign_out}</button>
        </div>
      </form>`,
  });
}

/** The session is over. */
export function signedOutPage(view: View): ProtocolResponse {
  const { messages } = view.language;
  return result(view, 'signed-out', messages.signed_out_title, messages.signed_out);
}

/** The user chose to stay. */
export function stillSignedInPage(view: View): ProtocolResponse {
  const { messages } = view.language;
  return result(view, 'still-signed-in', messages.still_signed_in_title, messages.still_signed_in);
}

function result({ client, language, headers }: View, id: string, title: string, text: string): ProtocolResponse {
  return page({
    status: 200,
    title,
    language,
    area: client?.area,
    ...(headers && { headers }),
    body: html`<h1>${title}</h1>
      <p id="${id}">${text}</p>`,
  });
}
