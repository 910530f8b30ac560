import { createHash } from 'node:crypto';
import { type Client, type ResponseType, responseTypes } from '@clientele/client-schema';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { type ProtocolResponse } from '../http.js';
import { parseJwt } from '../tokens/jwt.js';
import { aRegisteredClient, challenge, issuer, redirectUri, serverWith, type World } from '../testing/server-with.js';

const both: Partial<Client> = {
  grant_types: ['authorization_code', 'implicit', 'refresh_token'],
  first_party: true,
};
const serverOf = (document: Partial<Client> = {}) => serverWith(aRegisteredClient({ ...both, ...document }));

/** The parameters of an answer, and where in the address they stand. */
function answerOf({ headers }: ProtocolResponse): { mode: 'query' | 'fragment'; answer: Record<string, string> } {
  const { search, hash } = new URL(String(headers['location']));
  const mode = hash === '' ? 'query' : 'fragment';
  if (mode === 'fragment') expect(search).toBe('');
  return { mode, answer: Object.fromEntries(new URLSearchParams(mode === 'query' ? search : hash.slice(1))) };
}

const answered = async (world: World, response_type: string, over: Record<string, string> = {}) =>
  answerOf(await world.browser.through(world.authorizationUrl({ response_type, nonce: 'n-0S6', ...over })));

async function verified(world: World, token: string): Promise<Record<string, unknown>> {
  const keys = JSON.parse((await world.send('GET', '/jwks')).body) as Parameters<typeof createLocalJWKSet>[0];
  const currentDate = new Date(world.clock.now() * 1000);
  const { payload } = await jwtVerify(token, createLocalJWKSet(keys), { issuer, audience: 'app', currentDate });
  return payload;
}

const half = (value: string) => createHash('sha256').update(value).digest().subarray(0, 16).toString('base64url');

const userinfo = async (world: World, token: string) => {
  const { status, body } = await world.send('GET', '/userinfo', { headers: { authorization: `Bearer ${token}` } });
  return { status, claims: JSON.parse(body) as Record<string, unknown> };
};

describe('an answer of the authorization endpoint', () => {
  const members: [ResponseType, 'query' | 'fragment', string[]][] = [
    ['code', 'query', ['code']],
    ['none', 'query', []],
    ['id_token', 'fragment', ['id_token']],
    ['token', 'fragment', ['access_token', 'token_type', 'expires_in', 'scope']],
    ['id_token token', 'fragment', ['access_token', 'token_type', 'expires_in', 'scope', 'id_token']],
    ['code id_token', 'fragment', ['code', 'id_token']],
    ['code token', 'fragment', ['access_token', 'token_type', 'expires_in', 'scope', 'code']],
    ['code id_token token', 'fragment', ['access_token', 'token_type', 'expires_in', 'scope', 'code', 'id_token']],
  ];

  it('is tested for every response type', () => {
    expect(members.map(([type]) => type).toSorted()).toEqual([...responseTypes].toSorted());
  });

  it.each(members)(
    '[response_types] [grant_types] to %s travels in the %s and has %j, state and issuer',
    async (type, where, parameters) => {
      const world = await serverOf({ restrict_response_types: true, response_types: [type] });
      const { mode, answer } = await answered(world, type);
      expect(mode).toBe(where);
      expect(Object.keys(answer)).toEqual([...parameters, 'state', 'iss']);
      expect(answer).toMatchObject({ state: 'st4te', iss: issuer });
      expect(world.problems).toEqual([]);
    },
  );

  it('takes the words of a response type in any order', async () => {
    const { answer } = await answered(await serverOf(), 'token code id_token');
    expect(Object.keys(answer)).toContain('id_token');
  });

  it('[T-066] has an ID token that vouches for all that comes with it', async () => {
    const world = await serverOf();
    const { answer } = await answered(world, 'code id_token token');
    const claims = await verified(world, answer['id_token']!);
    expect(claims).toMatchObject({
      sub: 'a11ce',
      nonce: 'n-0S6',
      c_hash: half(answer['code']!),
      at_hash: half(answer['access_token']!),
      s_hash: half('st4te'),
    });
    const alone = await verified(world, (await answered(world, 'id_token', { state: '-' })).answer['id_token']!);
    for (const name of ['c_hash', 'at_hash', 's_hash']) expect(alone).not.toHaveProperty(name);
  });

  it('has an access token that stands, and never a refresh token', async () => {
    const world = await serverOf();
    const { answer } = await answered(world, 'token', { scope: 'openid email offline_access' });
    expect(answer).toMatchObject({ token_type: 'Bearer', expires_in: '300', scope: 'openid email' });
    expect(answer).not.toHaveProperty('refresh_token');
    expect(await userinfo(world, answer['access_token']!)).toMatchObject({
      status: 200,
      claims: { sub: 'a11ce', email: 'alice@example.com' },
    });
    const [grant] = await world.grants.findOfUser(world.client.id, 'a11ce');
    expect(grant).toMatchObject({ refresh: null, scope: ['openid', 'email'] });
    await world.grants.revoke(grant!.id, world.clock.now());
    expect((await userinfo(world, answer['access_token']!)).status).toBe(401);
  });

  it('has a code that gives tokens as any other does', async () => {
    const world = await serverOf();
    const { answer } = await answered(world, 'code id_token token');
    const tokens = await world.exchange(answer['code']!);
    expect(tokens).toHaveProperty('refresh_token');
    const [first, second] = [await verified(world, answer['id_token']!), await verified(world, tokens.id_token)];
    expect(second).toMatchObject({ sub: first['sub'], nonce: first['nonce'], at_hash: half(tokens.access_token) });
    expect(second).not.toHaveProperty('c_hash');
  });

  it('calls user and session what the token endpoint calls them', async () => {
    const world = await serverOf({
      subject_type: 'pairwise',
      backchannel_logout_uri: 'https://app.example.com/logged-out',
      backchannel_logout_session_required: true,
    });
    const { answer } = await answered(world, 'code id_token token');
    const [first, second] = [
      await verified(world, answer['id_token']!),
      await verified(world, (await world.exchange(answer['code']!)).id_token),
    ];
    expect(first['sub']).not.toBe('a11ce');
    expect(first['sid']).toBeTypeOf('string');
    expect(second).toMatchObject({ sub: first['sub'], sid: first['sid'] });
    expect((await userinfo(world, answer['access_token']!)).claims['sub']).toBe(first['sub']);
    const claims = JSON.stringify({ id_token: { sub: { value: first['sub'] } } });
    expect((await answered(world, 'id_token', { claims, prompt: 'none' })).answer).toHaveProperty('id_token');
  });

  it('tells of the user in the ID token where no access token can ask, OpenID Connect Core §5.4', async () => {
    const world = await serverOf();
    const claimsOf = async (type: string) =>
      verified(world, (await answered(world, type, { scope: 'openid email' })).answer['id_token']!);
    expect(await claimsOf('id_token')).toMatchObject({ email: 'alice@example.com', email_verified: true });
    expect(await claimsOf('id_token token')).not.toHaveProperty('email');
    expect(await claimsOf('code id_token')).not.toHaveProperty('email');
  });

  it('comes after sign-in and consent, as with a code', async () => {
    const world = await serverOf({ first_party: false });
    const denied = await world.browser.through(world.authorizationUrl({ response_type: 'token' }), 'deny');
    expect(answerOf(denied)).toMatchObject({ mode: 'fragment', answer: { error: 'access_denied', state: 'st4te' } });
    const { answer } = await answered(world, 'token', { prompt: 'none' });
    expect(answer).toMatchObject({ error: 'consent_required', iss: issuer });
  });

  it('has an access token for the APIs that the request names', async () => {
    const world = await serverOf({ authorized_resources: ['https://bank.example', 'https://shop.example'] });
    const { answer } = await answered(world, 'token', { resource: 'https://bank.example' });
    expect(parseJwt(answer['access_token']!)!.claims).toMatchObject({ aud: 'https://bank.example', client_id: 'app' });
  });

  it('needs no code challenge where there is no code', async () => {
    const world = await serverOf({ require_pkce: true });
    const without = { code_challenge: '-', code_challenge_method: '-' };
    expect((await answered(world, 'id_token', without)).answer).toHaveProperty('id_token');
    expect((await answered(world, 'code id_token', without)).answer).toMatchObject({ error: 'invalid_request' });
    expect((await answered(world, 'code id_token', { code_challenge: challenge })).answer).toHaveProperty('code');
  });

  it('[persistent_grant_reuse_grant_types] goes on with the grant in force where the client says so', async () => {
    for (const [types, grants] of [
      [['implicit'], 1],
      [[], 2],
    ] as const) {
      const world = await serverOf({ persistent_grant_reuse_grant_types: [...types] });
      for (let turn = 0; turn < 2; turn++) await answered(world, 'token');
      expect(await world.grants.findOfUser(world.client.id, 'a11ce')).toHaveLength(grants);
    }
  });
});

describe('[T-030] a response type', () => {
  const refused = async (document: Partial<Client>, type: string, over: Record<string, string> = {}) => {
    const world = await serverOf(document);
    const response = await world.send('GET', world.authorizationUrl({ response_type: type, ...over }));
    return { ...answerOf(response), receipt: await world.receiptOf(response) };
  };

  it('[grant_types] needs the grants that its words stand for', async () => {
    const { mode, answer, receipt } = await refused({ grant_types: ['authorization_code'] }, 'code id_token');
    expect(mode).toBe('fragment');
    expect(answer).toMatchObject({ error: 'unauthorized_client', state: 'st4te', iss: issuer });
    expect(receipt).toMatchObject({
      rule: 'response-type-is-allowed',
      registered: ['code', 'none'],
      suggestion: { add: { grant_types: ['implicit'] } },
    });
    expect((await refused({ grant_types: ['implicit'] }, 'code')).receipt.suggestion).toEqual({
      add: { grant_types: ['authorization_code'] },
    });
  });

  it('[restrict_response_types] [response_types] is refused where the client restricts itself to others', async () => {
    const restricted = { restrict_response_types: true, response_types: ['code'] } satisfies Partial<Client>;
    const { answer, receipt } = await refused(restricted, 'id_token', { nonce: 'n' });
    expect(answer).toMatchObject({ error: 'unauthorized_client' });
    expect(receipt).toMatchObject({ registered: ['code'], suggestion: { add: { response_types: ['id_token'] } } });
  });

  it.each(['code id_token', 'id_token', 'id_token token', 'code id_token token'])(
    '%s needs a nonce and the scope openid',
    async (type) => {
      expect(await refused({}, type)).toMatchObject({
        mode: 'fragment',
        answer: { error: 'invalid_request' },
        receipt: { rule: 'nonce-is-sent' },
      });
      expect(await refused({}, type, { scope: 'email', nonce: 'n' })).toMatchObject({
        answer: { error: 'invalid_request' },
        receipt: { rule: 'id-token-is-asked-with-openid' },
      });
    },
  );

  it('[response_modes] with a token is never answered in a query, and can be posted', async () => {
    expect(await refused({}, 'code token', { response_mode: 'query' })).toMatchObject({
      mode: 'fragment',
      answer: { error: 'invalid_request' },
      receipt: { rule: 'response-mode-keeps-tokens' },
    });
    const world = await serverOf();
    await answered(world, 'id_token');
    const page = await world.browser.open(
      world.authorizationUrl({ response_type: 'id_token', response_mode: 'form_post', nonce: 'n' }),
    );
    expect(page.body).toContain(`action="${redirectUri}"`);
    expect(page.body).toContain('name="id_token"');
    expect(page.headers).not.toHaveProperty('location');
  });

  it('is unknown to a server without legacy grants where it has a token', async () => {
    const world = await serverOf();
    const discovered = async () => JSON.parse((await world.send('GET', '/.well-known/openid-configuration')).body);
    expect(await discovered()).toMatchObject({
      response_types_supported: [...responseTypes],
      grant_types_supported: expect.arrayContaining(['implicit']),
    });
    world.settings.change({ allow_legacy_grants: false });
    world.changes.emit({ kind: 'server' });
    expect(await discovered()).toMatchObject({
      response_types_supported: ['code', 'none'],
      grant_types_supported: expect.not.arrayContaining(['implicit']),
    });
    const response = await world.send('GET', world.authorizationUrl({ response_type: 'code token' }));
    expect(answerOf(response)).toMatchObject({ mode: 'fragment', answer: { error: 'unsupported_response_type' } });
  });

  it('gives ID tokens that hint at their user later', async () => {
    const world = await serverOf();
    const { answer } = await answered(world, 'id_token');
    const again = await answered(world, 'id_token', { id_token_hint: answer['id_token']!, prompt: 'none' });
    expect(again.answer).toHaveProperty('id_token');
  });

  it('has no ID token through the browser for a client whose ID tokens are unsigned', async () => {
    const unsigned = { id_token_signed_response_alg: 'none' } as const;
    const { answer, receipt } = await refused(unsigned, 'code id_token', { nonce: 'n' });
    expect(answer).toMatchObject({ error: 'unauthorized_client' });
    expect(receipt).toMatchObject({ rule: 'id-token-from-the-browser-is-signed' });
    expect((await answered(await serverOf(unsigned), 'code token')).answer).toHaveProperty('access_token');
  });

  it('is explained by the same steps', async () => {
    const { server } = await serverOf();
    const parameters = new URLSearchParams({ response_type: 'id_token', redirect_uri: redirectUri, scope: 'openid' });
    const imagined = { endpoint: '/authorize', client_id: 'app', address: '203.0.113.7' } as const;
    const refused = await server.explain({ ...imagined, parameters: parameters.toString() });
    expect(refused).toMatchObject({ decision: 'refused', error: 'invalid_request' });
    expect(refused!.steps.at(-1)).toMatchObject({ rule: 'nonce-is-sent', holds: false });
    parameters.set('nonce', 'n');
    const granted = await server.explain({ ...imagined, parameters: parameters.toString() });
    expect(granted).toMatchObject({ decision: 'asks_user' });
    expect(granted!.steps.map(({ rule }) => rule)).toContain('response-type-is-allowed');
  });

  it('implicit is no grant of the token endpoint', async () => {
    const world = await serverOf();
    expect(await world.token({ grant_type: 'implicit' })).toMatchObject({ error: 'unsupported_grant_type' });
  });
});

describe('a code that comes with an access token', () => {
  async function hybrid(document: Partial<Client> = {}) {
    const world = await serverOf({ allow_token_introspection: true, ...document });
    const { answer } = await answered(world, 'code token');
    const isActive = async (token: string) => (await world.introspect(token))['active'];
    return { ...world, code: answer['code']!, inFront: answer['access_token']!, isActive };
  }

  it.each([{}, { grant_types: ['authorization_code', 'implicit'] } as const])(
    '[T-040] ends both when it returns: %o',
    async (document) => {
      const { code, inFront, isActive, exchange } = await hybrid(document as Partial<Client>);
      const { access_token } = await exchange(code);
      expect([await isActive(inFront), await isActive(access_token)]).toEqual([true, true]);
      expect(await exchange(code)).toMatchObject({ error: 'invalid_grant' });
      expect([await isActive(inFront), await isActive(access_token)]).toEqual([false, false]);
    },
  );

  it('has one grant with it, which ends as one', async () => {
    const { code, inFront, isActive, exchange, refresh, asClient } = await hybrid();
    const { refresh_token } = await exchange(code);
    const next = await refresh(refresh_token);
    await asClient('/revoke', { token: next.refresh_token });
    expect(await isActive(inFront)).toBe(false);
    expect(await isActive(next.access_token)).toBe(false);
  });

  it('gives nothing once the grant has ended', async () => {
    const { code, inFront, exchange, grants, clock, server } = await hybrid();
    const { gid } = (await server.verifyAccessToken(inFront))!;
    await grants.revoke(gid!, clock.now());
    expect(await exchange(code)).toMatchObject({ error: 'invalid_grant' });
  });

  it('[T-041] is exchanged once by many at once, whose tokens stay', async () => {
    for (const document of [{}, { grant_types: ['authorization_code', 'implicit'] as const }]) {
      const { code, inFront, isActive, exchange } = await hybrid(document as Partial<Client>);
      const answers = await Promise.all(Array.from({ length: 5 }, () => exchange(code)));
      const [first, ...others] = answers.filter(({ access_token }) => access_token);
      expect(others).toEqual([]);
      expect([await isActive(first!.access_token), await isActive(inFront)]).toEqual([true, true]);
    }
  });

  it('goes on with the grant in force where the client begins none anew', async () => {
    const reuse = { persistent_grant_reuse_grant_types: ['authorization_code', 'implicit'] } as const;
    const world = await serverOf(reuse as unknown as Partial<Client>);
    const grantOf = async (token: string) => (await world.server.verifyAccessToken(token))?.gid;
    const before = await world.tokens();
    const { answer } = await answered(world, 'code token');
    const after = await world.exchange(answer['code']!);
    expect(await grantOf(answer['access_token']!)).toBe(await grantOf(before.access_token));
    expect(await grantOf(after.access_token)).toBe(await grantOf(before.access_token));
  });
});
