import { describe, expect, it } from 'vitest';
import { type World, aRegisteredClient, serverWith } from './testing/server-with.js';

/** What an administrator does to an account, as the store shows it afterwards. */
const endings: [string, (world: World) => void][] = [
  ['another password', ({ accounts, alice }) => accounts.add({ ...alice, sign_in_epoch: 2 }, 'battery staple')],
  [
    'a disabling that was taken back',
    ({ accounts, alice }) => accounts.add({ ...alice, sign_in_epoch: 2 }, 'correct horse'),
  ],
  [
    'a disabling',
    ({ accounts, alice }) => accounts.add({ ...alice, sign_in_epoch: 2, enabled: false }, 'correct horse'),
  ],
];

describe.each(endings)('after %s', (_, end) => {
  it('the session of the browser no longer signs anybody in', async () => {
    const world = await serverWith();
    await world.authorize();
    const silently = world.authorizationUrl({ prompt: 'none' });
    expect(locationOf(await world.browser.open(silently))).toHaveProperty('code');
    end(world);
    expect(locationOf(await world.browser.open(silently))).toMatchObject({ error: 'login_required' });
    expect((await world.browser.visit(world.authorizationUrl())).response.body).toContain('id="password"');
  });

  it('a consent page that was open allows nothing', async () => {
    const world = await serverWith(aRegisteredClient({ first_party: false }));
    const { response, at } = await world.browser.visit(world.authorizationUrl());
    const signedIn = await world.browser.submit(at, response, world.browser.signIn);
    const page = await world.browser.visit(String(signedIn.headers['location']));
    expect(page.response.body).toContain('id="allow"');
    end(world);
    const answer = await world.browser.submit(page.at, page.response, { action: 'allow' });
    expect(answer.headers['location']).toMatch(/^\/interaction\//);
    expect((await world.browser.visit(page.at)).response.body).toContain('id="password"');
  });

  it('a code that was not exchanged yet is refused', async () => {
    const world = await serverWith();
    const code = (await world.authorize()).get('code')!;
    end(world);
    expect(await world.exchange(code)).toMatchObject({ error: 'invalid_grant' });
  });

  it('access and refresh tokens are worth nothing, though nobody revoked the grant', async () => {
    const world = await serverWith(aRegisteredClient({ allow_token_introspection: true }));
    const { access_token, refresh_token } = await world.tokens();
    expect(await world.introspect(access_token)).toMatchObject({ active: true });
    expect(await world.introspect(refresh_token)).toMatchObject({ active: true });
    end(world);
    expect(await world.introspect(access_token)).toEqual({ active: false });
    expect(await world.introspect(refresh_token)).toEqual({ active: false });
    expect(await world.refresh(refresh_token)).toMatchObject({ error: 'invalid_grant' });
  });
});

describe('an account whose sign-ins were ended', () => {
  it('signs in again, and what that gives counts', async () => {
    const world = await serverWith();
    await world.authorize();
    world.accounts.add({ ...world.alice, sign_in_epoch: 2 }, 'correct horse');
    const { refresh_token } = await world.tokens();
    expect(await world.refresh(refresh_token)).toHaveProperty('access_token');
    expect(locationOf(await world.browser.open(world.authorizationUrl({ prompt: 'none' })))).toHaveProperty('code');
  });
});

function locationOf({ headers }: { headers: Readonly<Record<string, string | string[]>> }): Record<string, string> {
  return Object.fromEntries(new URL(String(headers['location'])).searchParams);
}
