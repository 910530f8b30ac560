import { type Consentor } from '@clientele/client-schema';
import { type ProtocolResponse } from '../http.js';
import { type RegisteredClient } from '../registered-client.js';
import { html } from './html.js';
import { clientHeader, page, titleOf } from './layout.js';
import { type Language } from './messages.js';

interface Terms {
  readonly client: RegisteredClient;
  readonly redirectUri: string;
  readonly action: string;
  readonly formToken: string;
  readonly consentor: Consentor;
  readonly language: Language;
}

/** The page of one consentor: what is to be agreed to, and two answers of equal weight. */
export function termsPage({ client, redirectUri, action, formToken, consentor, language }: Terms): ProtocolResponse {
  const { messages } = language;
  return page({
    status: 200,
    title: `${consentor.name} – ${titleOf(client)}`,
    language,
    leadsTo: [redirectUri, client.application_url],
    area: client.area,
    body: html`<h1>${consentor.name}</h1>
      ${clientHeader(client, redirectUri)}
      <p id="terms" class="context">${consentor.text}</p>
      <form method="post" action="${action}">
        <input type="hidden" name="form_token" value="${formToken}" />
        <div class="answers">
          <button id="disagree" name="action" value="disagree">${messages.disagree}</button>
          <button id="agree" name="action" value="agree" class="primary">${messages.agree}</button>
        </div>
      </form>`,
  });
}
