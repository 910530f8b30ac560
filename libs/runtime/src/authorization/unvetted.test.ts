import { describe, expect, it } from 'vitest';
import { type ProtocolResponse } from '../http.js';
import { aRegisteredClient, serverWith } from '../testing/server-with.js';

const fromStranger = { ...aRegisteredClient({ first_party: false }), origin: 'open_registration' } as const;

describe('[T-036] refusals of a client that a stranger registered', () => {
  it('send nobody anywhere before the user has signed in', async () => {
    const { send, authorizationUrl } = await serverWith(fromStranger);
    for (const [name, value] of [
      ['scope', 'no-such-scope'],
      ['prompt', 'none'],
      ['response_type', 'token'],
    ] as const) {
      const { status, headers, body } = await send('GET', authorizationUrl({ [name]: value }));
      expect(status).toBe(400);
      expect(headers).not.toHaveProperty('location');
      expect(body).toContain('id="error"');
    }
  });

  it('show afterwards where they lead, and wait for the user', async () => {
    const { browser, authorizationUrl } = await serverWith(fromStranger);
    await browser.through(authorizationUrl());
    const refused = await browser.open(authorizationUrl({ scope: 'no-such-scope' }));
    expect(refused.headers).not.toHaveProperty('location');
    expect(refused.body).toContain('<strong>app.example.com</strong>');
    expect(refused.body).toMatch(/id="continue" href="https:\/\/app\.example\.com\/[^"]*error=invalid_scope/);
  });

  it('reach the client at once where the settings say so, or where somebody vouched for it', async () => {
    const lenient = await serverWith(fromStranger);
    lenient.settings.change({ registration_redirects_refusals: true });
    const vouched = await serverWith({ ...fromStranger, origin: 'registration' });
    for (const { send, authorizationUrl } of [lenient, vouched]) {
      const { status, headers } = await send('GET', authorizationUrl({ scope: 'no-such-scope' }));
      expect(status).toBe(303);
      expect(headers['location']).toContain('error=invalid_scope');
    }
  });
});

describe('[T-036] sign-outs that a client asks for which a stranger registered', () => {
  const bye = 'https://evil.example/bye';
  const stranger = {
    ...aRegisteredClient({ first_party: false, post_logout_redirect_uris: [bye] }),
    origin: 'open_registration',
  } as const;
  const request = { client_id: stranger.client_id, post_logout_redirect_uri: bye };
  const linksTo = ({ status, headers, body }: ProtocolResponse) => {
    expect(status).toBe(200);
    expect(headers).not.toHaveProperty('location');
    expect(headers).not.toHaveProperty('refresh');
    expect(body).toContain('<strong>evil.example</strong>');
    expect(body).toContain(`id="continue" href="${bye}"`);
  };

  it('take nobody anywhere without a session, whether they are linked to, posted, or show an ID token', async () => {
    const world = await serverWith(stranger);
    const query = new URLSearchParams(request).toString();
    linksTo(await world.send('GET', `/logout?${query}`));
    const posted = await world.post('/logout', request);
    linksTo(await world.send('GET', String(posted.headers['location'])));
    const { id_token } = await world.tokens();
    linksTo(await world.send('GET', `/logout?${query}&id_token_hint=${id_token}`));
  });

  it('go on where a session was ended, and where somebody vouched for the client', async () => {
    const world = await serverWith(stranger);
    await world.tokens();
    const question = await world.browser.open(`/logout?${new URLSearchParams(request).toString()}`);
    const answer = await world.browser.submit('/logout', question, { action: 'sign-out' });
    const vouched = await serverWith({ ...stranger, origin: 'registration' });
    const sent = await vouched.send('GET', `/logout?${new URLSearchParams(request).toString()}`);
    for (const { status, headers } of [answer, sent]) {
      expect(status).toBe(303);
      expect(headers['location']).toBe(bye);
    }
  });
});
