import { type ProtocolResponse } from '../http.js';
import { html } from './html.js';
import { page } from './layout.js';
import { type Language } from './messages.js';

interface Answer {
  readonly redirectUri: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly language: Language;
  readonly headers: Record<string, string | string[]>;
}

/** The form that takes an answer to the client, OAuth 2.0 Form Post Response Mode §2; it is sent without being asked. */
export function answerPage({ redirectUri, parameters, language, headers }: Answer): ProtocolResponse {
  const { messages } = language;
  return page({
    status: 200,
    title: messages.returning,
    language,
    headers,
    leadsAnywhere: true,
    script: 'document.forms[0].submit()',
    body: html`<h1>${messages.returning}</h1>
      <p>${messages.returns_to} ${new URL(redirectUri).host}.</p>
      <form method="post" action="${redirectUri}">
        ${Object.entries(parameters).map(
          ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
        )}
        <div class="answers"><button id="continue" class="primary">${messages.continue}</button></div>
      </form>`,
  });
}
