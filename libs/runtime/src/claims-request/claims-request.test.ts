import { type Client } from '@clientele/client-schema';
import { describe, expect, it } from 'vitest';
import { type ProtocolResponse } from '../http.js';
import { parseJwt } from '../tokens/jwt.js';
import { aRegisteredClient, formToken, serverWith, type World } from '../testing/server-with.js';
import { parseClaims } from './claims-request.js';

const serverOf = (document: Partial<Client> = {}) => serverWith(aRegisteredClient(document));
const firstParty = { first_party: true };

const asking = (claims: object, over: Record<string, string> = {}) => ({ claims: JSON.stringify(claims), ...over });

const idTokenOf = ({ id_token }: { id_token: string }) => parseJwt(id_token)!.claims;

async function userinfo({ send }: World, token: string): Promise<Record<string, unknown>> {
  const { body } = await send('GET', '/userinfo', { headers: { authorization: `Bearer ${token}` } });
  return JSON.parse(body) as Record<string, unknown>;
}

const answerOf = ({ headers }: ProtocolResponse) =>
  Object.fromEntries(new URL(String(headers['location'])).searchParams) as Record<string, string>;

describe('the claims parameter', () => {
  it('tells single claims at userinfo and in the ID token, without their scope', async () => {
    const world = await serverOf(firstParty);
    const claims = { userinfo: { email: { essential: true } }, id_token: { name: null, nickname: null } };
    const tokens = await world.tokens(asking(claims));
    expect(await userinfo(world, tokens.access_token)).toEqual({ sub: 'a11ce', email: 'alice@example.com' });
    expect(idTokenOf(tokens)).toMatchObject({ name: 'Alice' });
    for (const name of ['email', 'nickname']) expect(idTokenOf(tokens)).not.toHaveProperty(name);
  });

  it('goes on to count after a refresh', async () => {
    const world = await serverOf(firstParty);
    const first = await world.tokens(asking({ userinfo: { email: null }, id_token: { name: null } }));
    const next = await world.refresh(first.refresh_token);
    expect(await userinfo(world, next.access_token)).toHaveProperty('email');
    expect(idTokenOf(next)).toHaveProperty('name', 'Alice');
  });

  it('works for tokens of the authorization endpoint', async () => {
    const world = await serverOf({ ...firstParty, grant_types: ['implicit'] });
    const request = asking({ userinfo: { email: null }, id_token: { name: null } });
    const response = await world.browser.through(
      world.authorizationUrl({ response_type: 'id_token token', nonce: 'n', ...request }),
    );
    const answer = new URLSearchParams(new URL(String(response.headers['location'])).hash.slice(1));
    expect(await userinfo(world, answer.get('access_token')!)).toHaveProperty('email', 'alice@example.com');
    expect(parseJwt(answer.get('id_token')!)!.claims).toHaveProperty('name', 'Alice');
  });

  it('tells a claim of which a value is wanted only if it has it', async () => {
    const world = await serverOf(firstParty);
    const valued = (value: object) => asking({ id_token: { email: value } });
    const told = async (value: object) => idTokenOf(await world.tokens(valued(value)))['email'];
    expect(await told({ value: 'alice@example.com' })).toBe('alice@example.com');
    expect(await told({ values: ['x', 'alice@example.com'] })).toBe('alice@example.com');
    expect(await told({ value: 'bob@example.com' })).toBeUndefined();
  });

  it('tells no claim whose scopes the client may not have, and none that the server makes', async () => {
    const world = await serverOf({ ...firstParty, scope: 'openid profile' });
    const tokens = await world.tokens(
      asking({ userinfo: { email: null, name: null, client_id: null }, id_token: { email: null } }),
    );
    expect(await userinfo(world, tokens.access_token)).toEqual({ sub: 'a11ce', name: 'Alice' });
    expect(idTokenOf(tokens)).not.toHaveProperty('email');
    world.change({ scope: 'openid' });
    expect(await userinfo(world, tokens.access_token)).toEqual({ sub: 'a11ce' });
  });

  it('[T-034] asks the user for each claim that no scope of the request stands for, once', async () => {
    const world = await serverOf({ first_party: false });
    const { browser, authorizationUrl } = world;
    const request = asking({ userinfo: { email: null, name: null } }, { scope: 'openid profile' });
    const { response, at } = await browser.visit(authorizationUrl(request));
    const signedIn = await browser.submit(at, response, browser.signIn);
    const page = await browser.visit(String(signedIn.headers['location']));
    const list = /aria-labelledby="claims-title">(.*?)<\/ul>/s.exec(page.response.body)![1]!;
    expect([...list.matchAll(/<li>(.*?)<\/li>/g)].map(([, name]) => name)).toEqual(['email']);
    const allowed = await browser.submit(page.at, page.response, { action: 'allow' });
    const tokens = await world.exchange(answerOf(allowed)['code']!);
    expect(await userinfo(world, tokens.access_token)).toMatchObject({ email: 'alice@example.com', name: 'Alice' });

    const silent = answerOf(await browser.open(authorizationUrl({ ...request, prompt: 'none' })));
    expect(silent).toHaveProperty('code');
    const more = asking({ userinfo: { phone_number: null } }, { prompt: 'none' });
    expect(answerOf(await browser.open(authorizationUrl(more)))).toMatchObject({ error: 'consent_required' });
  });

  it('[T-034] tells nothing of a scope that the user has unticked', async () => {
    const world = await serverOf({ first_party: false, consent_allow_deselection: true });
    const { browser, authorizationUrl } = world;
    const request = asking({ userinfo: { email: null, name: null } }, { scope: 'openid email' });
    const { response, at } = await browser.visit(authorizationUrl(request));
    const signedIn = await browser.submit(at, response, browser.signIn);
    const page = await browser.visit(String(signedIn.headers['location']));
    expect(formToken(page.response)).not.toBe('');
    const allowed = await browser.submit(page.at, page.response, { action: 'allow' });
    const tokens = await world.exchange(answerOf(allowed)['code']!);
    expect(await userinfo(world, tokens.access_token)).toEqual({ sub: 'a11ce', name: 'Alice' });
  });

  it('may ask for auth_time', async () => {
    const world = await serverOf(firstParty);
    expect(idTokenOf(await world.tokens())).not.toHaveProperty('auth_time');
    expect(idTokenOf(await world.tokens(asking({ id_token: { auth_time: { essential: true } } })))).toMatchObject({
      auth_time: world.clock.now(),
    });
  });

  it('may name the one user that the request is for', async () => {
    const world = await serverOf(firstParty);
    await world.authorize();
    const silent = async (sub: unknown) =>
      answerOf(
        await world.browser.open(
          world.authorizationUrl(asking({ id_token: { sub: { value: sub } } }, { prompt: 'none' })),
        ),
      );
    expect(await silent('a11ce')).toHaveProperty('code');
    expect(await silent('b0b')).toMatchObject({ error: 'login_required' });
    expect(await silent(7)).toMatchObject({ error: 'invalid_request' });
    const other = await world.browser.through(world.authorizationUrl(asking({ id_token: { sub: { value: 'b0b' } } })));
    expect(answerOf(other)).toMatchObject({ error: 'login_required' });
  });

  it.each([
    'text',
    '[]',
    'null',
    '{"userinfo":[]}',
    '{"id_token":{"name":true}}',
    '{"id_token":{"name":{"essential":"yes"}}}',
    '{"id_token":{"name":{"values":"Alice"}}}',
    `{"id_token":{"name":{"value":${'['.repeat(10)}${']'.repeat(10)}}}}`,
    JSON.stringify({ userinfo: Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`c${index}`, null])) }),
    JSON.stringify({ userinfo: { name: { value: 'x'.repeat(4096) } } }),
  ])('[T-037] is refused where it is no such object, or too much: %.60s', async (claims) => {
    const world = await serverOf();
    const response = await world.send('GET', world.authorizationUrl({ claims }));
    expect(answerOf(response)).toMatchObject({ error: 'invalid_request', state: 'st4te' });
    expect(await world.receiptOf(response)).toMatchObject({ rule: 'claims-are-well-formed' });
  });

  it('is read without members that nobody knows, and names nothing of the prototype', () => {
    expect(parseClaims('{"other":1,"userinfo":{"__proto__":null,"constructor":{"value":1,"why":2}}}')).toEqual({
      userinfo: Object.fromEntries([
        ['__proto__', null],
        ['constructor', [1]],
      ]),
      id_token: {},
      essential: { userinfo: [], id_token: [] },
    });
  });
});

describe('the claim acr of a request', () => {
  const passwordOf = async (acr: string | null, document: Partial<Client> = {}) => {
    const world = await serverOf({ ...firstParty, ...document });
    world.settings.records.authenticators = world.settings.records.authenticators.map((one) => ({ ...one, acr }));
    world.changes.emit({ kind: 'server' });
    return world;
  };
  const wants = (acr: object) => asking({ id_token: { acr } });

  it('is met by a sign-in of that class, which the ID token tells', async () => {
    const world = await passwordOf('urn:loa:2');
    const tokens = await world.tokens(wants({ essential: true, values: ['urn:loa:3', 'urn:loa:2'] }));
    expect(idTokenOf(tokens)).toMatchObject({ acr: 'urn:loa:2' });
  });

  it('ends the request where it is essential and nothing here has that class', async () => {
    const world = await passwordOf('urn:loa:1');
    const refused = await world.send('GET', world.authorizationUrl(wants({ essential: true, value: 'urn:loa:9' })));
    expect(answerOf(refused)).toMatchObject({ error: 'unmet_authentication_requirements' });
    await world.authorize();
    const silent = { ...wants({ essential: true, value: 'urn:loa:9' }), prompt: 'none' };
    expect(answerOf(await world.browser.open(world.authorizationUrl(silent)))).toMatchObject({
      error: 'login_required',
    });
  });

  it('is a wish and no more where it is voluntary', async () => {
    const world = await passwordOf('urn:loa:1');
    expect(idTokenOf(await world.tokens(wants({ value: 'urn:loa:9' })))).toMatchObject({ acr: 'urn:loa:1' });
  });
});
