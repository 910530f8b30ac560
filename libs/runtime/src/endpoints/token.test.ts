import { standardResources } from '@clientele/client-schema';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type ProtocolResponse } from '../http.js';
import { SealBroken } from '../sealer.js';
import { aRegisteredClient, redirectUri, secret, serverWith, verifier, type World } from '../testing/server-with.js';
import { decodeJwt } from 'jose';

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const grants = ['authorization_code', 'refresh_token', 'client_credentials'] as const;

function told(response: ProtocolResponse): { status: number; error: unknown } {
  return { status: response.status, error: (JSON.parse(response.body) as Record<string, unknown>)['error'] };
}

describe('the token endpoint', () => {
  afterEach(() => vi.restoreAllMocks());

  it.each(['GET', 'HEAD', 'PUT', 'DELETE', 'TRACE'])(
    '[T-045] refuses %s, whatever the address carries',
    async (method) => {
      const { send, basic } = await serverWith();
      const response = await send(method, '/token?grant_type=client_credentials', {
        headers: { authorization: basic },
      });
      expect(response).toMatchObject({ status: 405, headers: { allow: 'POST, OPTIONS' } });
      expect(response.body).not.toContain('access_token');
    },
  );

  it('[T-045] does not look at the query', async () => {
    const { post, basic } = await serverWith();
    const query = `/token?grant_type=client_credentials&client_id=app&client_secret=${secret}`;
    expect(told(await post(query, {}, { authorization: basic }))).toEqual({ status: 400, error: 'invalid_request' });
    expect(told(await post(query, { grant_type: 'client_credentials' }))).toEqual({
      status: 401,
      error: 'invalid_client',
    });
    const right = await post('/token?grant_type=x', { grant_type: 'client_credentials' }, { authorization: basic });
    expect(right.status).toBe(200);
  });

  it.each([
    ['application/json', 400],
    ['multipart/form-data; boundary=x', 400],
    ['text/plain', 400],
    ['application/x-www-form-urlencoded-not', 400],
    ['', 400],
    ['application/x-www-form-urlencoded; charset=UTF-8', 200],
    ['Application/X-WWW-Form-Urlencoded', 200],
  ])('[T-045] answers the media type %j with %d', async (type, status) => {
    const { send, basic } = await serverWith();
    const headers = { authorization: basic, 'content-type': type };
    const response = await send('POST', '/token', { body: 'grant_type=client_credentials', headers });
    expect(response.status).toBe(status);
  });

  it.each(['grant_type', 'scope', 'client_id', 'foo'])(
    '[T-045] refuses a repeated %s, also an empty one',
    async (name) => {
      const { post, basic } = await serverWith();
      const body = `grant_type=client_credentials&${name}=a&${name}=`;
      expect(told(await post('/token', body, { authorization: basic }))).toEqual({
        status: 400,
        error: 'invalid_request',
      });
    },
  );

  it('[T-109] takes a hundred parameters, and not one more', async () => {
    const { post, basic } = await serverWith();
    const body = (count: number) =>
      `grant_type=client_credentials${Array.from({ length: count - 1 }, (_, i) => `&p${i}=`).join('')}`;
    expect((await post('/token', body(100), { authorization: basic })).status).toBe(200);
    expect((await post('/token', body(101), { authorization: basic })).status).toBe(400);
    expect((await post('/token', `${body(2)}${'&a'.repeat(30_000)}`, { authorization: basic })).status).toBe(400);
  });

  it('takes a parameter without a value for an absent one', async () => {
    const { asClient } = await serverWith();
    const response = await asClient('/token', { grant_type: 'client_credentials', scope: '', client_secret: '' });
    expect(response.status).toBe(200);
    expect(JSON.parse(response.body)).not.toHaveProperty('scope');
  });

  it.each(grants)('[T-044] refuses the grant %s to a client without it, and unknown ones to all', async (type) => {
    const others = grants.filter((grant) => grant !== type);
    const { asClient } = await serverWith(aRegisteredClient({ grant_types: others }));
    expect(told(await asClient('/token', { grant_type: type, code: 'x', refresh_token: 'x' }))).toEqual({
      status: 400,
      error: 'unauthorized_client',
    });
    for (const unknown of ['password', `${type} `, type.toUpperCase(), 'constructor', '__proto__']) {
      expect(told(await asClient('/token', { grant_type: unknown }))).toMatchObject({
        error: 'unsupported_grant_type',
      });
    }
  });

  it('[T-005] is not impressed by names of the prototype', async () => {
    const { post, basic } = await serverWith();
    for (const name of [
      '__proto__',
      'constructor',
      'prototype',
      '__proto__[polluted]',
      'constructor.prototype.polluted',
    ]) {
      const body = `grant_type=client_credentials&${encodeURIComponent(name)}=polluted`;
      expect((await post('/token', body, { authorization: basic })).status).toBe(200);
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('answers with headers that keep tokens out of caches', async () => {
    const { asClient } = await serverWith();
    const right = await asClient('/token', { grant_type: 'client_credentials' });
    const wrong = await asClient('/token', { grant_type: 'x' });
    for (const { headers } of [right, wrong]) {
      expect(headers).toMatchObject({
        'content-type': 'application/json',
        'cache-control': 'no-store',
        pragma: 'no-cache',
        'x-content-type-options': 'nosniff',
      });
    }
  });

  it('[T-066] gives tokens whose ids never repeat', async () => {
    const { token } = await serverWith();
    const ids = new Set<unknown>();
    for (let i = 0; i < 500; i++)
      ids.add(decodeJwt((await token({ grant_type: 'client_credentials' })).access_token).jti);
    expect(ids.size).toBe(500);
  });

  it('[T-046] never grants more than the client may have now', async () => {
    const { authorize, exchange, refresh, change } = await serverWith();
    const code = (await authorize({ scope: 'openid email profile' })).get('code')!;
    change({ scope: 'openid email' });
    const first = await exchange(code);
    expect(first).toMatchObject({ scope: 'openid email' });
    change({ scope: 'email' });
    const second = await refresh(first.refresh_token);
    expect(second).toMatchObject({ scope: 'email' });
    expect(second).not.toHaveProperty('id_token');
  });

  it('keeps how and when the user signed in over every refresh', async () => {
    const { tokens, refresh, clock } = await serverWith(aRegisteredClient({ require_auth_time: true }));
    let answer = await tokens({ nonce: 'n' });
    const { auth_time, sub, aud } = decodeJwt(answer.id_token);
    for (let i = 0; i < 3; i++) {
      clock.advance(100);
      answer = await refresh(answer.refresh_token);
      expect(decodeJwt(answer.id_token)).toMatchObject({ auth_time, sub, aud, amr: ['pwd'], iat: clock.now() });
      expect(decodeJwt(answer.id_token)).not.toHaveProperty('nonce');
    }
  });

  it.each<[string, Record<string, unknown>]>([
    ['a deleted client', {}],
    ['a client registered anew', aRegisteredClient()],
  ])('[T-051] accepts nothing that was issued to %s', async (_, successor) => {
    const world = await serverWith();
    world.change({ allow_token_introspection: true });
    const { access_token, refresh_token } = await world.tokens();
    const code = (await world.authorize()).get('code')!;
    world.clients.remove('app');
    if ('id' in successor) {
      const client = successor as ReturnType<typeof aRegisteredClient>;
      world.clients.put({ ...client, document: { ...client.document, allow_token_introspection: true } });
    }
    world.changes.emit({ kind: 'client', client_id: 'app' });
    const error = 'id' in successor ? 'invalid_grant' : 'invalid_client';
    expect(await world.refresh(refresh_token)).toMatchObject({ error });
    expect(await world.exchange(code)).toMatchObject({ error });
    expect(await world.server.verifyAccessToken(access_token)).toBeUndefined();
    if ('id' in successor) expect(await world.introspect(refresh_token)).toEqual({ active: false });
  });
});

describe('[T-121] a value of one kind', () => {
  it('is worth nothing as another', async () => {
    const world = await serverWith();
    world.change({ default_access_token_manager_id: 'opaque', allow_token_introspection: true });
    const { access_token, refresh_token, id_token } = await world.tokens();
    const code = (await world.authorize()).get('code')!;
    const session = world.browser.cookies.get('__Host-clientele_session')!;
    const browser = world.browser.cookies.get('__Host-clientele_browser')!;
    const values = { access_token, refresh_token, id_token, code, session, browser };
    for (const [kind, value] of Object.entries(values)) {
      if (kind !== 'code') expect(await world.exchange(value)).toMatchObject({ error: 'invalid_grant' });
      if (kind !== 'refresh_token') expect(await world.refresh(value)).toMatchObject({ error: 'invalid_grant' });
      if (!['access_token', 'refresh_token'].includes(kind)) {
        expect(await world.introspect(value)).toEqual({ active: false });
        expect((await world.asClient('/revoke', { token: value })).status).toBe(200);
      }
      if (kind !== 'access_token') {
        const headers = { authorization: `Bearer ${value}` };
        expect((await world.send('GET', '/userinfo', { headers })).status).toBe(401);
        expect(await world.server.verifyAccessToken(value)).toBeUndefined();
      }
      expect((await world.browser.open(`/interaction/${value}`)).status).toBe(400);
      if (kind !== 'session') {
        const headers = { cookie: `__Host-clientele_session=${value}` };
        const silent = await world.send('GET', world.authorizationUrl({ prompt: 'none' }), { headers });
        expect(String(silent.headers['location'])).toContain('error=login_required');
      }
    }
    expect(await world.exchange(code)).toHaveProperty('access_token');
    expect(await world.refresh(refresh_token)).toHaveProperty('access_token');
  });
});

describe('[T-128] while a store cannot be reached', () => {
  afterEach(() => vi.restoreAllMocks());

  function expectBusy(response: ProtocolResponse): void {
    expect(response.status).toBe(503);
    expect(response.headers['retry-after']).toMatch(/^\d+$/);
    expect(response.headers).not.toHaveProperty('location');
    expect(response.body).toContain('temporarily_unavailable');
    expect(response.body).not.toContain('ECONNREFUSED');
  }

  const down = async () => Promise.reject(new Error('connect ECONNREFUSED'));
  const exchange = (world: World, code: string) =>
    world.asClient('/token', {
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
    });

  it.each<[string, (world: World) => void]>([
    ['reading artifacts', ({ artifacts }) => vi.spyOn(artifacts, 'get').mockImplementation(down)],
    ['marking codes', ({ artifacts }) => vi.spyOn(artifacts, 'putOnce').mockImplementation(down)],
    ['writing grants', ({ grants }) => vi.spyOn(grants, 'create').mockImplementation(down)],
    ['reading accounts', ({ accounts }) => vi.spyOn(accounts, 'find').mockImplementation(down)],
    ['reading keys', ({ keys }) => vi.spyOn(keys, 'list').mockImplementation(down)],
    ['opening keys', ({ keys }) => vi.spyOn(keys, 'list').mockRejectedValue(new SealBroken('altered'))],
    ['finding keys', ({ keys }) => vi.spyOn(keys, 'list').mockResolvedValue([])],
  ])('a code is not consumed: %s', async (_, fail) => {
    const world = await serverWith();
    const code = (await world.authorize()).get('code')!;
    fail(world);
    world.changes.emit({ kind: 'keys' });
    expectBusy(await exchange(world, code));
    vi.restoreAllMocks();
    world.changes.emit({ kind: 'keys' });
    expect((await exchange(world, code)).status).toBe(200);
  });

  it.each<[string, (world: World) => void]>([
    ['finding grants', ({ grants }) => vi.spyOn(grants, 'findByRefreshHandle').mockImplementation(down)],
    ['rotating', ({ grants }) => vi.spyOn(grants, 'rotate').mockImplementation(down)],
    ['reading accounts', ({ accounts }) => vi.spyOn(accounts, 'find').mockImplementation(down)],
    ['opening keys', ({ keys }) => vi.spyOn(keys, 'list').mockRejectedValue(new SealBroken('altered'))],
    ['finding keys', ({ keys }) => vi.spyOn(keys, 'list').mockResolvedValue([])],
    [
      'signing',
      ({ keys }) =>
        void keys.list().then(([key]) =>
          vi.spyOn(key!.signer, 'sign').mockImplementation(() => {
            throw new Error('the signing service is away');
          }),
        ),
    ],
  ])('a refresh token is not consumed: %s', async (_, fail) => {
    const world = await serverWith();
    const { refresh_token } = await world.tokens();
    fail(world);
    world.changes.emit({ kind: 'keys' });
    expectBusy(await world.asClient('/token', { grant_type: 'refresh_token', refresh_token }));
    vi.restoreAllMocks();
    world.changes.emit({ kind: 'keys' });
    expect(await world.refresh(refresh_token)).toHaveProperty('access_token');
  });

  it('good credentials are not called bad', async () => {
    const world = await serverWith();
    vi.spyOn(world.clients, 'find').mockImplementation(down);
    expectBusy(await world.asClient('/token', { grant_type: 'client_credentials' }));
    expectBusy(await world.send('GET', world.authorizationUrl()));
    vi.restoreAllMocks();
    world.changes.emit({ kind: 'server' });
    vi.spyOn(world.settings, 'read').mockImplementation(down);
    expectBusy(await world.asClient('/token', { grant_type: 'client_credentials' }));
    expectBusy(await world.send('GET', '/.well-known/openid-configuration'));
    vi.restoreAllMocks();
    expect((await world.asClient('/token', { grant_type: 'client_credentials' })).status).toBe(200);
    expect(world.problems).toHaveLength(4);
  });

  it('a change of another client does not make the failure stay', async () => {
    const world = await serverWith();
    const read = vi.spyOn(world.settings, 'read').mockImplementation(async () => {
      world.changes.emit({ kind: 'client', client_id: 'other' });
      return down();
    });
    expectBusy(await world.asClient('/token', { grant_type: 'client_credentials' }));
    read.mockRestore();
    expect((await world.asClient('/token', { grant_type: 'client_credentials' })).status).toBe(200);
  });

  it('nobody is signed in, and nothing is granted', async () => {
    const world = await serverWith(aRegisteredClient({ first_party: false }));
    const { response, at } = await world.browser.visit(world.authorizationUrl());
    vi.spyOn(world.accounts, 'authenticate').mockImplementation(down);
    expectBusy(await world.browser.submit(at, response, world.browser.signIn));
    vi.restoreAllMocks();
    const signedIn = await world.browser.submit(at, response, world.browser.signIn);
    expect(signedIn.status).toBe(303);
    const consent = await world.browser.visit(String(signedIn.headers['location']));
    vi.spyOn(world.artifacts, 'take').mockImplementation(down);
    expectBusy(await world.browser.submit(consent.at, consent.response, { action: 'allow' }));
    vi.restoreAllMocks();
    expect((await world.browser.submit(consent.at, consent.response, { action: 'allow' })).status).toBe(303);
  });

  it('[T-090] a revocation is not confirmed', async () => {
    const world = await serverWith();
    const { access_token, refresh_token } = await world.tokens();
    vi.spyOn(world.artifacts, 'put').mockImplementation(down);
    vi.spyOn(world.grants, 'revoke').mockImplementation(down);
    expectBusy(await world.asClient('/revoke', { token: access_token }));
    expectBusy(await world.asClient('/revoke', { token: refresh_token }));
  });

  it('the answer stands when only the origins cannot be read', async () => {
    const world = await serverWith();
    const { refresh_token } = await world.tokens();
    vi.spyOn(world.clients, 'allowsOrigin').mockImplementation(down);
    const headers = { ...form, origin: 'https://app.example.com' };
    const refused = await world.send('POST', '/token', { body: 'grant_type=refresh_token', headers });
    expect(refused.status).toBe(401);
    expect(refused.headers).not.toHaveProperty('access-control-allow-origin');
    expect(await world.refresh(refresh_token)).toHaveProperty('access_token');
  });
});

describe('the scopes of a token request', () => {
  it('are for machines too when they belong to roles, since the administrator listed them', async () => {
    const { token, settings, changes } = await serverWith(aRegisteredClient({ scope: 'rule' }));
    const rule = {
      name: 'rule',
      description: null,
      kind: 'exclusive',
      dynamic: false,
      claims: [],
      audience: null,
      roles: ['admin'],
    } as const;
    settings.records.scopes = [...standardResources.scopes, rule];
    changes.emit({ kind: 'server' });
    expect(await token({ grant_type: 'client_credentials', scope: 'rule' })).toMatchObject({ scope: 'rule' });
  });
});
