import { type ProtocolResponse } from '../http.js';
import { type RegisteredClient } from '../registered-client.js';
import { type Html, html } from './html.js';
import { clientHeader, page } from './layout.js';
import { type Language } from './messages.js';

interface Applications {
  /** The name of the user's account. */
  readonly username: string;
  /** Clients, with the address that starts each. */
  readonly startable: readonly { readonly client: RegisteredClient; readonly address: string }[];
  /** Addresses of the pages around this one; undefined: there is none. */
  readonly previous?: string | undefined;
  readonly next?: string | undefined;
  readonly language: Language;
}

/** What a signed-in user can start. */
export function applicationsPage({ username, startable, previous, next, language }: Applications): ProtocolResponse {
  const { messages } = language;
  return page({
    status: 200,
    title: messages.applications,
    language,
    body: html`<h1>${messages.applications}</h1>
      <p class="account">${messages.signed_in_as} <strong id="account">${username}</strong></p>
      ${startable.length === 0 ? html`<p id="none">${messages.applications_none}</p>` : html`<p>${messages.applications_hint}</p>`}
      <ul id="applications" class="applications">
        ${startable.map(({ client, address }) => html`<li><a href="${address}" rel="noreferrer">${clientHeader(client, address)}</a></li>`)}
      </ul>
      ${(previous ?? next) && html`<nav class="pages">${link('previous', previous, messages.previous)} ${link('next', next, messages.next)}</nav>`}`,
  });
}

function link(id: string, address: string | undefined, text: string): Html | undefined {
  return address === undefined
    ? undefined
    : html`<a id="${id}" rel="${id === 'next' ? 'next' : 'prev'}" href="${address}">${text}</a>`;
}

/** Without a sign-in nobody is told which applications there are. */
export function signedOutPage(language: Language): ProtocolResponse {
  const { messages } = language;
  return page({
    status: 200,
    title: messages.applications,
    language,
    body: html`<h1>${messages.applications}</h1>
      <p id="signed-out">${messages.applications_signed_out}</p>`,
  });
}
