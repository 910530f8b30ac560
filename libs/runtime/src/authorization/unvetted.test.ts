import { describe, expect, it } from 'vitest';
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
