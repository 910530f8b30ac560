import { createHash } from 'node:crypto';
import { type Client } from '@clientele/client-schema';
import { describe, expect, it } from 'vitest';
import { type ProtocolResponse } from '../http.js';
import { aRegisteredClient, issuer, redirectUri, serverWith } from '../testing/server-with.js';

/** A client whose users are asked for their password at most. */
const aClientWith = (document: Partial<Client> = {}) => aRegisteredClient({ first_party: true, ...document });

/** The fields of the form that a page consists of. */
function formOf({ body }: ProtocolResponse): { action: string | undefined; fields: Record<string, string> } {
  const fields = [...body.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)];
  return {
    action: /<form method="post" action="([^"]*)"/.exec(body)?.[1],
    fields: Object.fromEntries(fields.map(([, name, value]) => [name, value])),
  };
}

async function signedIn() {
  const world = await serverWith(aClientWith());
  await world.authorize();
  return world;
}

describe('the response mode', () => {
  it('fragment answers behind the address', async () => {
    const { browser, authorizationUrl, exchange } = await signedIn();
    const { status, headers } = await browser.open(authorizationUrl({ response_mode: 'fragment' }));
    expect(status).toBe(303);
    const [address, answer] = String(headers['location']).split('#');
    expect(address).toBe(redirectUri);
    const parameters = new URLSearchParams(answer);
    expect([...parameters.keys()]).toEqual(['code', 'state', 'iss']);
    expect(await exchange(parameters.get('code')!)).toHaveProperty('access_token');
  });

  it('form_post answers with a form that sends itself, and with a button where there is no script', async () => {
    const { browser, authorizationUrl, exchange } = await signedIn();
    const state = `"><script>alert('é')</script>`;
    const page = await browser.open(authorizationUrl({ response_mode: 'form_post', state, ui_locales: 'de' }));
    expect(page).toMatchObject({
      status: 200,
      headers: { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
    });
    expect(page.headers).not.toHaveProperty('location');
    const { action, fields } = formOf(page);
    expect(action).toBe(redirectUri);
    expect(Object.keys(fields)).toEqual(['code', 'state', 'iss']);
    expect(fields['iss']).toBe(issuer);
    expect(page.body).toContain('id="continue"');
    expect(page.body).toContain('Weiter');
    expect(page.body).not.toContain(state);
    expect(await exchange(fields['code']!)).toHaveProperty('access_token');

    const [script, ...others] = [...page.body.matchAll(/<script>([^<]*)<\/script>/g)];
    expect(others).toEqual([]);
    const digest = createHash('sha256').update(script![1]!).digest('base64');
    expect(page.headers['content-security-policy']).toContain(`script-src 'sha256-${digest}';`);
  });

  it('form_post comes after the pages too', async () => {
    const { browser, authorizationUrl } = await serverWith(aClientWith());
    const { response, at } = await browser.visit(authorizationUrl({ response_mode: 'form_post' }));
    const answer = await browser.submit(at, response, browser.signIn);
    const page = answer.status === 303 ? (await browser.visit(String(answer.headers['location']))).response : answer;
    expect(formOf(page)).toMatchObject({ action: redirectUri, fields: { state: 'st4te' } });
  });

  it.each(['fragment', 'form_post'])('%s is that of a refusal as well', async (response_mode) => {
    const { send, authorizationUrl } = await serverWith(aClientWith());
    const refused = await send('GET', authorizationUrl({ response_mode, scope: 'unheard_of' }));
    const told =
      response_mode === 'form_post'
        ? formOf(refused).fields
        : Object.fromEntries(new URLSearchParams(String(refused.headers['location']).split('#')[1]));
    expect(told).toMatchObject({ error: 'invalid_scope', state: 'st4te' });
  });

  it('[response_modes] is one that the client may use, also where the request names none', async () => {
    const { send, authorizationUrl, change, receiptOf } = await serverWith(aClientWith({ response_modes: ['query'] }));
    const answerTo = async (over: Record<string, string>) =>
      String((await send('GET', authorizationUrl(over))).headers['location']);
    expect(await answerTo({})).toMatch(/^\/interaction\//);
    for (const response_mode of ['fragment', 'form_post']) {
      const told = new URL(await answerTo({ response_mode })).searchParams;
      expect(Object.fromEntries(told)).toMatchObject({ error: 'invalid_request', state: 'st4te' });
    }
    change({ response_modes: ['form_post'] });
    expect(await answerTo({ response_mode: 'form_post' })).toMatch(/^\/interaction\//);
    const refused = await send('GET', authorizationUrl());
    expect(new URL(String(refused.headers['location'])).searchParams.get('error')).toBe('invalid_request');
    expect(await receiptOf(refused)).toMatchObject({
      rule: 'response-mode-is-allowed',
      sent: 'query',
      suggestion: { add: { response_modes: ['query'] } },
    });
  });

  it('form_post is refused for an address that opens an app', async () => {
    const app = 'com.example.app:/callback';
    const { send, authorizationUrl } = await serverWith(
      aClientWith({ application_type: 'native', redirect_uris: [app] }),
    );
    const refused = await send('GET', authorizationUrl({ response_mode: 'form_post', redirect_uri: app }));
    expect(String(refused.headers['location'])).toMatch(/^com\.example\.app:\/callback\?error=invalid_request/);
  });
});
