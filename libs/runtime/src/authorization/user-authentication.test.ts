import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { type Client } from '@clientele/client-schema';
import { type ProtocolResponse } from '../http.js';
import { aRegisteredClient, redirectUri, serverWith } from '../testing/server-with.js';

const aClient = (settings: Partial<Client>) => aRegisteredClient({ first_party: true, ...settings });

/** The parameters that the client gets, or undefined where there is a page instead. */
function answerOf(response: ProtocolResponse): Record<string, string> | undefined {
  const location = String(response.headers['location'] ?? '');
  return location.startsWith(redirectUri) ? Object.fromEntries(new URL(location).searchParams) : undefined;
}

const isSignInPage = ({ response }: { response: ProtocolResponse }) => response.body.includes('id="password"');

describe('the sign-in of a user', () => {
  it('[force_authentication] is asked for at every request, and satisfied by signing in', async () => {
    const world = await serverWith(aClient({ force_authentication: true }));
    for (let time = 0; time < 2; time++) {
      const page = await world.browser.visit(world.authorizationUrl());
      expect(isSignInPage(page)).toBe(true);
      expect(answerOf(await world.browser.submit(page.at, page.response, world.browser.signIn))).toHaveProperty('code');
    }
    const silent = await world.browser.open(world.authorizationUrl({ prompt: 'none' }));
    expect(answerOf(silent)).toMatchObject({ error: 'login_required' });
  });

  it('is asked for once where nothing says otherwise', async () => {
    const { authorize, browser, authorizationUrl } = await serverWith(aClient({}));
    await authorize();
    expect(answerOf(await browser.open(authorizationUrl()))).toHaveProperty('code');
  });

  it('[default_max_age] is asked for again once it is older than that, unless the request has a max_age', async () => {
    const world = await serverWith(aClient({ default_max_age: 60 }));
    await world.authorize();
    world.clock.advance(59);
    expect(answerOf(await world.browser.open(world.authorizationUrl()))).toHaveProperty('code');
    world.clock.advance(1);
    expect(isSignInPage(await world.browser.visit(world.authorizationUrl()))).toBe(true);
    expect(answerOf(await world.browser.open(world.authorizationUrl({ prompt: 'none' })))).toMatchObject({
      error: 'login_required',
    });
    expect(answerOf(await world.browser.open(world.authorizationUrl({ max_age: '3600' })))).toHaveProperty('code');
  });

  it('[default_max_age] of 0 asks at every request, and does not ask twice for one', async () => {
    const { browser, authorizationUrl, authorize } = await serverWith(aClient({ default_max_age: 0 }));
    expect((await authorize()).has('code')).toBe(true);
    expect(isSignInPage(await browser.visit(authorizationUrl()))).toBe(true);
  });

  it('[require_auth_time] [default_max_age] is always told when it was, at first and after a refresh', async () => {
    for (const settings of [{ require_auth_time: true }, { default_max_age: 3600 }]) {
      const { tokens, refresh, clock } = await serverWith(aClient(settings));
      const auth_time = clock.now();
      const first = await tokens();
      expect(decodeJwt(first.id_token)).toMatchObject({ auth_time });
      clock.advance(10);
      expect(decodeJwt((await refresh(first.refresh_token)).id_token)).toMatchObject({ auth_time });
    }
  });

  it('is told when it was in answer to a max_age, and otherwise not', async () => {
    const { tokens } = await serverWith(aClient({}));
    expect(decodeJwt((await tokens({ max_age: '3600' })).id_token)).toHaveProperty('auth_time');
    expect(decodeJwt((await tokens()).id_token)).not.toHaveProperty('auth_time');
  });

  it('[required_authentication_claims] fails for an account without them', async () => {
    const world = await serverWith(aClient({ required_authentication_claims: ['email', 'phone_number'] }));
    expect(Object.fromEntries(await world.authorize())).toMatchObject({ error: 'access_denied', state: 'st4te' });
    world.accounts.add(
      { ...world.alice, claims: { email: 'alice@example.com', phone_number: '+1 555' } },
      'correct horse',
    );
    expect((await world.authorize()).has('code')).toBe(true);
  });

  it('[required_authentication_claims] are also asked of a user who is signed in already', async () => {
    const world = await serverWith(aClient({}));
    await world.authorize();
    world.change({ required_authentication_claims: ['preferred_username', 'email'] });
    expect(answerOf(await world.browser.open(world.authorizationUrl()))).toHaveProperty('code');
    world.change({ required_authentication_claims: ['toString'] });
    expect(answerOf(await world.browser.open(world.authorizationUrl()))).toMatchObject({ error: 'access_denied' });
  });

  it.each<[string | null | undefined, string, string, string]>([
    ['de', '-', 'de', 'Anmelden'],
    ['de-AT', 'fr', 'de', 'Anmelden'],
    ['de', 'en', 'en', 'Sign in'],
    [undefined, '-', 'en', 'Sign in'],
  ])(
    '[default_ui_locale] of %j speaks to a request with ui_locales=%s in %s',
    async (default_ui_locale, ui_locales, tag, text) => {
      const world = await serverWith(aClient({ ...(default_ui_locale !== undefined && { default_ui_locale }) }));
      const { response } = await world.browser.visit(world.authorizationUrl({ ui_locales }));
      expect(response.body).toContain(`<html lang="${tag}">`);
      expect(response.body).toContain(`>${text}</button>`);
      const refused = await world.send(
        'GET',
        world.authorizationUrl({ ui_locales, redirect_uri: 'https://evil.example' }),
      );
      expect(refused.body).toContain(`<html lang="${tag}">`);
    },
  );

  it('[default_ui_locale] is the server’s where the client has none', async () => {
    const world = await serverWith(aClient({}));
    world.settings.change({ default_ui_locale: 'de' });
    const { response } = await world.browser.visit(world.authorizationUrl());
    expect(response.body).toContain('<html lang="de">');
  });

  it('[authentication_context_info] shows the message of the client, and no markup of it', async () => {
    const world = await serverWith(aClient({ authentication_context_info: 'Use your <b>staff</b> card.' }));
    const { response } = await world.browser.visit(world.authorizationUrl());
    expect(response.body).toMatch(/<p id="context-info"[^>]*>Use your &#60;b&#62;staff&#60;\/b&#62; card\.<\/p>/);
  });

  it('[template_area] has its colours, logo and footer', async () => {
    const world = await serverWith(aClient({ template_area: 'partners' }));
    world.settings.records.template_areas = [
      {
        id: 'partners',
        name: 'Partners',
        accent_color: '#ffe600',
        background_color: '#eef2f7',
        logo_uri: 'https://www.example.com/logo.svg',
        footer: 'Example <Ltd>',
      },
    ];
    world.changes.emit({ kind: 'server' });
    const { response } = await world.browser.visit(world.authorizationUrl());
    expect(response.body).toContain('src="https://www.example.com/logo.svg"');
    expect(response.body).toContain('>Example &#60;Ltd&#62;</p>');
    const address = /href="(\/assets\/areas\/[^"]+)"/.exec(response.body)![1]!;
    const sheet = await world.send('GET', address);
    expect(sheet.body).toBe(':root { --accent: #ffe600; --on-accent: #000000; --page: #eef2f7; }\n');
    expect(sheet.headers['content-type']).toBe('text/css; charset=utf-8');
    expect((await world.send('GET', '/assets/areas/other.css')).status).toBe(404);
    const plain = await serverWith(aClient({}));
    expect((await plain.browser.visit(plain.authorizationUrl())).response.body).not.toContain('/assets/areas/');
  });

  it('[extended_properties] are shown where the footer of the template area names them, and as text', async () => {
    const extended_properties = { support_phone: ['555 <0100>', '555 0101'] };
    const world = await serverWith(aClient({ template_area: 'partners', extended_properties }));
    const area = { id: 'partners', name: 'Partners', accent_color: null, background_color: null, logo_uri: null };
    world.settings.records.template_areas = [{ ...area, footer: 'Call {support_phone}{constructor}{}.' }];
    world.changes.emit({ kind: 'server' });
    const { response } = await world.browser.visit(world.authorizationUrl());
    expect(response.body).toContain('>Call 555 &#60;0100&#62;, 555 0101{}.</p>');
  });
});
