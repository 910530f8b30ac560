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

  it('[first_party] of another application is asked again whenever it wants access while the user is away', async () => {
    const { browser, authorizationUrl, authorize } = await signedIn({ first_party: false });
    const scope = 'openid offline_access';
    await authorize({ scope });
    expect(asks(await browser.visit(authorizationUrl({ scope })))).toBe(true);
    expect(errorOf(await browser.visit(authorizationUrl({ scope, prompt: 'none' })))).toBe('consent_required');
    expect(isAnswer(await browser.visit(authorizationUrl({ scope: 'openid' })))).toBe(true);
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

  describe('of consentors', () => {
    const terms = { id: 'terms', name: 'Terms of use', text: 'Be <kind>.', enabled: true };
    const privacy = { id: 'privacy', name: 'Privacy', text: 'We keep little.', enabled: true };

    async function withConsentors(settings: Partial<Client>) {
      const world = await serverWith(aRegisteredClient({ first_party: true, ...settings }));
      await world.authorize({ scope: 'openid' });
      world.settings.records.consentors = [terms, privacy];
      world.changes.emit({ kind: 'server' });
      return world;
    }
    const heading = (page: { response: ProtocolResponse }) => /<h1>([^<]*)<\/h1>/.exec(page.response.body)?.[1];

    it('[consentors] is asked for in their order, once each, and again after another text', async () => {
      const { browser, authorizationUrl, settings, changes } = await withConsentors({
        consentors: ['privacy', 'terms'],
      });
      const first = await browser.visit(authorizationUrl());
      expect(heading(first)).toBe('Privacy');
      await browser.submit(first.at, first.response, { action: 'agree' });
      const second = await browser.visit(first.at);
      expect(heading(second)).toBe('Terms of use');
      expect(second.response.body).toContain('Be &#60;kind&#62;.');
      await browser.submit(second.at, second.response, { action: 'agree' });
      expect(isAnswer(await browser.visit(second.at))).toBe(true);
      expect(isAnswer(await browser.visit(authorizationUrl({ prompt: 'none' })))).toBe(true);
      settings.records.consentors = [terms, { ...privacy, text: 'We keep more.' }];
      changes.emit({ kind: 'server' });
      expect(heading(await browser.visit(authorizationUrl()))).toBe('Privacy');
      expect(errorOf(await browser.visit(authorizationUrl({ prompt: 'none' })))).toBe('consent_required');
    });

    it('[consentors] is that of all of the server for a client that names none, unless consent is skipped', async () => {
      const { browser, authorizationUrl, change } = await withConsentors({});
      expect(heading(await browser.visit(authorizationUrl()))).toBe('Terms of use');
      change({ bypass_consent: true });
      expect(isAnswer(await browser.visit(authorizationUrl()))).toBe(true);
    });

    it('tells the client access_denied where the user does not agree', async () => {
      const { browser, authorizationUrl } = await withConsentors({ consentors: ['terms'] });
      const { response, at } = await browser.visit(authorizationUrl());
      const refused = await browser.submit(at, response, { action: 'disagree' });
      expect(errorOf({ response: refused })).toBe('access_denied');
      expect((await browser.submit(at, response, { action: 'agree' })).status).toBe(400);
      expect(heading(await browser.visit(authorizationUrl()))).toBe('Terms of use');
    });

    it('cannot be given where nothing was shown, nor allow scopes in its place', async () => {
      const world = await withConsentors({ consentors: ['terms'], first_party: false });
      const asked = await world.browser.visit(world.authorizationUrl({ scope: 'openid email' }));
      expect((await world.browser.submit(asked.at, asked.response, { action: 'allow' })).status).toBe(400);
      const away = await world.browser.visit(world.authorizationUrl({ prompt: 'login' }));
      expect((await world.browser.submit(away.at, away.response, { action: 'agree' })).status).toBe(400);
    });

    it('[consentors_only] leaves out the page about scopes', async () => {
      const settings = { consentors: ['terms'], first_party: false };
      const after = async (over: Partial<Client>) => {
        const { browser, authorizationUrl } = await withConsentors({ ...settings, ...over });
        const { response, at } = await browser.visit(authorizationUrl({ scope: 'openid email' }));
        expect(heading({ response })).toBe('Terms of use');
        await browser.submit(at, response, { action: 'agree' });
        return browser.visit(at);
      };
      expect(asks(await after({}))).toBe(true);
      expect(isAnswer(await after({ consentors_only: true }))).toBe(true);
    });
  });
});
