import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client } from '../admin-api.js';
import { type Browser } from '../browser.js';
import { type Database, aDatabase, dialects } from '../database.js';
import { alice, signsUp } from '../people.js';
import { Server, basic } from '../server.js';
import './patience.js';

const redirectUri = 'https://app.example.com/callback';

/** The other instance looks by itself, as often as tests of the change feed show; how fast it is here is up to the machine. */
const soon = { timeout: 30_000, interval: 20 };

interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

function authorizationUrl(server: Server, { client_id }: Client): URL {
  const request = { client_id, response_type: 'code', redirect_uri: redirectUri, scope: 'openid' };
  return new URL(`/authorize?${new URLSearchParams(request)}`, server.address);
}

async function codeFrom(server: Server, client: Client, browser = server.browser()): Promise<string> {
  const callback = await browser.signsInAt(authorizationUrl(server, client), alice);
  return callback.searchParams.get('code')!;
}

function redeem(server: Server, { client_id, client_secret }: Client, code: string): Promise<Response> {
  const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri };
  return server.post('/token', form, { authorization: basic(client_id, client_secret) });
}

function refresh(server: Server, { client_id, client_secret }: Client, refresh_token: string): Promise<Response> {
  const form = { grant_type: 'refresh_token', refresh_token };
  return server.post('/token', form, { authorization: basic(client_id, client_secret) });
}

async function tokensFrom(response: Response): Promise<Tokens> {
  expect(response.status).toBe(200);
  return (await response.json()) as Tokens;
}

function registers(server: Server, members: object = {}): Promise<Client> {
  const grant_types = ['authorization_code', 'refresh_token'];
  return server.admin().creates({ grant_types, redirect_uris: [redirectUri], ...members });
}

/** How many answers there were of each status. */
function counted(answers: readonly Response[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** How 150 guesses at a client’s secret were answered, made at once at these servers by turns. */
async function guessed(client: Client, servers: readonly Server[]): Promise<Record<number, number>> {
  const guesses = Array.from({ length: 150 }, (_, index) =>
    refresh(servers[index % servers.length]!, { ...client, client_secret: `guess-${index}` }, 'nonsense'),
  );
  return counted(await Promise.all(guesses));
}

/** What happens to these when the machine loses its power. */
interface Holdings {
  readonly client: Client;
  readonly browser: Browser;
  readonly code: string;
  readonly tokens: Tokens;
  /** Of a grant whose refresh token was rotated meanwhile. */
  readonly spent: Tokens;
}

async function acquires(server: Server): Promise<Holdings> {
  const client = await registers(server, { refresh_token_rolling_grace_period: 0 });
  const browser = server.browser();
  const spent = await tokensFrom(await redeem(server, client, await codeFrom(server, client, browser)));
  await tokensFrom(await refresh(server, client, spent.refresh_token));
  const tokens = await tokensFrom(await redeem(server, client, await codeFrom(server, client, browser)));
  return { client, browser, tokens, spent, code: await codeFrom(server, client, browser) };
}

async function expectToHold(server: Server, { client, browser, code, tokens, spent }: Holdings): Promise<void> {
  expect((await redeem(server, client, code)).status).toBe(200);
  expect((await refresh(server, client, tokens.refresh_token)).status).toBe(200);
  expect((await refresh(server, client, spent.refresh_token)).status).toBe(400);
  // Nobody is asked for a password: the session is still there.
  expect((await browser.open(authorizationUrl(server, client))).left).toBe(true);
}

describe.runIf(dialects.includes('postgres'))('two instances on one database', () => {
  let database: Database;
  let one: Server;
  let other: Server;

  beforeAll(async () => {
    database = await aDatabase('postgres');
    one = await Server.start({ database });
    other = await Server.start({ database, environment: { ISSUER: one.issuer, ADMIN_URL: one.adminUrl } });
    await signsUp(one);
  });
  afterAll(async () => {
    await Promise.all([one.close(), other.close()]);
    await database.remove();
  });

  const statusAt = async (server: Server, client: Client) => (await refresh(server, client, 'nonsense')).status;

  it('know a client that either of them created', async () => {
    const client = await registers(one);
    // 401: who are you? 400: that token is nonsense.
    await expect.poll(() => statusAt(other, client), soon).toBe(400);
  });

  it('both refuse a client that either of them disabled', async () => {
    const client = await registers(one);
    await expect.poll(() => statusAt(other, client), soon).toBe(400);
    await one.admin().changes(client.client_id, { enabled: false });
    expect(await statusAt(one, client)).toBe(401);
    await expect.poll(() => statusAt(other, client), soon).toBe(401);
  });

  const lifetimeAt = async (server: Server, client: Client) => {
    const authorization = basic(client.client_id, client.client_secret);
    const response = await server.post('/token', { grant_type: 'client_credentials' }, { authorization });
    return ((await response.json()) as { expires_in?: number }).expires_in;
  };

  it('both use a client template that either of them changed', async () => {
    const defaults = { client_type: 'server_to_server', grant_types: ['client_credentials'], access_token_ttl: 60 };
    await one.admin().does('PUT', '/client-templates/shared', { name: 'Shared', defaults });
    const client = await one.admin().creates({ client_template_id: 'shared' });
    await expect.poll(() => lifetimeAt(other, client), soon).toBe(60);
    await one.admin().does('PATCH', '/client-templates/shared', { defaults: { access_token_ttl: 90 } });
    expect(await lifetimeAt(one, client)).toBe(90);
    await expect.poll(() => lifetimeAt(other, client), soon).toBe(90);
  });

  it('both use a setting that either of them changed', async () => {
    const client = await one.admin().creates({ client_type: 'server_to_server', grant_types: ['client_credentials'] });
    await expect.poll(() => lifetimeAt(other, client), soon).toBe(300);
    await one.admin().does('PATCH', '/settings', { access_token_ttl: 120 });
    await expect.poll(() => lifetimeAt(other, client), soon).toBe(120);
  });

  it('redeem each other’s codes', async () => {
    const client = await registers(one);
    const code = await codeFrom(one, client);
    expect((await redeem(other, client, code)).status).toBe(200);
  });

  it('continue each other’s sign-ins', async () => {
    const client = await registers(one);
    const browser = one.browser();
    const page = await browser.open(authorizationUrl(one, client));
    const samePage = await browser.open(new URL(page.url.pathname, other.address));
    const { username, password } = alice;
    const answer = await browser.press(samePage, 'sign-in', { username, password });
    expect((await redeem(one, client, answer.url.searchParams.get('code')!)).status).toBe(200);
  });

  it('refuse each other’s revoked tokens', async () => {
    const client = await registers(one);
    const { access_token, refresh_token } = await tokensFrom(await redeem(one, client, await codeFrom(one, client)));
    const authorization = basic(client.client_id, client.client_secret);
    await one.post('/revoke', { token: refresh_token }, { authorization });
    expect((await refresh(other, client, refresh_token)).status).toBe(400);
    const userinfo = await fetch(`${other.address}/userinfo`, { headers: { authorization: `Bearer ${access_token}` } });
    expect(userinfo.status).toBe(401);
  });

  it.each([1, 2, 3])('redeem a code once, however many ask at the same time (round %i)', async () => {
    const client = await registers(one);
    const code = await codeFrom(one, client);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => redeem(index % 2 ? one : other, client, code)),
    );
    expect(counted(answers)).toEqual({ 200: 1, 400: 19 });
  });

  it.each([1, 2, 3])('take a refresh token once, however many present it at the same time (round %i)', async () => {
    const client = await registers(one, { refresh_token_rolling_grace_period: 0 });
    const { refresh_token } = await tokensFrom(await redeem(one, client, await codeFrom(one, client)));
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => refresh(index % 2 ? one : other, client, refresh_token)),
    );
    expect(counted(answers)).toEqual({ 200: 1, 400: 19 });
  });

  it('[refresh_token_rolling_grace_period] give the same successor for a spent token, whichever was asked', async () => {
    const client = await registers(one);
    const { refresh_token } = await tokensFrom(await redeem(one, client, await codeFrom(one, client)));
    await expect.poll(() => statusAt(other, client), soon).toBe(400);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => refresh(index % 2 ? one : other, client, refresh_token)),
    );
    const tokens = await Promise.all(answers.map(tokensFrom));
    const successors = new Set(tokens.map((given) => given.refresh_token));
    expect(successors.size).toBe(1);
    expect((await refresh(other, client, [...successors][0]!)).status).toBe(200);
  });

  it('[T-114] count each other’s failures, also of those that come at once', async () => {
    const client = await registers(one);
    await expect.poll(() => statusAt(other, client), soon).toBe(400);
    expect(await guessed(client, [one, other])).toEqual({ 401: 100, 429: 50 });
    expect((await refresh(other, { ...client, client_secret: 'another guess' }, 'nonsense')).status).toBe(429);
    // Nobody guesses a generated secret: what is right passes.
    expect(await statusAt(one, client)).toBe(400);
  });

  it('[T-070] lose nothing that they answered for when both are killed', async () => {
    const [ours, theirs] = [await acquires(one), await acquires(other)];
    await Promise.all([one.kill(), other.kill()]);
    await Promise.all([one.restart(), other.restart()]);
    await expectToHold(one, ours);
    await expectToHold(other, theirs);
  });
});

describe('one instance on SQLite', () => {
  it('[T-070] loses nothing that it answered for when it is killed', async () => {
    const server = await Server.start();
    try {
      await signsUp(server);
      const holdings = await acquires(server);
      await server.kill();
      await server.restart();
      await expectToHold(server, holdings);
    } finally {
      await server.close();
    }
  });
});

describe('workers that share the listeners', () => {
  it('[T-114] count each other’s failures, also of those that come at once', async () => {
    const server = await Server.start({ environment: { WEB_CONCURRENCY: '2' } });
    try {
      expect(await guessed(await registers(server), [server])).toEqual({ 401: 100, 429: 50 });
    } finally {
      await server.close();
    }
  });
});
