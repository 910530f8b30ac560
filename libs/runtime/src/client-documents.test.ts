import { generateKeyPairSync } from 'node:crypto';
import { type Settings } from '@clientele/client-schema';
import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { type ProtocolResponse } from './http.js';
import { FetchFailed, type Incoming } from './ports/fetcher.js';
import { aRegisteredClient, issuer, serverWith, verifier } from './testing/server-with.js';

const url = 'https://app.example.com/oauth/client.json';
const callback = 'https://app.example.com/cb';
const document = { client_id: url, client_name: 'My bank', redirect_uris: [callback] };
const description = '/.well-known/openid-configuration';

/** A server that takes documents, and one host that has one. */
async function worldWith(settings: Partial<Settings> = {}, members: Record<string, unknown> = {}) {
  const world = await serverWith(aRegisteredClient());
  const host = {
    asked: 0,
    answer: { status: 200, headers: { 'content-type': 'application/json' }, body: '' } as Incoming,
    serves(served: object, headers: Record<string, string> = {}) {
      host.answer = {
        status: 200,
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(served),
      };
    },
    isDown: false,
  };
  host.serves({ ...document, ...members });
  world.fetcher.hosts.set('app.example.com', () => {
    host.asked += 1;
    if (host.isDown) throw new FetchFailed('the host could not be reached');
    return host.answer;
  });
  const change = (changes: Partial<Settings>) => {
    world.settings.change(changes);
    world.changes.emit({ kind: 'server' });
  };
  change({ client_id_metadata_documents: 'any_host', ...settings });

  const ask = (over: Record<string, string> = {}) =>
    world.authorizationUrl({ client_id: url, redirect_uri: callback, ...over });
  const codeOf = ({ headers }: ProtocolResponse) => new URL(String(headers['location'])).searchParams.get('code')!;
  const exchange = async (code: string, over: Record<string, string> = {}) => {
    const form = {
      grant_type: 'authorization_code',
      client_id: url,
      code,
      redirect_uri: callback,
      code_verifier: verifier,
    };
    return JSON.parse((await world.post('/token', { ...form, ...over })).body) as Record<string, string>;
  };
  /** The status of a request that asks for nothing but to be let in. */
  const isKnown = async () => (await world.send('GET', ask())).status !== 400;
  return { ...world, host, change, ask, codeOf, exchange, isKnown };
}

describe('a client that is known by a document', () => {
  it('[client_id_metadata_documents] gets tokens where documents are admitted, and discovery says whether they are', async () => {
    const world = await worldWith();
    const tokens = await world.exchange(world.codeOf(await world.browser.through(world.ask())));
    expect(tokens).toMatchObject({ token_type: 'Bearer', expires_in: 300 });
    const userinfo = await world.send('GET', '/userinfo', {
      headers: { authorization: `Bearer ${tokens['access_token']}` },
    });
    expect(JSON.parse(userinfo.body)).toMatchObject({ sub: 'a11ce' });
    const told = async () =>
      (JSON.parse((await world.send('GET', description)).body) as Record<string, unknown>)[
        'client_id_metadata_document_supported'
      ];
    expect(await told()).toBe(true);

    world.change({ client_id_metadata_documents: 'disabled' });
    expect(await told()).toBe(false);
    const refused = await world.send('GET', world.ask());
    expect(refused.status).toBe(400);
    expect(refused.headers).not.toHaveProperty('location');
    const again = { authorization: `Bearer ${tokens['access_token']}` };
    expect((await world.send('GET', '/userinfo', { headers: again })).status).toBe(401);
    expect(world.host.asked).toBe(1);
  });

  it('[client_document_hosts] is fetched from hosts that are listed, and nothing from another', async () => {
    const world = await worldWith({
      client_id_metadata_documents: 'listed_hosts',
      client_document_hosts: ['other.example'],
    });
    expect(await world.isKnown()).toBe(false);
    expect(world.host.asked).toBe(0);
    world.change({ client_document_hosts: ['app.example.com'] });
    expect(await world.isKnown()).toBe(true);
  });

  it('[client_document_scopes] [client_document_grant_types] [client_document_max_access_token_ttl] [client_document_max_grant_lifetime] gets no more than the ceiling', async () => {
    const wishes = {
      grant_types: ['authorization_code', 'refresh_token', 'implicit'],
      response_types: ['code', 'token'],
    };
    const world = await worldWith(
      {
        client_document_scopes: ['profile'],
        client_document_max_access_token_ttl: 90,
        client_document_max_grant_lifetime: 600,
      },
      wishes,
    );
    const refused = await world.send('GET', world.ask({ scope: 'openid email' }));
    expect(await world.receiptOf(refused)).toMatchObject({ client_id: url, error: 'invalid_scope' });
    expect((await world.receiptOf(await world.send('GET', world.ask({ response_type: 'token' })))).error).toBe(
      'unauthorized_client',
    );

    const tokens = await world.exchange(
      world.codeOf(await world.browser.through(world.ask({ scope: 'openid profile' }))),
    );
    expect(tokens).toMatchObject({ expires_in: 90, scope: 'openid profile', refresh_token: expect.any(String) });
    world.clock.advance(599);
    const refreshed = await world.exchange('', {
      grant_type: 'refresh_token',
      refresh_token: tokens['refresh_token']!,
    });
    expect(refreshed).toHaveProperty('access_token');
    world.clock.advance(2);
    const late = await world.exchange('', { grant_type: 'refresh_token', refresh_token: refreshed['refresh_token']! });
    expect(late).toMatchObject({ error: 'invalid_grant' });

    world.change({ client_document_grant_types: ['authorization_code'] });
    expect(await world.exchange(world.codeOf(await world.browser.through(world.ask())))).not.toHaveProperty(
      'refresh_token',
    );
  });

  it('[client_document_redirect_uris] comes back to its own origin, and to programs of the user where that is allowed', async () => {
    const world = await worldWith({}, { redirect_uris: [callback, 'http://127.0.0.1/cb'] });
    const receipt = await world.receiptOf(await world.send('GET', world.ask()));
    expect(receipt).toMatchObject({ rule: 'client-is-known', sent: url });
    expect(receipt.sentence).toContain('redirect_uris/1 must be at https://app.example.com');
    world.change({ client_document_redirect_uris: 'same_origin_or_loopback' });
    const native = world.ask({ redirect_uri: 'http://127.0.0.1:51004/cb' });
    expect(String((await world.browser.through(native)).headers['location'])).toMatch(
      /^http:\/\/127\.0\.0\.1:51004\/cb\?code=/,
    );
  });

  it('turns no text around its name, and has no page named after itself', async () => {
    const client_name = '\u202emoc.knab';
    const world = await worldWith({}, { client_name });
    await world.browser.through(world.ask());
    for (const prompt of ['consent', 'select_account']) {
      const { response } = await world.browser.visit(world.ask({ prompt }));
      expect(response.body).toContain(`<p class="host"><bdi>${client_name}</bdi></p>`);
      expect(response.body).toMatch(/<title>[^<]*app\.example\.com<\/title>/);
      expect(response.body.replaceAll(`<bdi>${client_name}</bdi>`, '')).not.toContain(client_name);
    }
  });

  it('asks its users each time, and says where it comes from and not only what it calls itself', async () => {
    const world = await worldWith();
    await world.browser.through(world.ask());
    const { response } = await world.browser.visit(world.ask());
    expect(response.body).toContain('id="allow"');
    expect(response.body).toContain('<p class="name" id="client-host">app.example.com</p>');
    expect(response.body).toContain(`<bdi>${url}</bdi>`);
    expect(response.body).not.toMatch(/<strong>.*My bank.*<\/strong>/);
    expect(response.body).not.toContain('<img');
    expect(
      (await world.send('GET', world.ask({ prompt: 'none' }), { headers: world.browser.cookieHeader() })).headers,
    ).not.toHaveProperty('location');
  });

  it('needs PKCE, and no wildcard or neighbour of its addresses is its own', async () => {
    const world = await worldWith();
    expect(
      (await world.receiptOf(await world.send('GET', world.ask({ code_challenge: '-', code_challenge_method: '-' }))))
        .rule,
    ).toMatch(/challenge|pkce/);
    expect((await world.receiptOf(await world.send('GET', world.ask({ redirect_uri: `${callback}/` })))).rule).toBe(
      'redirect-uri-is-registered',
    );
  });

  it('authenticates with its keys, and with nothing that everybody could read', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwks = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'ES256' }] };
    const world = await worldWith(
      { client_document_grant_types: ['authorization_code', 'client_credentials'] },
      {
        token_endpoint_auth_method: 'private_key_jwt',
        jwks,
        grant_types: ['client_credentials'],
        redirect_uris: undefined,
      },
    );
    const now = world.clock.now();
    const assertion = await new SignJWT({ jti: 'once' })
      .setProtectedHeader({ alg: 'ES256', kid: 'k' })
      .setIssuer(url)
      .setSubject(url)
      .setAudience(issuer)
      .setIssuedAt(now)
      .setExpirationTime(now + 60)
      .sign(privateKey);
    const form = { grant_type: 'client_credentials', scope: '' };
    const signed = {
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    };
    expect(JSON.parse((await world.post('/token', { ...form, ...signed })).body)).toHaveProperty('access_token');
    expect(JSON.parse((await world.post('/token', { ...form, client_id: url })).body)).toMatchObject({
      error: 'invalid_client',
    });
    expect(
      JSON.parse((await world.post('/token', { ...form, client_id: url, client_secret: 'undefined' })).body),
    ).toMatchObject({ error: 'invalid_client' });
  });

  it('is no other than the registered client of its name', async () => {
    const world = await worldWith();
    world.clients.put(
      aRegisteredClient({ client_id: url, client_name: 'Pinned', redirect_uris: ['https://pinned.example/cb'] }),
    );
    expect(
      (await world.browser.visit(world.ask({ redirect_uri: 'https://pinned.example/cb' }))).response.body,
    ).toContain('Pinned');
    expect(world.host.asked).toBe(0);
  });

  it('loses everything while an administrator has frozen it, and gets it back', async () => {
    const world = await worldWith();
    const tokens = await world.exchange(world.codeOf(await world.browser.through(world.ask())));
    const headers = { authorization: `Bearer ${tokens['access_token']}` };
    for (const [frozen, status] of [
      [true, 401],
      [false, 200],
    ] as const) {
      world.clientDocuments.freeze(url, frozen);
      world.changes.emit({ kind: 'client', client_id: url });
      expect((await world.send('GET', '/userinfo', { headers })).status).toBe(status);
      expect((await world.send('GET', world.ask())).status === 400).toBe(frozen);
    }
  });

  it('has scripts at its origin, and a stranger’s origin has none', async () => {
    const world = await worldWith({
      client_id_metadata_documents: 'listed_hosts',
      client_document_hosts: ['app.example.com'],
    });
    const preflight = async (origin: string) =>
      (await world.send('OPTIONS', '/token', { headers: { origin } })).headers['access-control-allow-origin'];
    expect(await preflight('https://app.example.com')).toBe('https://app.example.com');
    expect(await preflight('https://evil.example')).toBeUndefined();
    const form = {
      grant_type: 'authorization_code',
      client_id: url,
      code: 'x',
      redirect_uri: callback,
      code_verifier: verifier,
    };
    const readableBy = async (origin: string) =>
      (await world.post('/token', form, { origin })).headers['access-control-allow-origin'];
    expect(await readableBy('https://app.example.com')).toBe('https://app.example.com');
    expect(await readableBy('https://evil.example')).toBeUndefined();
  });
});

describe('the document of a client', () => {
  it('[client_document_max_age] is used as long as its host says, within bounds', async () => {
    const world = await worldWith({ client_document_max_age: 7200 });
    const askedAfter = async (headers: Record<string, string>, seconds: number) => {
      world.clock.advance(100_000);
      world.host.serves(document, headers);
      expect(await world.isKnown()).toBe(true);
      const before = world.host.asked;
      world.clock.advance(seconds);
      await world.isKnown();
      return world.host.asked > before;
    };
    for (const [headers, seconds] of [
      [{}, 3600],
      [{ 'cache-control': 'public, max-age=300' }, 300],
      [{ 'cache-control': 'max-age=300', age: '100' }, 200],
      [{ 'cache-control': 'no-store' }, 60],
      [{ 'cache-control': 'max-age=0' }, 60],
      [{ 'cache-control': 'max-age=9999999999' }, 7200],
      [{ expires: 'yesterday' }, 60],
      [{ expires: '0' }, 60],
    ] as [Record<string, string>, number][]) {
      expect([headers, await askedAfter(headers, seconds - 1), await askedAfter(headers, seconds + 1)]).toEqual([
        headers,
        false,
        true,
      ]);
    }
  });

  it('takes effect when it has changed, also for what was granted before', async () => {
    const world = await worldWith({}, { grant_types: ['authorization_code', 'refresh_token'] });
    const tokens = await world.exchange(world.codeOf(await world.browser.through(world.ask())));
    world.host.serves({ ...document, client_id: 'https://app.example.com/moved' });
    world.clock.advance(3600);
    const form = { grant_type: 'refresh_token', refresh_token: tokens['refresh_token']! };
    expect(await world.exchange('', form)).toMatchObject({ error: 'invalid_client' });
  });

  it('survives an outage of its host for a day, and no answer of it', async () => {
    const world = await worldWith();
    expect(await world.isKnown()).toBe(true);
    world.host.isDown = true;
    world.clock.advance(80_000);
    expect(await world.isKnown()).toBe(true);
    world.clock.advance(10_000);
    expect(await world.isKnown()).toBe(false);
    world.host.isDown = false;
    world.clock.advance(31);
    expect(await world.isKnown()).toBe(true);
    // It has been asked too often.
    world.host.answer = { status: 429, headers: {}, body: '' };
    world.clock.advance(3601);
    expect(await world.isKnown()).toBe(true);
    world.host.answer = { status: 404, headers: {}, body: '' };
    world.clock.advance(3601);
    expect(await world.isKnown()).toBe(false);
  });

  it.each<[string, Incoming]>([
    ['is no JSON', { status: 200, headers: { 'content-type': 'application/json' }, body: '<html>' }],
    ['is called HTML', { status: 200, headers: { 'content-type': 'text/html' }, body: JSON.stringify(document) }],
    ['is elsewhere', { status: 302, headers: { location: 'https://app.example.com/other' }, body: '' }],
    [
      'is another’s',
      {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...document, client_id: 'https://evil.example/c' }),
      },
    ],
  ])('makes no client when it %s', async (_, answer) => {
    const world = await worldWith();
    world.host.answer = answer;
    const receipt = await world.receiptOf(await world.send('GET', world.ask()));
    expect(receipt.rule).toBe('client-is-known');
    expect(receipt.sentence).toMatch(/its document (?:could not be used|is refused)/);
    expect(await world.clientDocuments.find(url)).toBeUndefined();
  });

  it('[T-102] is fetched once, however many ask at once, and not again soon after it was not to be had', async () => {
    const world = await worldWith();
    world.host.isDown = true;
    const addresses = Array.from({ length: 50 }, (_, index) => `198.51.100.${index}`);
    const all = await Promise.all(addresses.map((peer) => world.send('GET', world.ask(), { peer })));
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set([400]));
    expect(world.host.asked).toBe(1);
    world.host.isDown = false;
    world.clock.advance(29);
    expect(await world.isKnown()).toBe(false);
    expect(world.host.asked).toBe(1);
    world.clock.advance(1);
    await Promise.all(addresses.map((peer) => world.send('GET', world.ask(), { peer })));
    expect(world.host.asked).toBe(2);
  });

  it('[T-099] [T-100] is looked for at no address that could not be a document', async () => {
    const world = await worldWith();
    for (const client_id of [
      'http://app.example.com/c',
      'https://app.example.com/',
      'https://u:p@app.example.com/c',
      'https://app.example.com/a/../c',
      'https://2130706433/c',
      'HTTPS://app.example.com/c',
    ])
      expect((await world.send('GET', world.ask({ client_id }))).status).toBe(400);
    expect(world.host.asked).toBe(0);
  });

  it('[T-101] is fetched with limits', async () => {
    const world = await worldWith();
    const limits: unknown[] = [];
    world.fetcher.hosts.set('app.example.com', (_, request) => {
      limits.push(request);
      return world.host.answer;
    });
    await world.isKnown();
    expect(limits).toEqual([{ method: 'GET', maxBytes: 65_536 }]);
  });

  it('[T-114] is fetched for one source so often and no more, while others go on', async () => {
    const world = await worldWith();
    const asks = (index: number, peer: string) =>
      world.send('GET', world.ask({ client_id: `${url}?${index}` }), { peer });
    for (let index = 0; index < 30; index++) expect((await asks(index, '198.51.100.1')).status).toBe(400);
    const asked = world.host.asked;
    expect(await asks(31, '198.51.100.1')).toMatchObject({
      status: 429,
      headers: { 'retry-after': expect.any(String) },
    });
    expect(world.host.asked).toBe(asked);
    expect((await asks(31, '198.51.100.2')).status).toBe(400);
    expect(world.host.asked).toBe(asked + 1);
    // Neither for the script that reads the refusal, nor for keys that no such client has.
    const headers = { origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams({ grant_type: 'authorization_code', client_id: `${url}?32` }).toString();
    const read = await world.send('POST', '/token', { headers, body, peer: '198.51.100.1' });
    expect(read.status).toBe(429);
    expect((await world.send('GET', `/clients/${encodeURIComponent(`${url}?33`)}/did.json`)).status).toBe(404);
    expect(world.host.asked).toBe(asked + 1);
  });

  it('[T-114] is counted where it is fetched, and nowhere else', async () => {
    const world = await worldWith();
    const peer = '198.51.100.1';
    const named = (index: number) => `${url}?${index}`;
    world.fetcher.hosts.set('app.example.com', ({ href }) => {
      world.host.asked += 1;
      return { ...world.host.answer, body: JSON.stringify({ ...document, client_id: href }) };
    });
    const asks = async (index: number) =>
      (await world.send('GET', world.ask({ client_id: named(index) }), { peer })).status;
    for (let index = 0; index < 30; index++) expect(await asks(index)).toBe(303);
    // What the store has serves every process; a registered client has no document.
    world.change({});
    world.clients.put({ ...aRegisteredClient({ client_id: named(99), redirect_uris: [callback] }), id: 'registered' });
    expect(await Promise.all([...Array(30).keys(), 99].map(asks))).toEqual(Array(31).fill(303));
    expect(world.host.asked).toBe(30);
    expect(await asks(30)).toBe(429);
  });

  it('[T-114] is fetched for who waited for one that may ask no more', async () => {
    const world = await worldWith();
    const asks = (index: number, peer: string) =>
      world.send('GET', world.ask({ client_id: `${url}?${index}` }), { peer });
    for (let index = 0; index < 30; index++) await asks(index, '198.51.100.1');
    // The registry knows now that nobody has registered it, so that who asks first is first to look for the document.
    await world.send('GET', `/clients/${encodeURIComponent(`${url}?31`)}/did.json`);
    const both = await Promise.all([asks(31, '198.51.100.1'), asks(31, '198.51.100.2')]);
    expect(both.map(({ status }) => status)).toEqual([429, 400]);
  });
});

describe('a refusal of a client that nobody has vetted', () => {
  const wrong = { scope: 'openid nonsense' };

  it('[T-036] takes nobody anywhere before they have signed in', async () => {
    const world = await worldWith();
    for (const over of [
      wrong,
      { prompt: 'none' },
      { response_type: 'token' },
      { ...wrong, response_mode: 'form_post' },
    ] as Record<string, string>[]) {
      const response = await world.send('GET', world.ask(over));
      expect(response.status).toBe(400);
      expect(response.headers).not.toHaveProperty('location');
      expect(response.body).not.toMatch(/<form|<script|id="continue"/);
    }
  });

  it('[T-036] shows to whoever is signed in where it leads, and lets them choose', async () => {
    const world = await worldWith();
    await world.browser.through(world.ask());
    const opened = await world.browser.open(world.ask(wrong));
    const denied = await world.browser.through(world.ask(), 'deny');
    for (const [response, error] of [
      [opened, 'invalid_scope'],
      [denied, 'access_denied'],
    ] as const) {
      expect(response.status).toBe(400);
      expect(response.headers).not.toHaveProperty('location');
      expect(response.body).toContain('<strong>app.example.com</strong>');
      const link = /<a id="continue" href="([^"]+)"/.exec(response.body)![1]!.replaceAll('&amp;', '&');
      expect(new URL(link).searchParams.get('error')).toBe(error);
    }
    const posted = await world.browser.open(world.ask({ ...wrong, response_mode: 'form_post' }));
    expect(posted.body).not.toMatch(/<form|<script/);
  });

  it('[T-036] leads nobody on by a sign-out of nothing', async () => {
    const bye = 'https://app.example.com/bye';
    const world = await worldWith({}, { post_logout_redirect_uris: [bye] });
    const query = new URLSearchParams({ client_id: url, post_logout_redirect_uri: bye }).toString();
    const { status, headers, body } = await world.send('GET', `/logout?${query}`);
    expect(status).toBe(200);
    expect(headers).not.toHaveProperty('refresh');
    expect(body).toMatch(/<strong>app\.example\.com<\/strong>[^]*id="continue"/);
  });

  it('[T-036] that an administrator has registered goes back to it', async () => {
    const world = await worldWith();
    expect(String((await world.send('GET', world.authorizationUrl(wrong))).headers['location'])).toContain(
      'error=invalid_scope',
    );
  });
});
