import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningServer, runningServer, testCredentials } from '../../testing/running-server.js';

/** A stranger who knows the address of the API alone gets a token for it, by RFC 9728 and RFC 8414. */
describe('the admin API as a protected resource', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await runningServer();
  });
  afterAll(() => server.close());

  it('leads from a refusal to its metadata, to its issuer, and to a token that it takes', async () => {
    const stranger = server.adminWith(undefined);
    const refused = await stranger.get('/clients');
    expect(refused.status).toBe(401);
    const metadata = /resource_metadata="([^"]+)"/.exec(refused.headers['www-authenticate']!)![1]!;
    expect(metadata.startsWith(`${server.config.adminUrl}/`)).toBe(true);

    const { status, body } = await stranger.get(metadata.slice(server.config.adminUrl.length));
    expect(status).toBe(200);
    // RFC 9728 §3.3: the document is that of the resource it was found for.
    expect(body).toMatchObject({ resource: server.config.adminUrl, bearer_methods_supported: ['header'] });
    for (const value of Object.values(body)) expect(value).not.toEqual([]);
    const [issuer] = body['authorization_servers'] as string[];
    const described = (await (await fetch(`${issuer}/.well-known/oauth-authorization-server`)).json()) as Record<
      string,
      string
    >;
    expect(described['issuer']).toBe(issuer);
    expect(described['protected_resources']).toContain(body['resource']);

    const { client_id, client_secret } = testCredentials;
    for (const scope of body['scopes_supported'] as string[]) {
      const answer = await fetch(described['token_endpoint']!, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}` },
        body: new URLSearchParams({ grant_type: 'client_credentials', resource: String(body['resource']), scope }),
      });
      const { access_token } = (await answer.json()) as { access_token: string };
      expect([scope, access_token]).toEqual([scope, expect.any(String)]);
      if (scope === 'clients:read')
        expect((await server.adminWith(`Bearer ${access_token}`).get('/clients')).status).toBe(200);
    }
  });
});
