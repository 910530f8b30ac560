import { describe, expect, it } from 'vitest';
import { type ProtocolResponse } from './http.js';
import { aRegisteredClient, serverWith } from './testing/server-with.js';

const origin = 'https://app.example.com';
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const spa = { token_endpoint_auth_method: 'none', allowed_origins: [origin, 'https://*.example.org'] } as const;
const world = () =>
  serverWith(
    aRegisteredClient({ ...spa, allowed_origins: [...spa.allowed_origins] }, []),
    aRegisteredClient(
      { client_id: 'other', token_endpoint_auth_method: 'none', allowed_origins: ['https://other.example'] },
      [],
    ),
  );

const allowed = ({ headers }: ProtocolResponse) => headers['access-control-allow-origin'];

describe('[T-012] another origin', () => {
  it('[allowed_origins] reads what the client that lists it may read', async () => {
    const { send, tokens, authorize } = await world();
    const { access_token, refresh_token } = await tokens();
    const code = (await authorize()).get('code')!;
    const answers = [
      await send('POST', '/token', {
        body: `client_id=app&grant_type=refresh_token&refresh_token=${refresh_token}`,
        headers: { ...form, origin },
      }),
      await send('POST', '/token', {
        body: `client_id=app&grant_type=authorization_code&code=${code}`,
        headers: { ...form, origin },
      }),
      await send('GET', '/userinfo', { headers: { origin, authorization: `Bearer ${access_token}` } }),
      await send('POST', '/revoke', { body: `client_id=app&token=${access_token}`, headers: { ...form, origin } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 400, 200, 200]);
    for (const answer of answers) {
      expect(allowed(answer)).toBe(origin);
      expect(answer.headers['vary']).toBe('Origin');
      expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
    }
  });

  it('reads nothing of a client that does not list it', async () => {
    const { send, tokens } = await world();
    const { access_token } = await tokens();
    const strangers = [
      'https://evil.example',
      'https://other.example',
      'null',
      '',
      'https://app.example.com.evil.example',
    ];
    for (const stranger of strangers) {
      const response = await send('GET', '/userinfo', {
        headers: { origin: stranger, authorization: `Bearer ${access_token}` },
      });
      expect(response.status).toBe(200);
      expect(allowed(response)).toBeUndefined();
    }
  });

  it('reads why a request was refused before its client was known, if any client lists it', async () => {
    const { send } = await world();
    const refused = (headers: Record<string, string>) => [
      send('GET', '/userinfo', { headers: { ...headers, authorization: 'Bearer expired' } }),
      send('POST', '/token', { body: '{}', headers: { ...headers, 'content-type': 'application/json' } }),
      send('POST', '/token', { body: 'client_id=typo&grant_type=refresh_token', headers: { ...form, ...headers } }),
      send('POST', '/token', { body: 'grant_type=refresh_token', headers: { ...form, ...headers } }),
    ];
    for (const response of await Promise.all(refused({ origin }))) {
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(allowed(response)).toBe(origin);
      expect(response.headers['access-control-expose-headers']).toContain('X-Receipt');
    }
    for (const response of await Promise.all(refused({ origin: 'https://evil.example' }))) {
      expect(allowed(response)).toBeUndefined();
    }
  });

  it('may ask before it sends, at the endpoints that are for browsers', async () => {
    const { send } = await world();
    const ask = (path: string, from: string) => send('OPTIONS', path, { headers: { origin: from } });
    for (const path of ['/token', '/userinfo', '/revoke', '/authorize-challenge']) {
      const response = await ask(path, 'https://a.example.org');
      expect(allowed(response)).toBe('https://a.example.org');
      expect(response.headers['access-control-allow-headers']).toBe(
        'Authorization, Content-Type, DPoP, OAuth-Client-Attestation, OAuth-Client-Attestation-PoP',
      );
      expect(allowed(await ask(path, 'https://evil.example'))).toBeUndefined();
      expect(allowed(await ask(path, 'null'))).toBeUndefined();
    }
    for (const path of ['/introspect', '/authorize', '/interaction/x']) {
      expect(allowed(await ask(path, origin))).toBeUndefined();
    }
    for (const path of ['/jwks', '/.well-known/openid-configuration']) {
      expect(allowed(await ask(path, 'https://evil.example'))).toBe('*');
    }
  });

  it('reads nothing of a client that is switched off', async () => {
    const { send, change } = await world();
    change({ enabled: false });
    const response = await send('POST', '/token', { body: 'client_id=app&grant_type=x', headers: { ...form, origin } });
    expect(response.status).toBe(401);
    expect(allowed(response)).toBeUndefined();
  });
});
