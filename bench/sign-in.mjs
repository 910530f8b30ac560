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
    const { pathname } = new URL(address);
    const cookie = [...this.#cookies]
      .filter(([, { path }]) => pathname.startsWith(path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
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
 * The refresh token of a new sign-in, by the code flow with PKCE.
 *
 * @param {string} issuer
 * @param {import('./clients.mjs').OAuthClient} client
 * @param {Browser} browser
 */
export async function signIn(issuer, { client_id, redirect_uri = '', authorization }, browser) {
  const code_verifier = randomBytes(32).toString('base64url');
  const address = new URL('/authorize', issuer);
  address.search = new URLSearchParams({
    response_type: 'code',
    client_id,
    redirect_uri,
    scope: 'api',
    state: randomBytes(16).toString('base64url'),
    code_challenge: createHash('sha256').update(code_verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();
  const answer = await browser.authorize(address.href, redirect_uri);
  const code = answer.get('code');
  if (!code) throw new Error(`${issuer}: no code, but ${answer.toString()}`);
  return redeem(issuer, { code, redirect_uri, code_verifier }, authorization);
}

/** @returns {Promise<string>} the refresh token */
export async function redeem(issuer, parameters, authorization) {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization },
    body: new URLSearchParams({ grant_type: 'authorization_code', ...parameters }),
  });
  const answer = /** @type {any} */ (await response.json());
  if (!answer.refresh_token) throw new Error(`${issuer}: no refresh token, but ${JSON.stringify(answer)}`);
  return answer.refresh_token;
}
