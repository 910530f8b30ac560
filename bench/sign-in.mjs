import { createHash, randomBytes } from 'node:crypto';

/** A browser's part of the code flow: cookies, redirects, and the forms that a server shows, filled in and sent. */
export class Browser {
  /** @type {Map<string, { value: string, path: string }>} */
  #cookies = new Map();
  /** @type {Record<string, string>} */
  #answers;

  /** @param {Record<string, string>} answers what to write into fields, by their names */
  constructor(answers) {
    this.#answers = answers;
  }

  /**
   * Follows an authorization request until the browser is sent to the application.
   *
   * @param {string} address
   * @param {string} redirect_uri
   * @returns {Promise<URLSearchParams>} what the application is told
   */
  async authorize(address, redirect_uri) {
    let response = await this.#request(address);
    for (let steps = 0; steps < 12; steps++) {
      const location = response.headers.get('location');
      if (location?.startsWith(redirect_uri)) return new URL(location).searchParams;
      if (location) response = await this.#request(new URL(location, response.url).href);
      else response = await this.#submit(await response.text(), response);
    }
    throw new Error(`${address}: still not at ${redirect_uri}, but at ${response.url}`);
  }

  /**
   * @param {string} address
   * @returns {string} the value of the Cookie header there
   */
  cookiesFor(address) {
    const { pathname } = new URL(address);
    return [...this.#cookies]
      .filter(([, { path }]) => pathname.startsWith(path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
  }

  async #submit(page, { url, status }) {
    const form = /<form[^>]*action="([^"]*)"[^>]*>(.*?)<\/form>/s.exec(page);
    if (status !== 200 || !form) throw new Error(`${url}: ${status}, no form to fill in: ${page.slice(0, 2000)}`);
    const fields = new URLSearchParams();
    const elements = [...(form[2] ?? '').matchAll(/<(input|button)([^>]*)>/g)].map(([, tag, text]) => ({
      tag,
      ...Object.fromEntries([...(text ?? '').matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name, value])),
    }));
    for (const { tag, name, value, class: kind } of elements) {
      if (name && tag === 'input') fields.set(name, this.#answers[name] ?? value ?? '');
      if (name && tag === 'button' && kind?.includes('primary')) fields.set(name, value);
    }
    return this.#request(new URL(form[1]?.replaceAll('&amp;', '&') ?? '', url).href, fields);
  }

  async #request(address, body) {
    const cookie = this.cookiesFor(address);
    const method = body ? 'POST' : 'GET';
    const response = await fetch(address, { method, body, redirect: 'manual', headers: cookie ? { cookie } : {} });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return response;
  }

  #keep(line) {
    const [pair = '', ...attributes] = line.split('; ');
    const name = pair.slice(0, pair.indexOf('='));
    const value = pair.slice(pair.indexOf('=') + 1);
    const path = attributes.find((one) => /^path=/i.test(one))?.slice('path='.length) ?? '/';
    if (value) this.#cookies.set(name, { value, path });
    else this.#cookies.delete(name);
  }
}

/**
 * The refresh token of a new sign-in, by the code flow with PKCE and a pushed request (RFC 9126).
 *
 * @param {string} issuer
 * @param {import('./clients.mjs').OAuthClient} client
 * @param {Browser} browser
 * @returns {Promise<string>}
 */
export async function signIn(issuer, client, browser) {
  const { client_id, redirect_uri = '', authorization } = client;
  const code_verifier = randomBytes(32).toString('base64url');
  const post = async (path, parameters) => {
    const body = new URLSearchParams(parameters);
    const response = await fetch(`${issuer}${path}`, { method: 'POST', headers: { authorization }, body });
    const answer = /** @type {any} */ (await response.json());
    if (!response.ok) throw new Error(`${issuer}${path}: ${JSON.stringify(answer)}`);
    return answer;
  };
  const { request_uri } = await post('/par', authorizationRequest(client, code_verifier));
  const answer = await browser.authorize(authorizationAddress(issuer, client_id, request_uri), redirect_uri);
  const code = answer.get('code');
  if (!code) throw new Error(`${issuer}: no code, but ${answer.toString()}`);
  const { refresh_token } = await post('/token', {
    grant_type: 'authorization_code',
    code,
    redirect_uri,
    code_verifier,
  });
  if (!refresh_token) throw new Error(`${issuer}: no refresh token`);
  return refresh_token;
}

/**
 * @param {import('./clients.mjs').OAuthClient} client
 * @param {string} codeVerifier RFC 7636 §4.1
 * @returns {Record<string, string>} what the client pushes
 */
export function authorizationRequest({ client_id, redirect_uri = '' }, codeVerifier) {
  return {
    response_type: 'code',
    client_id,
    redirect_uri,
    scope: 'api',
    state: randomBytes(16).toString('base64url'),
    code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    code_challenge_method: 'S256',
  };
}

/** Where the browser is sent with a pushed request, RFC 9126 §4. */
export function authorizationAddress(issuer, client_id, request_uri) {
  const address = new URL('/authorize', issuer);
  address.search = new URLSearchParams({ client_id, request_uri }).toString();
  return address.href;
}
