import { hash } from 'node:crypto';
import { type TemplateArea } from '@clientele/client-schema';
import { type ProtocolResponse, pageHeaders } from '../http.js';
import { type RegisteredClient } from '../registered-client.js';
import { areaStylesPath } from './area-styles.js';
import { Html, html } from './html.js';
import { type Language } from './messages.js';

interface Page {
  readonly status: number;
  readonly title: string;
  readonly language: Language;
  readonly body: Html;
  /** Where the form may lead in the end, at the client or to start again: browsers hold `form-action` against redirects too. */
  readonly leadsTo?: readonly (string | undefined)[];
  /** The form leads to a client, which may send the browser on to any address. */
  readonly leadsAnywhere?: boolean;
  /** Addresses outside that the page loads, and no others: in frames, and as pictures beside those over https. */
  readonly loads?: { readonly frames: readonly string[]; readonly images: readonly string[] };
  /** The one script of the page, which the policy knows by its digest. */
  readonly script?: string;
  readonly headers?: Record<string, string | string[]>;
  /** Colours, logo and footer of the client's pages. */
  readonly area?: TemplateArea | undefined;
}

/** A page of the issuer: no script but its own, no outside resource but the client's logo, no framing. */
export function page(options: Page): ProtocolResponse {
  const { status, title, language, body, headers, area, script } = options;
  const document = html`<!doctype html>
    <html lang="${language.tag}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/assets/pages.css" />
        ${area && html`<link rel="stylesheet" href="${areaStylesPath(area)}" />`}
      </head>
      <body>
        <div class="column">
          ${isShowable(area?.logo_uri) && html`<img id="area-logo" class="area-logo" src="${area?.logo_uri}" alt="" referrerpolicy="no-referrer" />`}
          <main class="card">${body}</main>
          ${area?.footer && html`<p id="area-footer" class="area-footer">${area.footer}</p>`}
        </div>
        ${script !== undefined && new Html(`<script>${script}</script>`)}
      </body>
    </html> `;
  return {
    status,
    headers: {
      ...pageHeaders,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': contentSecurityPolicy(options),
      ...headers,
    },
    body: document.text,
  };
}

function contentSecurityPolicy({ leadsTo = [], leadsAnywhere, loads, script }: Page): string {
  const elsewhere = leadsAnywhere ? ' https: http:' : sourcesOf(leadsTo);
  return [
    "default-src 'self'",
    `script-src ${script === undefined ? "'none'" : `'sha256-${hash('sha256', script, 'base64')}'`}`,
    "style-src 'self'",
    `img-src 'self' data: https:${sourcesOf(loads?.images.filter((uri) => uri.startsWith('http:')))}`,
    `frame-src${sourcesOf(loads?.frames) || " 'none'"}`,
    `form-action 'self'${elsewhere}`,
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The CSP sources of addresses, each once and after a space. */
function sourcesOf(uris: readonly (string | undefined)[] = []): string {
  const sources = uris.filter((uri) => uri !== undefined).map((uri) => ` ${sourceOf(uri)}`);
  return [...new Set(sources)].join('');
}

/** The CSP source of a redirect URI: its origin, or its scheme where CSP 3 §2.3.1 cannot write the origin. */
function sourceOf(uri: string): string {
  const { protocol, origin } = new URL(uri);
  // That is so for a private-use scheme, an IPv6 address, and names that the URL standard takes and CSP does not.
  return /^https?:\/\/[a-z0-9.-]+(?::\d+)?$/.test(origin) ? origin : protocol;
}

/** What people are told that a client is: its name, or where it comes from, if nobody here has looked at it. */
export function titleOf({ client_name, document_host }: RegisteredClient): string {
  return document_host ?? client_name;
}

/** Who asks: logo, name, verified host and links, the same on every page. */
export function clientHeader(client: RegisteredClient, redirectUri: string): Html {
  const host = hostOf(redirectUri);
  if (client.document_host !== undefined) {
    // What it calls itself proves nothing, and turns no text around it; where its document is, it has shown.
    return html`<header class="client">
      <div>
        <p class="name" id="client-host">${client.document_host}</p>
        <p class="host"><bdi>${client.client_name}</bdi>${host !== client.document_host && html` · ${host}`}</p>
      </div>
    </header>`;
  }
  return html`<header class="client">
    ${isShowable(client.logo_uri) && html`<img id="client-logo" src="${client.logo_uri}" alt="" width="48" height="48" referrerpolicy="no-referrer" />`}
    <div>
      <p class="name">${client.client_name}</p>
      ${host && html`<p class="host">${host}</p>`}
    </div>
  </header>`;
}

export function clientLinks(client: RegisteredClient, { messages }: Language): Html {
  const link = (id: string, href: string | undefined, text: string) =>
    isShowable(href) && html`<li><a id="${id}" href="${href}" rel="noopener noreferrer">${text}</a></li>`;
  const contact = client.contacts[0];
  return html`<footer>
    <ul>
      ${link('client-uri', client.client_uri, messages.home_page)}
      ${link('client-policy', client.policy_uri, messages.privacy_policy)}
      ${link('client-tos', client.tos_uri, messages.terms)}
      ${contact && html`<li><a id="client-contact" href="mailto:${contact}">${messages.contact}</a></li>`}
    </ul>
  </footer>`;
}

/** The way on to a client. */
export function linkTo(uri: string, { messages }: Language): Html {
  return html`<p><a id="continue" href="${uri}" rel="noopener noreferrer">${messages.continue}</a></p>`;
}

/** The way on to a client that nobody has vetted: users see where it leads. */
export function namedLinkTo(uri: string, language: Language): Html {
  return html`<p>${language.messages.returns_to} <strong>${hostOf(uri)}</strong>.</p>
    ${linkTo(uri, language)}`;
}

/** A client that came into the registry by a back door may say anything; an address that is no web page is left out. */
function isShowable(uri: string | null | undefined): boolean {
  return typeof uri === 'string' && /^(?:https?:\/\/|data:image\/)/.test(uri);
}

function hostOf(uri: string): string {
  const url = new URL(uri);
  return url.host || url.protocol;
}
