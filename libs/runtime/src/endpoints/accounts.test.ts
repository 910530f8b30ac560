import { beforeEach, describe, expect, it } from 'vitest';
import { decodeJwt } from 'jose';
import { type ProtocolResponse } from '../http.js';
import { type World, aRegisteredClient, serverWith } from '../testing/server-with.js';

type Form = Record<string, string>;

describe('a browser with several accounts', () => {
  let world: World;

  beforeEach(async () => {
    world = await serverWith(
      aRegisteredClient({ allow_token_introspection: true, backchannel_logout_session_required: true }),
    );
    for (const name of ['bob', 'carol', 'dan', 'eve', 'frank'])
      world.accounts.add({ ...world.alice, sub: `${name}-1`, username: name }, 'correct horse');
  });

  const choosing = (over: Form = {}) => world.authorizationUrl({ prompt: 'select_account', ...over });
  const namesOn = (page: ProtocolResponse) =>
    [...page.body.matchAll(/id="account-\d+"[^>]*>([^<]+)</g)].map(([, name]) => name);
  const codeIn = (response: ProtocolResponse) =>
    new URL(String(response.headers['location'])).searchParams.get('code')!;
  const claimsOf = async (response: ProtocolResponse) =>
    decodeJwt((await world.exchange(codeIn(response))).id_token) as { sub: string; sid: string };

  /** Opens the page of accounts and answers it; gives the next page or the answer. */
  async function choose(name: string | null, over: Form = {}) {
    const { response, at } = await world.browser.visit(choosing(over));
    const button = new RegExp(`value="([^"]+)">${name}</button>`).exec(response.body)?.[1];
    const form: Form = name === null ? { action: 'another' } : { account: button ?? '' };
    const answer = await world.browser.submit(at, response, form);
    return world.browser.visit(String(answer.headers['location']));
  }

  /** Signs somebody in beside those who are. */
  async function add(username: string, over: Form = {}) {
    const { response, at } = await choose(null, over);
    return world.browser.submit(at, response, { ...world.browser.signIn, username });
  }

  it('asks which account it is to be, also where there is one', async () => {
    expect((await world.browser.visit(choosing())).response.body).toContain('id="password"');
    await world.authorize();
    const { response } = await world.browser.visit(choosing());
    expect(response.status).toBe(200);
    expect(namesOn(response)).toEqual(['alice']);
    expect(response.body).toContain('id="another-account"');
    expect((await claimsOf((await choose('alice')).response)).sub).toBe('a11ce');
  });

  it('keeps those who are signed in when another is added, and goes on with whoever was chosen last', async () => {
    const alices = await world.tokens();
    expect((await claimsOf(await add('bob'))).sub).toBe('bob-1');
    expect(await world.introspect(alices.access_token)).toMatchObject({ active: true });
    expect(namesOn((await world.browser.visit(choosing())).response)).toEqual(['bob', 'alice']);
    expect((await claimsOf((await world.browser.visit(world.authorizationUrl())).response)).sub).toBe('bob-1');
    expect((await claimsOf((await choose('alice')).response)).sub).toBe('a11ce');
    expect((await claimsOf((await world.browser.visit(world.authorizationUrl())).response)).sub).toBe('a11ce');
  });

  it('has a session for each account, which goes on when its user signs in again', async () => {
    const alice = decodeJwt((await world.tokens()).id_token)['sid'];
    const bob = await claimsOf(await add('bob'));
    expect(bob.sid).not.toBe(alice);
    const again = await choose('alice', { prompt: 'login select_account' });
    expect(again.response.body).toContain('value="alice"');
    const answer = await world.browser.submit(again.at, again.response, world.browser.signIn);
    expect((await claimsOf(answer)).sid).toBe(alice);
    expect(namesOn((await world.browser.visit(choosing())).response)).toEqual(['alice', 'bob']);
  });

  it('takes the account that a hint names, without asking', async () => {
    const { id_token } = await world.tokens();
    await add('bob');
    const goes = async (over: Form) =>
      (await claimsOf((await world.browser.visit(world.authorizationUrl(over))).response)).sub;
    expect(await goes({})).toBe('bob-1');
    expect(await goes({ id_token_hint: id_token })).toBe('a11ce');
    expect(await goes({ id_token_hint: id_token, prompt: 'none' })).toBe('a11ce');
    expect(await goes({ login_hint: 'alice' })).toBe('a11ce');
    expect(await goes({ login_hint: 'nobody' })).toBe('bob-1');
    expect(namesOn((await world.browser.visit(choosing({ id_token_hint: id_token }))).response)).toEqual(['alice']);
  });

  it('goes on with who signs in, whomever the request hinted at', async () => {
    await world.authorize();
    const answer = await add('bob', { login_hint: 'alice' });
    expect((await claimsOf(answer)).sub).toBe('bob-1');
  });

  it.each<[string, Form, number]>([
    ['prompt=login', { prompt: 'login consent' }, 0],
    ['max_age', { prompt: 'consent', max_age: '60' }, 61],
  ])('is asked for a sign-in anew by %s, whoever else has signed in meanwhile', async (_, over, seconds) => {
    await world.authorize();
    const page = (await world.browser.visit(choosing())).response.body;
    const alice = /value="([^"]+)">alice<[/]button>/.exec(page)![1]!;
    world.clock.advance(seconds);
    const first = await world.browser.visit(world.authorizationUrl(over));
    const another = await world.browser.submit(first.at, first.response, { action: 'another' });
    const form = await world.browser.visit(String(another.headers['location']));
    const bob = await world.browser.submit(form.at, form.response, { ...world.browser.signIn, username: 'bob' });
    const consent = await world.browser.visit(String(bob.headers['location']));
    expect(consent.response.body).toContain('id="allow"');
    const chosen = await world.browser.submit(consent.at, consent.response, { account: alice });
    const next = await world.browser.visit(String(chosen.headers['location']));
    expect(next.response.body).toContain('id="password"');
  });

  it('leads back from the sign-in page to the accounts, and goes on in one window alone', async () => {
    await world.authorize();
    const page = await world.browser.visit(choosing());
    const another = await world.browser.submit(page.at, page.response, { action: 'another' });
    const form = await world.browser.visit(String(another.headers['location']));
    expect(form.response.body).toContain('id="choose-account"');
    const alice = /value="([^"]+)">alice<[/]button>/.exec(page.response.body)![1]!;
    expect((await world.browser.submit(page.at, page.response, { account: alice })).status).toBe(400);
    const back = await world.browser.submit(form.at, form.response, { action: 'accounts' });
    const again = await world.browser.visit(String(back.headers['location']));
    expect(namesOn(again.response)).toEqual(['alice']);
    const chosen = await world.browser.submit(again.at, again.response, { account: alice });
    const answer = await world.browser.visit(String(chosen.headers['location']));
    expect((await claimsOf(answer.response)).sub).toBe('a11ce');
    expect((await world.browser.visit(world.authorizationUrl({ prompt: 'login' }))).response.body).not.toContain(
      'id="choose-account"',
    );
    expect(world.problems).toEqual([]);
  });

  it('ends a choice in each window where it was made in another', async () => {
    await world.authorize();
    const { response, at } = await world.browser.visit(choosing());
    const sent = () => world.browser.submit(at, response, { action: 'another' });
    const statuses = (await Promise.all([sent(), sent(), sent()])).map(({ status }) => status);
    expect(statuses.filter((status) => status === 303)).toHaveLength(1);
  });

  it('offers no account that is not of this browser, or no more', async () => {
    await world.authorize();
    await add('bob');
    const { response, at } = await world.browser.visit(choosing());
    const forged = await world.browser.submit(at, response, { account: 'x'.repeat(43) });
    expect(namesOn((await world.browser.visit(String(forged.headers['location']))).response)).toEqual(['bob', 'alice']);
    world.accounts.add({ ...world.alice, sub: 'bob-1', username: 'bob', enabled: false }, 'correct horse');
    expect(namesOn((await world.browser.visit(choosing())).response)).toEqual(['alice']);
  });

  it('has room for five, and the one that waited longest ends', async () => {
    const alices = await world.tokens();
    for (const name of ['bob', 'carol', 'dan', 'eve']) await add(name);
    expect(await world.introspect(alices.access_token)).toMatchObject({ active: true });
    await add('frank');
    expect(namesOn((await world.browser.visit(choosing())).response)).toEqual(['frank', 'eve', 'dan', 'carol', 'bob']);
    expect(await world.introspect(alices.access_token)).toEqual({ active: false });
  });

  it('ends them all when another user signs in who did not ask for them to stay', async () => {
    const alices = await world.tokens();
    await add('bob');
    const { response, at } = await world.browser.visit(world.authorizationUrl({ prompt: 'login' }));
    await world.browser.submit(at, response, { ...world.browser.signIn, username: 'carol' });
    expect(namesOn((await world.browser.visit(choosing())).response)).toEqual(['carol']);
    expect(await world.introspect(alices.access_token)).toEqual({ active: false });
  });

  describe('signs out', () => {
    const signOut = async (address: string) => {
      const { response, at } = await world.browser.visit(address);
      const named = /id="account">([^<]+)</.exec(response.body)?.[1];
      expect((await world.browser.submit(at, response, { action: 'sign-out' })).body).toContain('id="signed-out"');
      return named;
    };

    it('of the account whose ID token the application shows, and of no other', async () => {
      const alices = await world.tokens();
      const bobs = await world.exchange(codeIn(await add('bob')));
      expect(await signOut(`/logout?id_token_hint=${alices.id_token}`)).toBe('alice');
      expect(await world.introspect(alices.access_token)).toEqual({ active: false });
      expect(await world.introspect(bobs.access_token)).toMatchObject({ active: true });
      expect(namesOn((await world.browser.visit(choosing())).response)).toEqual(['bob']);
    });

    it('of all where nothing says of which', async () => {
      const alices = await world.tokens();
      const bobs = await world.exchange(codeIn(await add('bob')));
      expect(await signOut('/logout')).toBe('bob, alice');
      for (const { access_token } of [alices, bobs])
        expect(await world.introspect(access_token)).toEqual({ active: false });
      expect((await world.browser.visit(choosing())).response.body).toContain('id="password"');
    });
  });
});
