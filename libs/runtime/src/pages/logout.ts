import { type ProtocolResponse } from '../http.js';
import { type FrontChannel } from '../logout/end-of-session.js';
import { type RegisteredClient } from '../registered-client.js';
import { html } from './html.js';
import { linkTo, namedLinkTo, page, titleOf } from './layout.js';
import { type Language } from './messages.js';

interface View {
  /** Who sent the user here; undefined: nobody says. */
  readonly client: RegisteredClient | undefined;
  readonly language: Language;
}

interface Question extends View {
  /** Of the accounts that would be signed out, as far as they are still there. */
  readonly usernames: readonly string[];
  readonly formToken: string;
  /** Where the browser goes afterwards; undefined: nowhere. */
  readonly returnTo: string | undefined;
  readonly headers: Record<string, string>;
}

/** Whether the user wants to sign out: a link of anybody may have led here. */
export function questionPage(view: Question): ProtocolResponse {
  const { client, usernames, formToken, returnTo, headers } = view;
  const { messages } = view.language;
  return page({
    status: 200,
    title: messages.sign_out_title,
    language: view.language,
    area: client?.area,
    leadsTo: [returnTo],
    headers,
    body: html`<h1>${messages.sign_out_title}</h1>
      ${
        client &&
        html`<p class="intro">
          <strong><bdi>${titleOf(client)}</bdi></strong> ${messages.sign_out_asked}
        </p>`
      }
      <p>${messages.sign_out_hint}</p>
      ${usernames.length > 0 && html`<p class="account">${messages.signed_in_as} <strong id="account">${usernames.join(', ')}</strong></p>`}
      <form method="post" action="/logout">
        <input type="hidden" name="form_token" value="${formToken}" />
        <div class="answers">
          <button id="stay" name="action" value="stay">${messages.stay}</button>
          <button id="sign-out" name="action" value="sign-out" class="primary">${messages.sign_out}</button>
        </div>
      </form>`,
  });
}

/** Seconds that the browser has to tell the clients, before it goes on. */
const timeToTell = 3;

interface SignedOut extends View, FrontChannel {
  readonly headers: Record<string, string>;
  /** Where the browser goes next; undefined: nowhere. */
  readonly returnTo: string | undefined;
  /** Whether it goes there by itself, and not by a link that names the host. */
  readonly goesOn: boolean;
}

/**
 * The session is over. The page loads what tells clients of it, OpenID Connect Front-Channel Logout §3; a picture that
 * does not come is told in words, by its alternative text. The browser goes on by itself, without a script.
 */
export function signedOutPage(view: SignedOut): ProtocolResponse {
  const { client, language, headers, frames, images, returnTo, goesOn } = view;
  const { messages } = language;
  return page({
    status: 200,
    title: messages.signed_out_title,
    language,
    area: client?.area,
    headers: { ...headers, ...(returnTo !== undefined && goesOn && { refresh: `${timeToTell};url=${returnTo}` }) },
    loads: { frames: frames.map(({ address }) => address), images: images.map(({ address }) => address) },
    body: html`<h1>${messages.signed_out_title}</h1>
      <p id="signed-out">${returnTo !== undefined && goesOn ? messages.signed_out_returning : messages.signed_out}</p>
      ${returnTo !== undefined && (goesOn ? linkTo(returnTo, language) : namedLinkTo(returnTo, language))}
      ${images.map(({ client_name, address }) => html`<img class="notice" src="${address}" alt="${messages.not_signed_out} ${client_name}" referrerpolicy="no-referrer" />`)}
      ${frames.map(({ client_name, address }) => html`<iframe class="notice" src="${address}" title="${client_name}" referrerpolicy="no-referrer" hidden></iframe>`)}`,
  });
}

/** The user chose to stay. */
export function stillSignedInPage({ client, language }: View): ProtocolResponse {
  const { messages } = language;
  return page({
    status: 200,
    title: messages.still_signed_in_title,
    language,
    area: client?.area,
    body: html`<h1>${messages.still_signed_in_title}</h1>
      <p id="still-signed-in">${messages.still_signed_in}</p>`,
  });
}
