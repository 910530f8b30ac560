import { type ProtocolResponse } from '../http.js';
import { type Scope } from '../ports/settings-store.js';
import { type RegisteredClient } from '../registered-client.js';
import { type Html, html } from './html.js';
import { clientHeader, clientLinks, page, titleOf } from './layout.js';
import { type Language } from './messages.js';

interface Consent {
  readonly client: RegisteredClient;
  readonly redirectUri: string;
  readonly action: string;
  readonly formToken: string;
  readonly username: string;
  readonly scopes: readonly Scope[];
  /** Names of claims that no scope of the page stands for. */
  readonly claims: readonly string[];
  /** What is asked for in detail. */
  readonly details: readonly Html[];
  readonly language: Language;
}

/** Whether a user may untick a scope of the page. Without openid the request would be another one. */
export function isOptional(scope: string, client: RegisteredClient): boolean {
  return client.consent_allow_deselection && scope !== 'openid';
}

/** The name of a scope's box in the form. */
export function boxOf(scope: string): string {
  return `scope ${scope}`;
}

/** The consent page: what is asked, by whom, and two answers of equal weight. */
export function consentPage({
  client,
  redirectUri,
  action,
  formToken,
  username,
  scopes,
  claims,
  details,
  language,
}: Consent): ProtocolResponse {
  const { messages } = language;
  return page({
    status: 200,
    title: `${messages.consent_title} – ${titleOf(client)}`,
    language,
    area: client.area,
    leadsTo: [redirectUri, client.application_url],
    body: html`<h1>${messages.consent_title}</h1>
      ${clientHeader(client, redirectUri)}
      ${client.document_host !== undefined && html`<p id="stranger" class="context">${messages.stranger} <bdi>${client.client_id}</bdi></p>`}
      <p>
        <strong><bdi>${titleOf(client)}</bdi></strong> ${messages.consent_intro}
      </p>
      ${client.description && html`<p class="description">${client.description}</p>`}
      ${
        scopes.length > 0
          ? html`<p id="scopes-title">${messages.consent_list}</p>
              <ul class="scopes" aria-labelledby="scopes-title">
                ${scopes.map((scope) => html`<li>${scopeItem(scope, client)}</li>`)}
              </ul>`
          : details.length + claims.length === 0 && html`<p>${messages.consent_nothing}</p>`
      }
      ${
        claims.length > 0 &&
        html`<p id="claims-title">${messages.consent_claims}</p>
          <ul class="scopes" aria-labelledby="claims-title">
            ${claims.map((name) => html`<li>${name.replaceAll('_', ' ')}</li>`)}
          </ul>`
      }
      ${details}
      <form id="answer" method="post" action="${action}">
        <input type="hidden" name="form_token" value="${formToken}" />
        <div class="answers">
          <button id="deny" name="action" value="deny">${messages.deny}</button>
          <button id="allow" name="action" value="allow" class="primary">${messages.allow}</button>
        </div>
      </form>
      <p class="account">
        ${messages.signed_in_as} ${username}. ${messages.returns_to} ${new URL(redirectUri).host || redirectUri}.
      </p>
      ${clientLinks(client, language)}`,
  });
}

function scopeItem({ name, description }: Scope, client: RegisteredClient): Html {
  const text = description ?? name;
  return isOptional(name, client)
    ? html`<label><input type="checkbox" form="answer" name="${boxOf(name)}" checked /> ${text}</label>`
    : html`${text}`;
}
