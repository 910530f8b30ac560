import { type ProtocolResponse } from '../http.js';
import { html } from './html.js';
import { namedLinkTo, page } from './layout.js';
import { type Language } from './messages.js';

interface Failure {
  readonly status: number;
  readonly error: string;
  readonly description: string;
  /** Code of the receipt; undefined: none is kept. */
  readonly receipt?: string | undefined;
  /** Where the user may go on with the refusal; undefined: nowhere. */
  readonly returnTo?: string | undefined;
  readonly language: Language;
  readonly headers?: Record<string, string | string[]>;
}

/** A refusal that must not be redirected: said to the user, at the address where it happened. */
export function errorPage(failure: Failure): ProtocolResponse {
  const { status, error, description, receipt, returnTo, language, headers } = failure;
  const { messages } = language;
  return page({
    status,
    title: messages.error_title,
    language,
    ...(headers && { headers }),
    body: html`<h1>${messages.error_title}</h1>
      <div id="error" role="alert">
        <p><code>${error}</code></p>
        <p>${description}</p>
      </div>
      ${
        receipt &&
        html`<p>${messages.error_hint}</p>
          <p class="receipt"><code id="receipt">${receipt}</code></p>`
      }
      ${returnTo !== undefined && namedLinkTo(returnTo, language)}`,
  });
}
