import { describe, expect, it } from 'vitest';
import { type Client } from '@clientele/client-schema';
import { type ProtocolResponse } from '../http.js';
import { aRegisteredClient, redirectUri, serverWith } from '../testing/server-with.js';

async function signedIn(settings: Partial<Client>) {
  const world = await serverWith(aRegisteredClient({ first_party: false, ...settings }));
  await world.authorize({ scope: 'openid' });
  return world;
}

const isAnswer = ({ response }: { response: ProtocolResponse }) =>
  String(response.headers['location'] ?? '').startsWith(redirectUri);
const asks = ({ response }: { response: ProtocolResponse }) => response.body.includes('id="allow"');

function errorOf({ response }: { response: ProtocolResponse }): string | null {
  return new URL(String(response.headers['location'])).searchParams.get('error');
}

describe('consent', () => {
  it('[first_party] is assumed for an own application, unless the request asks for it', async () => {
    const { browser, authorizationUrl } = await signedIn({ first_party: true });
    expect(isAnswer(await browser.visit(authorizationUrl({ scope: 'openid email' })))).toBe(true);
    expect(asks(await browser.visit(authorizationUrl({ scope: 'openid email', prompt: 'consent' })))).toBe(true);
  });

  it('[first_party] of another application is asked once for each scope', async () => {
    const { browser, authorizationUrl } = await signedIn({ first_party: false });
    expect(isAnswer(await browser.visit(authorizationUrl({ scope: 'openid' })))).toBe(true);
    expect(asks(await browser.visit(authorizationUrl({ scope: 'openid email' })))).toBe(true);
    expect(errorOf(await browser.visit(authorizationUrl({ scope: 'openid email', prompt: 'none' })))).toBe(
      'consent_required',
    );
  });

  it('[bypass_consent] on is never asked for, whatever the request says', async () => {
    const { browser, authorizationUrl } = await signedIn({ bypass_consent: true });
    expect(isAnswer(await browser.visit(authorizationUrl({ scope: 'openid email', prompt: 'consent' })))).toBe(true);
  });

  it('[bypass_consent] off is asked for each time, also by an own application', async () => {
    const { browser, authorizationUrl } = await signedIn({ bypass_consent: false, first_party: true });
    expect(asks(await browser.visit(authorizationUrl()))).toBe(true);
    expect(errorOf(await browser.visit(authorizationUrl({ prompt: 'none' })))).toBe('consent_required');
  });

  it('[consent_allow_deselection] gives what the user leaves ticked, and openid in any case', async () => {
    const world = await signedIn({ consent_allow_deselection: true });
    const scope = 'openid email profile';
    const { response, at } = await world.browser.visit(world.authorizationUrl({ scope }));
    expect(response.body).toContain('name="scope email"');
    expect(response.body).not.toContain('name="scope openid"');
    const answer = await world.browser.submit(at, response, {
      action: 'allow',
      'scope profile': 'on',
      'scope phone': 'on',
    });
    const code = new URL(String(answer.headers['location'])).searchParams.get('code')!;
    expect(await world.exchange(code)).toMatchObject({ scope: 'openid profile' });
    // What was unticked is not remembered as allowed.
    expect(asks(await world.browser.visit(world.authorizationUrl({ scope })))).toBe(true);
    expect(isAnswer(await world.browser.visit(world.authorizationUrl({ scope: 'openid profile' })))).toBe(true);
  });

  it('[consent_allow_deselection] off has no boxes, and takes no notice of any', async () => {
    const world = await signedIn({ consent_allow_deselection: false });
    const { response, at } = await world.browser.visit(world.authorizationUrl({ scope: 'openid email' }));
    expect(response.body).not.toContain('type="checkbox"');
    const answer = await world.browser.submit(at, response, { action: 'allow' });
    const code = new URL(String(answer.headers['location'])).searchParams.get('code')!;
    expect(await world.exchange(code)).toMatchObject({ scope: 'openid email' });
  });
});
