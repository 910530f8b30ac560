import { describe, expect, it } from 'vitest';
import { type ProtocolResponse } from './http.js';
import { aRegisteredClient, challenge, redirectUri, serverWith } from './testing/server-with.js';

/** A server whose short-lived state is gone from one moment to the next, as after the loss of a store. */
async function forgetful() {
  const world = await serverWith(aRegisteredClient({ bypass_consent: true, post_logout_redirect_uris: [redirectUri] }));
  const lose = () => world.artifacts.clear();
  return { ...world, lose };
}

function expectPage({ status, headers, body }: ProtocolResponse): void {
  expect(status).toBe(400);
  expect(headers).not.toHaveProperty('location');
  expect(body).toContain('id="error"');
}

describe('[T-122] what the store of short-lived state has lost', () => {
  it('is refused: a code, one that was used before, and its tokens stand', async () => {
    const { authorize, exchange, lose, introspect, change } = await forgetful();
    change({ allow_token_introspection: true });
    const used = (await authorize()).get('code')!;
    const { access_token } = await exchange(used);
    const unused = (await authorize()).get('code')!;
    lose();
    for (const code of [used, unused]) expect(await exchange(code)).toMatchObject({ error: 'invalid_grant' });
    expect(await introspect(access_token)).toMatchObject({ active: true });
  });

  it('is refused: a pushed request, also one whose completion was forgotten', async () => {
    const { asClient, browser, send, lose } = await forgetful();
    const asking = { response_type: 'code', redirect_uri: redirectUri, scope: 'openid', code_challenge: challenge };
    const push = async () => {
      const { body } = await asClient('/par', { ...asking, code_challenge_method: 'S256' });
      const { request_uri } = JSON.parse(body) as { request_uri: string };
      return `/authorize?${new URLSearchParams({ client_id: 'app', request_uri }).toString()}`;
    };
    const completed = await push();
    expect((await browser.through(completed)).headers['location']).toContain('code=');
    const open = await push();
    lose();
    for (const address of [completed, open]) expectPage(await send('GET', address));
  });

  it('is refused: a sign-in and a sign-out under way; whoever was signed in signs in anew', async () => {
    const { browser, authorizationUrl, lose } = await forgetful();
    const signIn = await browser.visit(authorizationUrl());
    lose();
    expectPage(await browser.submit(signIn.at, signIn.response, browser.signIn));
    await browser.through(authorizationUrl());
    const question = await browser.open('/logout');
    expect(question.body).toContain('id="sign-out"');
    lose();
    expectPage(await browser.submit('/logout', question, { action: 'sign-out' }));
    expect((await browser.visit(authorizationUrl())).response.body).toContain('id="password"');
  });
});
