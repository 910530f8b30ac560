import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { FetchFailed, Fetcher, type Incoming, type Outgoing } from '@clientele/runtime';
import { parseJwt, verifiesWith } from '@clientele/runtime/tokens/jwt';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type AdminApi } from '../testing/admin-api.js';
import { type RunningServer, runningServer } from '../testing/running-server.js';
import { dialects } from '../testing/temporary-database.js';
import { aSignInClient, aUserAgent } from '../testing/user-agent.js';

/** The application: takes logout tokens over HTTP. */
class Application extends Fetcher {
  readonly posted: { type: string | undefined; body: string }[] = [];
  #server: Server | undefined;

  async listen(): Promise<void> {
    this.#server = createServer((request, response) => {
      void text(request).then((body) => {
        this.posted.push({ type: request.headers['content-type'], body });
        response.writeHead(200, { 'cache-control': 'no-store' }).end();
      });
    }).listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  /** The way out of the server under test leads here alone: its own would go to no loopback address. */
  async send(url: string, { method, headers, body }: Outgoing): Promise<Incoming> {
    if (new URL(url).host !== 'app.example.com') throw new FetchFailed('there is no such place');
    const { port } = this.#server!.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}${new URL(url).pathname}`, {
      method,
      ...(headers && { headers }),
      ...(body !== undefined && { body }),
    });
    return { status: answer.status, headers: {}, body: await answer.text() };
  }

  getJson(): Promise<never> {
    return Promise.reject(new FetchFailed('there is no such place'));
  }

  close(): void {
    this.#server?.close();
  }
}

describe.each(dialects)('an application that hears of logouts on %s', (dialect) => {
  let server: RunningServer;
  let api: AdminApi;
  const application = new Application();

  beforeAll(async () => {
    await application.listen();
    server = await runningServer({ dialect, fetcher: application });
    api = await server.admin();
    await api.post('/accounts', { username: 'alice', password: 'correct horse' });
  });
  afterAll(async () => {
    application.close();
    await server.close();
  });

  it('[backchannel_logout_uri] [backchannel_logout_session_required] takes a signed token about the session that its ID token names', async () => {
    await api.post('/clients', {
      ...aSignInClient('app'),
      backchannel_logout_uri: 'https://app.example.com/backchannel',
      backchannel_logout_session_required: true,
    });
    const agent = aUserAgent(server, 'app');
    const { code } = await agent.told();
    const { id_token, access_token } = await agent.exchange(code!);
    const { sub, sid } = parseJwt(id_token!)!.claims;
    expect(sid).toBeDefined();

    const page = await agent.signOut({ id_token_hint: id_token! });
    expect(page.body).toContain('id="signed-out"');
    await vi.waitFor(() => expect(application.posted).toHaveLength(1));
    const [{ type, body } = { type: '', body: '' }] = application.posted;
    expect(type).toBe('application/x-www-form-urlencoded');
    const token = new URLSearchParams(body).get('logout_token')!;
    const { header, claims } = parseJwt(token)!;
    expect(header).toMatchObject({ alg: 'RS256', typ: 'logout+jwt' });
    const { keys } = (await (await server.issuer('/jwks')).json()) as { keys: (JsonWebKey & { kid: string })[] };
    const jwk = keys.find(({ kid }) => kid === header['kid'])!;
    expect(await verifiesWith(token, createPublicKey({ key: jwk, format: 'jwk' }), ['RS256'])).toBe(true);
    expect(claims).toMatchObject({ iss: server.config.issuer, aud: 'app', sub, sid });
    expect(claims).toHaveProperty('jti');
    expect(claims).toHaveProperty('events');
    expect(claims).not.toHaveProperty('nonce');

    expect(await agent.told({ prompt: 'none' })).toMatchObject({ error: 'login_required' });
    expect(await agent.userinfo(access_token!)).toBe(401);
    const metrics = await api.get('/metrics');
    expect(JSON.stringify(metrics.text)).toContain('logout_token_taken');
  });
});
