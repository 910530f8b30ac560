import { describe, expect, it } from 'vitest';
import { type World, aRegisteredClient, serverWith } from './testing/server-with.js';

/** Signs somebody in anew, in the browser that alice uses. */
async function signsIn(world: World, username: string) {
  const { browser } = world;
  const { response, at } = await browser.visit(world.authorizationUrl({ prompt: 'login' }));
  const answer = await browser.submit(at, response, { ...browser.signIn, username });
  return new URL(String(answer.headers['location'])).searchParams.get('code')!;
}

describe('a session', () => {
  it('ends with what was granted in it when another user signs in', async () => {
    const world = await serverWith(aRegisteredClient({ allow_token_introspection: true }));
    const before = await world.tokens();
    world.accounts.add({ ...world.alice, sub: 'b0b', username: 'bob' }, 'correct horse');
    const bobs = await world.exchange(await signsIn(world, 'bob'));
    expect(await world.introspect(bobs.access_token)).toMatchObject({ active: true, username: 'bob' });
    expect(await world.introspect(before.access_token)).toEqual({ active: false });
    expect(await world.refresh(before.refresh_token)).toMatchObject({ error: 'invalid_grant' });
  });

  it('goes on when the same user signs in again, behind another cookie', async () => {
    const world = await serverWith(aRegisteredClient({ allow_token_introspection: true }));
    const before = await world.tokens();
    const cookie = world.browser.cookies.get('__Host-clientele_session');
    await signsIn(world, 'alice');
    expect(world.browser.cookies.get('__Host-clientele_session')).not.toBe(cookie);
    expect(await world.introspect(before.access_token)).toMatchObject({ active: true });
  });

  it('ends and leaves what was granted for offline access', async () => {
    const world = await serverWith(aRegisteredClient({ allow_token_introspection: true }));
    const before = await world.tokens({ scope: 'openid offline_access', prompt: 'consent' });
    world.accounts.add({ ...world.alice, sub: 'b0b', username: 'bob' }, 'correct horse');
    await signsIn(world, 'bob');
    expect(await world.refresh(before.refresh_token)).toMatchObject({ token_type: 'Bearer' });
  });
});
