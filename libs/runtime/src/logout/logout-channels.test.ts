import { type Client } from '@clientele/client-schema';
import { completeRecord } from '@clientele/client-schema/resource';
import { HttpClientMembers } from '@clientele/client-schema/resources/http-clients';
import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import { describe, expect, it, vi } from 'vitest';
import { type ProtocolResponse } from '../http.js';
import { type Incoming, type Outgoing } from '../ports/fetcher.js';
import { type World, aRegisteredClient, issuer, serverWith } from '../testing/server-with.js';

const signedOut = 'https://app.example.com/signed-out';
const backchannel_logout_uri = 'https://app.example.com/backchannel';
const frontchannel_logout_uri = 'https://app.example.com/frontchannel?of=app';
const backChannel = { logout_mode: 'oidc_back_channel', backchannel_logout_uri } as const;
const frontChannel = { logout_mode: 'oidc_front_channel', frontchannel_logout_uri } as const;

/** A world with one client, a host that plays it, and alice signed in. */
async function signedIn(document: Partial<Client>, answer: () => Incoming | Promise<Incoming> = accepted) {
  const world = await serverWith(aRegisteredClient({ post_logout_redirect_uris: [signedOut], ...document }));
  const received: Outgoing[] = [];
  world.fetcher.hosts.set('app.example.com', (_, request) => {
    received.push(request);
    return answer();
  });
  const { id_token } = await world.tokens();
  return { ...world, received, id_token };
}

const accepted = (): Incoming => ({ status: 200, headers: {}, body: '' });
const status = (code: number) => () => ({ ...accepted(), status: code });

/** Signs alice out, and waits until the clients have been tried. */
async function signOut({ browser, server }: World, parameters: Record<string, string> = {}): Promise<ProtocolResponse> {
  const question = await browser.open(`/logout?${new URLSearchParams(parameters).toString()}`);
  const page = await browser.submit('/logout', question, { action: 'sign-out' });
  await server.logoutTokensSent();
  return page;
}

function tokenIn(request: Outgoing | undefined): string {
  return new URLSearchParams(request?.body).get('logout_token')!;
}

async function verified({ send, clock }: World, token: string, client_id = 'app') {
  const keys = JSON.parse((await send('GET', '/jwks')).body) as Parameters<typeof createLocalJWKSet>[0];
  return jwtVerify(token, createLocalJWKSet(keys), {
    issuer,
    audience: client_id,
    typ: 'logout+jwt',
    currentDate: new Date(clock.now() * 1000),
  });
}

/** The attribute of every element of a name on a page. */
function attributes(page: ProtocolResponse, element: string, name: string): string[] {
  const found = page.body.matchAll(new RegExp(`<${element}[^>]* ${name}="([^"]*)"`, 'g'));
  return [...found].map(([, value]) => value!.replaceAll('&#38;', '&'));
}

describe('the back channel', () => {
  it('[logout_mode] [backchannel_logout_uri] is posted a logout token when the session ends', async () => {
    const world = await signedIn(backChannel);
    await signOut(world);
    expect(world.received).toHaveLength(1);
    expect(world.received[0]).toMatchObject({
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    const { payload } = await verified(world, tokenIn(world.received[0]));
    expect(payload).toMatchObject({ sub: 'a11ce' });
    expect(payload).not.toHaveProperty('sid');
  });

  it('[logout_mode] is a switch: a client that is not to be told is told nothing', async () => {
    const world = await signedIn({ ...backChannel, logout_mode: 'none' });
    const page = await signOut(world);
    expect(world.received).toEqual([]);
    expect(attributes(page, 'iframe', 'src')).toEqual([]);
  });

  it('[backchannel_logout_session_required] tells of the session that ID tokens name', async () => {
    const world = await signedIn({ ...backChannel, backchannel_logout_session_required: true });
    const { sid } = decodeJwt(world.id_token);
    expect(sid).toMatch(/^[\w-]{43}$/);
    const refreshed = await world.refresh((await world.tokens()).refresh_token);
    expect(decodeJwt(refreshed.id_token)).toMatchObject({ sid });
    await signOut(world);
    expect((await verified(world, tokenIn(world.received[0]))).payload).toMatchObject({ sub: 'a11ce', sid });
    // The next session has another name.
    expect(decodeJwt((await world.tokens()).id_token)['sid']).not.toBe(sid);
    expect(decodeJwt((await signedIn(backChannel)).id_token)).not.toHaveProperty('sid');
  });

  it('tells each client of the session by another name, and no client that had no part in it', async () => {
    const second = { ...backChannel, backchannel_logout_session_required: true };
    const world = await serverWith(
      aRegisteredClient(second),
      aRegisteredClient({ ...second, client_id: 'other' }),
      aRegisteredClient({ ...second, client_id: 'third' }),
    );
    const received: Outgoing[] = [];
    world.fetcher.hosts.set('app.example.com', (_, request) => {
      received.push(request);
      return accepted();
    });
    await world.authorize();
    await world.authorize({ client_id: 'other' });
    await signOut(world);
    const tokens = received.map((request) => decodeJwt(tokenIn(request)));
    expect(tokens.map(({ aud }) => String(aud)).toSorted()).toEqual(['app', 'other']);
    expect(new Set(tokens.map(({ sid }) => sid)).size).toBe(2);
  });

  it('tells a client once, however often its user signed in there, in parallel too', async () => {
    const world = await signedIn(backChannel);
    await Promise.all([1, 2, 3].map(() => world.browser.open(world.authorizationUrl())));
    await signOut(world);
    expect(world.received).toHaveLength(1);
  });

  it('[backchannel_logout_http_client_id] says how the token is sent', async () => {
    const world = await serverWith(aRegisteredClient({ ...backChannel, backchannel_logout_http_client_id: 'patient' }));
    const http = { id: 'patient', name: 'Patient', read_timeout: 17, max_response_bytes: 2048 };
    world.settings.records.http_clients = [completeRecord(HttpClientMembers, http)];
    world.changes.emit({ kind: 'server' });
    const send = vi.fn<() => Incoming>(accepted);
    world.fetcher.hosts.set('app.example.com', send);
    await world.tokens();
    await signOut(world);
    expect(send).toHaveBeenCalledWith(expect.anything(), expect.objectContaining({ seconds: 17, maxBytes: 2048 }));
  });

  it('signs as the client has its ID tokens signed', async () => {
    const world = await signedIn({ ...backChannel, id_token_signed_response_alg: 'ES256' });
    await signOut(world);
    expect((await verified(world, tokenIn(world.received[0]))).protectedHeader.alg).toBe('ES256');
  });

  it('tells of the session of a user in whose place another one signs in', async () => {
    const world = await signedIn(backChannel);
    world.accounts.add({ ...world.alice, sub: 'b0b', username: 'bob' }, 'correct horse');
    const { response, at } = await world.browser.visit(world.authorizationUrl({ prompt: 'login' }));
    await world.browser.submit(at, response, { ...world.browser.signIn, username: 'bob' });
    await world.server.logoutTokensSent();
    expect(world.received.map((request) => decodeJwt(tokenIn(request)).sub)).toEqual(['a11ce']);
  });

  it('is no part of a server that tracks no sessions, and its metadata says so', async () => {
    const world = await serverWith(aRegisteredClient(backChannel));
    const send = vi.fn<() => Incoming>(accepted);
    world.fetcher.hosts.set('app.example.com', send);
    const metadata = async () =>
      JSON.parse((await world.send('GET', '/.well-known/openid-configuration')).body) as Record<string, unknown>;
    const members = ['frontchannel', 'backchannel'].flatMap((channel) => [
      `${channel}_logout_supported`,
      `${channel}_logout_session_supported`,
    ]);
    const before = await metadata();
    expect(members.map((name) => before[name])).toEqual([true, true, true, true]);
    world.settings.change({ track_user_sessions_for_logout: false });
    world.changes.emit({ kind: 'server' });
    await world.tokens();
    await signOut(world);
    expect(send).not.toHaveBeenCalled();
    const after = await metadata();
    expect(members.map((name) => after[name])).toEqual([false, false, false, false]);
  });
});

describe('[T-097] a logout token', () => {
  it('is complete, of its own type, short-lived, and never the same twice', async () => {
    const world = await signedIn(backChannel, status(500));
    await signOut(world);
    world.clock.advance(60);
    await world.server.deliverLogoutTokens();
    const [first, second] = await Promise.all(world.received.map((one) => verified(world, tokenIn(one))));
    const now = world.clock.now();
    expect(second!.protectedHeader).toEqual({ alg: 'RS256', typ: 'logout+jwt', kid: expect.any(String) as string });
    expect(second!.payload).toEqual({
      iss: issuer,
      aud: 'app',
      sub: 'a11ce',
      iat: now,
      exp: now + 120,
      jti: expect.stringMatching(/^[\w-]{22}$/) as string,
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    });
    expect(first!.payload.jti).not.toBe(second!.payload.jti);
  });

  it('is nothing that this server takes for another token', async () => {
    const world = await signedIn({ ...backChannel, allow_token_introspection: true, skip_logout_consent: true });
    await signOut(world);
    const token = tokenIn(world.received[0]);
    expect(await world.introspect(token)).toEqual({ active: false });
    expect((await world.browser.open(`/logout?id_token_hint=${token}`)).status).toBe(400);
  });

  it('keeps nobody waiting, and one client that hangs delays no other', async () => {
    let release = (): void => undefined;
    const hung = new Promise<Incoming>((resolve) => (release = () => resolve(accepted())));
    const world = await serverWith(
      ...Array.from({ length: 10 }, (_, index) =>
        aRegisteredClient({
          ...backChannel,
          client_id: `app${index}`,
          backchannel_logout_uri: `https://app${index}.example.com/backchannel`,
        }),
      ),
    );
    const told = new Set<string>();
    for (let index = 0; index < 10; index++) {
      world.fetcher.hosts.set(`app${index}.example.com`, (url) => {
        told.add(url.host);
        return index === 3 ? hung : accepted();
      });
      await world.authorize({ client_id: `app${index}` });
    }
    const question = await world.browser.open('/logout');
    const page = await world.browser.submit('/logout', question, { action: 'sign-out' });
    expect(page.body).toContain('id="signed-out"');
    await vi.waitFor(() => expect(told.size).toBe(10));
    release();
    await world.server.logoutTokensSent();
    expect(world.audit.events.filter(({ type }) => type === 'logout_token_taken')).toHaveLength(10);
  });

  it('is sent again until it is taken, also by another process', async () => {
    const answers = [500, 302, 400, 204];
    const world = await signedIn(backChannel, () => ({ ...accepted(), status: answers.shift()! }));
    await signOut(world);
    for (const seconds of [29, 1, 120, 600, 3600]) {
      world.clock.advance(seconds);
      await world.server.deliverLogoutTokens();
    }
    expect(world.received).toHaveLength(4);
    const events = world.audit.events.map(({ type }) => type).filter((type) => type.startsWith('logout_token'));
    expect(events).toEqual([
      'logout_token_refused',
      'logout_token_refused',
      'logout_token_refused',
      'logout_token_taken',
    ]);
  });

  it('is given up in the end, which operators are told', async () => {
    const world = await signedIn(backChannel, status(503));
    await signOut(world);
    for (let day = 0; day < 8; day++) {
      world.clock.advance(86_400);
      await world.server.deliverLogoutTokens();
    }
    expect(world.received).toHaveLength(5);
    expect(world.audit.events.at(-1)).toEqual({ type: 'logout_token_given_up', client_id: 'app' });
    expect(world.problems).toHaveLength(1);
  });

  it('that breaks off has no other wait for the next time, and is given up too', async () => {
    const world = await serverWith(
      aRegisteredClient({ ...backChannel, client_id: 'broken' }),
      aRegisteredClient({
        ...backChannel,
        client_id: 'slow',
        backchannel_logout_uri: 'https://slow.example.com/backchannel',
      }),
    );
    const broken = vi.fn<() => Incoming>(() => {
      throw new Error('nobody expects this');
    });
    world.fetcher.hosts.set('app.example.com', broken);
    world.fetcher.hosts.set('slow.example.com', async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return accepted();
    });
    await world.authorize({ client_id: 'broken' });
    await world.authorize({ client_id: 'slow' });
    await signOut(world);
    expect(world.audit.events.at(-1)).toEqual({ type: 'logout_token_taken', client_id: 'slow' });
    for (let day = 0; day < 8; day++) {
      world.clock.advance(86_400);
      await world.server.deliverLogoutTokens();
    }
    expect(broken).toHaveBeenCalledTimes(5);
    expect(world.problems).toHaveLength(5);
    expect(world.audit.events.at(-1)).toEqual({ type: 'logout_token_given_up', client_id: 'broken' });
  });

  it('waits its turn where many are being sent, and is sent by a later run', async () => {
    let release = (): void => undefined;
    const hung = new Promise<Incoming>((resolve) => (release = () => resolve(accepted())));
    const world = await serverWith(aRegisteredClient(backChannel));
    const host = vi.fn<() => Promise<Incoming>>(() => hung);
    world.fetcher.hosts.set('app.example.com', host);
    for (let times = 0; times < 6; times++) {
      await world.authorize();
      await world.browser.submit('/logout', await world.browser.open('/logout'), { action: 'sign-out' });
    }
    await vi.waitFor(() => expect(host).toHaveBeenCalledTimes(4));
    release();
    await world.server.logoutTokensSent();
    expect(host).toHaveBeenCalledTimes(4);
    await world.server.deliverLogoutTokens();
    expect(host).toHaveBeenCalledTimes(6);
  });

  it('goes to nobody who has stopped listening', async () => {
    const world = await signedIn(backChannel, status(500));
    await signOut(world);
    world.change({ ...backChannel, enabled: false });
    world.clock.advance(60);
    await world.server.deliverLogoutTokens();
    expect(world.received).toHaveLength(1);
  });
});

describe('the front channel', () => {
  it('[frontchannel_logout_uri] is loaded in a frame, which the policy of this page alone permits', async () => {
    const world = await signedIn(frontChannel);
    const policy = ({ headers }: ProtocolResponse) => String(headers['content-security-policy']);
    expect(policy(await world.browser.open('/logout'))).toContain("frame-src 'none'");
    const page = await signOut(world);
    expect(attributes(page, 'iframe', 'src')).toEqual([frontchannel_logout_uri]);
    expect(policy(page)).toContain('frame-src https://app.example.com;');
  });

  it('[frontchannel_logout_session_required] adds issuer and session, as ID tokens name it', async () => {
    const world = await signedIn({ ...frontChannel, frontchannel_logout_session_required: true });
    const [address] = attributes(await signOut(world), 'iframe', 'src');
    const { searchParams } = new URL(address!);
    const { sid } = decodeJwt(world.id_token);
    expect(sid).toMatch(/^[\w-]{43}$/);
    expect(Object.fromEntries(searchParams)).toEqual({ of: 'app', iss: issuer, sid });
  });

  it('[ping_access_logout_capable] has the browser call PingAccess at each origin of a redirect URI', async () => {
    const world = await signedIn({
      logout_mode: 'ping_front_channel',
      ping_access_logout_capable: true,
      redirect_uris: ['https://app.example.com/callback', 'https://app.example.com/b', 'http://127.0.0.1:8080/cb'],
    });
    const page = await signOut(world);
    expect(attributes(page, 'img', 'src')).toEqual([
      'https://app.example.com/pa/oidc/logout.png',
      'http://127.0.0.1:8080/pa/oidc/logout.png',
    ]);
    expect(page.headers['content-security-policy']).toContain("img-src 'self' data: https: http://127.0.0.1:8080;");
  });

  it('[logout_uris] are loaded as pictures, which say in words when they do not come', async () => {
    const logout_uris = ['https://app.example.com/out.png', 'https://other.example/out.png'];
    const world = await signedIn({ logout_mode: 'ping_front_channel', logout_uris });
    const page = await signOut(world);
    expect(attributes(page, 'img', 'src')).toEqual(logout_uris);
    expect(attributes(page, 'img', 'alt')).toEqual(logout_uris.map(() => 'There was no answer from App'));
  });

  it('lets the browser go on afterwards, without a script', async () => {
    const world = await signedIn(frontChannel);
    const parameters = { client_id: 'app', post_logout_redirect_uri: signedOut, state: 'x' };
    const page = await signOut(world, parameters);
    expect(page.status).toBe(200);
    expect(page.headers['refresh']).toBe(`3;url=${signedOut}?state=x`);
    expect(attributes(page, 'a', 'href')).toEqual([`${signedOut}?state=x`]);
    expect(page.headers['content-security-policy']).toContain("script-src 'none'");
  });

  it('[skip_logout_consent] takes no ID token of an earlier session for one of this', async () => {
    const world = await signedIn({
      ...frontChannel,
      frontchannel_logout_session_required: true,
      skip_logout_consent: true,
    });
    await signOut(world);
    const { id_token } = await world.tokens();
    const withHint = (hint: string) => world.browser.open(`/logout?id_token_hint=${hint}`);
    expect((await withHint(world.id_token)).body).toContain('id="sign-out"');
    expect((await withHint(id_token)).body).toContain('id="signed-out"');
  });
});
