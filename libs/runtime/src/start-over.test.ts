import { type Client } from '@clientele/client-schema';
import { describe, expect, it } from 'vitest';
import { aRegisteredClient, redirectUri, serverWith } from './testing/server-with.js';

const application_url = 'https://app.example.com/start?from=sign-in';

async function withStart(over: Partial<Client> = {}) {
  return serverWith(
    aRegisteredClient({ application_url, ...over }),
    aRegisteredClient({ client_id: 'other', client_name: 'Other' }),
  );
}

describe('a sign-in that cannot go on', () => {
  it('[application_url] begins again at the application when it has expired', async () => {
    const { browser, authorizationUrl, clock } = await withStart();
    const { response, at } = await browser.visit(authorizationUrl());
    clock.advance(3600);
    const reloaded = await browser.open(at);
    expect(reloaded).toMatchObject({ status: 303, headers: { location: application_url } });
    expect(reloaded.headers['x-receipt']).toBeDefined();
    // So does the form that was left open; the policy of its page lets the browser follow.
    expect(response.headers['content-security-policy']).toContain("form-action 'self' https://app.example.com;");
    expect(await browser.submit(at, response, browser.signIn)).toMatchObject({
      status: 303,
      headers: { location: application_url },
    });
  });

  it('[application_url] begins again when its page was bookmarked', async () => {
    const { browser, authorizationUrl } = await withStart();
    const { response, at } = await browser.visit(authorizationUrl());
    const answered = await browser.submit(at, response, browser.signIn);
    expect(String(answered.headers['location'])).toContain(redirectUri);
    expect((await browser.open(at)).headers['location']).toBe(application_url);
  });

  it('[application_url] begins again where a request has no redirect_uri to answer to', async () => {
    const { send } = await withStart({ redirect_uris: [redirectUri, `${redirectUri}/2`] });
    expect(await send('GET', '/authorize?client_id=app')).toMatchObject({
      status: 303,
      headers: { location: application_url },
    });
  });

  it('is told of on a page for every other fault, and where the client has no such address', async () => {
    const { send } = await withStart();
    for (const address of [
      '/authorize?client_id=app&response_type=code&redirect_uri=https://evil.example/cb',
      '/authorize?client_id=other&scope=openid',
      '/interaction/x',
      '/interaction/x?client_id=other',
      '/interaction/x?client_id=nobody',
      `/interaction/x?client_id=${encodeURIComponent('https://evil.example')}`,
    ]) {
      const answer = await send('GET', address);
      expect([address, answer.status]).toEqual([address, 400]);
      expect(answer.headers).not.toHaveProperty('location');
    }
  });

  it('leads to what is registered, and nowhere for a client that is switched off', async () => {
    const off = await withStart({ enabled: false });
    expect((await off.send('GET', '/interaction/x?client_id=app')).status).toBe(400);
    const smuggled = await withStart({ application_url: 'javascript:alert(1)' });
    expect((await smuggled.send('GET', '/interaction/x?client_id=app')).status).toBe(400);
  });

  it('is refused as ever where the form is not the one that was shown', async () => {
    const { browser, authorizationUrl } = await withStart();
    const { response, at } = await browser.visit(authorizationUrl());
    const forged = { ...response, body: response.body.replace(/(name="form_token" value=")[^"]*/, '$1forged') };
    expect((await browser.submit(at, forged, browser.signIn)).status).toBe(400);
  });
});
