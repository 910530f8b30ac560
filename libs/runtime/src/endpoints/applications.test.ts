import { type Client } from '@clientele/client-schema';
import { describe, expect, it } from 'vitest';
import { aRegisteredClient, issuer, serverWith } from '../testing/server-with.js';

const initiate_login_uri = 'https://app.example.com/login?tenant=a&iss=forged';

/** A server whose users can start some applications, and the user alice, signed in. */
async function signedIn(own: Partial<Client> = { initiate_login_uri }, ...others: readonly Partial<Client>[]) {
  const world = await serverWith(
    aRegisteredClient(own),
    ...others.map((document, index) => aRegisteredClient({ client_id: `other-${index}`, ...document })),
  );
  const { response, at } = await world.browser.visit(world.authorizationUrl());
  await world.browser.submit(at, response, world.browser.signIn);
  const open = (query = '') => world.browser.open(`/applications${query}`);
  return { ...world, open };
}

/** Where the links of the page lead. */
function addressesOn(body: string): URL[] {
  return [...body.matchAll(/<li><a href="([^"]*)"/g)].map(
    ([, href]) => new URL(href!.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))),
  );
}

const namesOn = (body: string): string[] => [...body.matchAll(/<p class="name">([^<]*)/g)].map(([, name]) => name!);

describe('the applications of a user', () => {
  it('[initiate_login_uri] are started with who asks, for whom, and where to go then', async () => {
    const { open } = await signedIn({ initiate_login_uri, application_url: 'https://app.example.com/start' });
    const page = await open();
    expect(page.status).toBe(200);
    const [address] = addressesOn(page.body);
    expect(address!.origin + address!.pathname).toBe('https://app.example.com/login');
    // OpenID Connect Core §4. What the registered address says of the same names does not count.
    expect([...address!.searchParams]).toEqual([
      ['tenant', 'a'],
      ['iss', issuer],
      ['login_hint', 'alice'],
      ['target_link_uri', 'https://app.example.com/start'],
    ]);
    expect(page.headers['content-security-policy']).toContain("script-src 'none'");
  });

  it('are the enabled clients that can be started', async () => {
    const { open } = await signedIn(
      { client_name: 'Mine', initiate_login_uri },
      { client_name: 'Off', enabled: false, initiate_login_uri },
      { client_name: 'Not from outside' },
      { client_name: 'Smuggled', initiate_login_uri: 'javascript:alert(1)' },
      { client_name: '<b>Bold</b>', initiate_login_uri },
    );
    expect(namesOn((await open()).body)).toEqual(['&#60;b&#62;Bold&#60;/b&#62;', 'Mine']);
  });

  it('come fifty to a page', async () => {
    const others = Array.from({ length: 60 }, (_, index) => ({
      client_name: `Application ${String(index).padStart(2, '0')}`,
      initiate_login_uri,
    }));
    const { open } = await signedIn({}, ...others);
    const first = await open('?ui_locales=de');
    expect(namesOn(first.body)).toHaveLength(50);
    expect(first.body).toContain('lang="de"');
    expect(first.body).toContain('href="/applications?page=2&#38;ui_locales=de"');
    const second = await open('?page=2');
    expect(namesOn(second.body)).toHaveLength(10);
    expect(second.body).toContain('href="/applications?page=1"');
    for (const page of ['0', '-1', '1e9', 'x', '1.5']) {
      expect(namesOn((await open(`?page=${page}`)).body)).toHaveLength(50);
    }
  });

  it('are nothing for who is not signed in, or is no more', async () => {
    const { send, open, accounts, alice } = await signedIn();
    const stranger = await send('GET', '/applications');
    expect(stranger.body).toContain('id="signed-out"');
    expect(stranger.body).not.toContain('App');
    expect((await open()).body).toContain('id="applications"');
    accounts.add({ ...alice, enabled: false }, 'correct horse');
    expect((await open()).body).toContain('id="signed-out"');
  });

  it('may be none', async () => {
    const { open } = await signedIn({});
    expect((await open()).body).toContain('id="none"');
  });
});
