/** Somebody who signs in at the issuer. */
export interface Person {
  readonly username: string;
  readonly password: string;
}

/** A page, or where the issuer sends the browser that leaves it. */
export interface Page {
  readonly url: URL;
  /** Whether the browser was sent away: `url` is then where to. */
  readonly left: boolean;
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
}

/**
 * A browser without JavaScript: keeps cookies, follows redirects within the issuer, and fills in the forms that it finds
 * on the pages. It never leaves the issuer: a redirect elsewhere is where it ends.
 */
export class Browser {
  readonly #cookies = new Map<string, string>();

  /** @param home where relative addresses lead, unless they are on a page */
  constructor(private readonly home: string) {}

  /** Opens an address and follows the issuer's own redirects. */
  async open(address: string | URL): Promise<Page> {
    return this.#follow(await this.#request(new URL(address, this.home)));
  }

  /** Presses a button of the page's form, with these fields filled in. */
  async press(page: Page, button: string, fields: Readonly<Record<string, string>> = {}): Promise<Page> {
    const form = /<form [^>]*method="post" action="([^"]+)">([\s\S]*?)<\/form>/.exec(page.html);
    const control = form && tagWithId(form[2]!, button);
    if (!form || !control) throw new Error(`no button #${button} at ${page.url.href}: ${page.status} ${page.html}`);
    const body = new URLSearchParams();
    for (const [tag] of form[2]!.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
      body.append(attribute(tag, 'name'), attribute(tag, 'value'));
    }
    for (const [id, value] of Object.entries(fields)) {
      const input = tagWithId(form[2]!, id);
      if (!input) throw new Error(`no input #${id} at ${page.url.href}`);
      body.append(attribute(input, 'name'), value);
    }
    body.append(attribute(control, 'name'), attribute(control, 'value'));
    return this.#follow(await this.#request(new URL(unescaped(form[1]!), page.url), body));
  }

  /** Opens an address, signs in where asked, allows what is asked, and gives where the application receives the answer. */
  async signsInAt(address: string | URL, person: Person): Promise<URL> {
    let page = await this.open(address);
    while (!page.left) {
      if (page.status !== 200) throw new Error(`${page.url.href}: ${page.status} ${page.html}`);
      page = page.html.includes('id="password"')
        ? await this.press(page, 'sign-in', { username: person.username, password: person.password })
        : await this.press(page, 'allow');
    }
    return page.url;
  }

  async #follow(page: Page): Promise<Page> {
    const location = page.headers.get('location');
    if (!location) return page;
    const url = new URL(location, page.url);
    if (url.origin !== page.url.origin) return { ...page, url, left: true };
    return this.#follow(await this.#request(url));
  }

  async #request(url: URL, body?: URLSearchParams): Promise<Page> {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(body && { method: 'POST', body }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
      this.#cookies.set(name!, value!);
    }
    return { url, left: false, status: response.status, headers: response.headers, html: await response.text() };
  }
}

function tagWithId(html: string, id: string): string | undefined {
  return [...html.matchAll(/<[^>]+>/g)].map(([tag]) => tag).find((tag) => tag.includes(`id="${id}"`));
}

function attribute(tag: string, name: string): string {
  return unescaped(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
}

function unescaped(text: string): string {
  return text.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}
