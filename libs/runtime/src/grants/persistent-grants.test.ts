import { describe, expect, it } from 'vitest';
import { aRegisteredClient, serverWith } from '../testing/server-with.js';

const refused = { error: 'invalid_grant' };

describe('a grant', () => {
  it('[persistent_grant_max_lifetime] ends with all its tokens, however often it was refreshed', async () => {
    const { tokens, refresh, introspect, clock } = await serverWith(
      aRegisteredClient({ persistent_grant_max_lifetime: 400, allow_token_introspection: true }),
    );
    const first = await tokens();
    clock.advance(350);
    const last = await refresh(first.refresh_token);
    expect(last).toMatchObject({ expires_in: 50 });
    clock.advance(49);
    expect(await introspect(last.access_token)).toMatchObject({ active: true });
    expect(await introspect(last.refresh_token)).toMatchObject({ active: true, exp: clock.now() + 1 });
    clock.advance(1);
    expect(await introspect(last.access_token)).toEqual({ active: false });
    expect(await refresh(last.refresh_token)).toMatchObject(refused);
  });

  it('[persistent_grant_max_lifetime] ends at once where it was lowered later', async () => {
    const { tokens, refresh, introspect, change, clock } = await serverWith(
      aRegisteredClient({ allow_token_introspection: true }),
    );
    const { access_token, refresh_token } = await tokens();
    clock.advance(60);
    change({ persistent_grant_max_lifetime: 60, persistent_grant_idle_timeout: 60 });
    expect(await introspect(access_token)).toEqual({ active: false });
    expect(await refresh(refresh_token)).toMatchObject(refused);
  });

  it('[persistent_grant_idle_timeout] ends when it was not refreshed for so long, to the second', async () => {
    for (const rotate_refresh_tokens of [true, false]) {
      const { tokens, refresh, clock } = await serverWith(
        aRegisteredClient({ rotate_refresh_tokens, persistent_grant_idle_timeout: 100 }),
      );
      let { refresh_token } = await tokens();
      clock.advance(99);
      ({ refresh_token } = await refresh(refresh_token));
      clock.advance(99);
      ({ refresh_token } = await refresh(refresh_token));
      clock.advance(100);
      expect(await refresh(refresh_token)).toMatchObject(refused);
    }
  });

  it('[T-071] does not become younger by a refresh that is refused', async () => {
    const { tokens, refresh, clock } = await serverWith(aRegisteredClient({ persistent_grant_idle_timeout: 100 }));
    const { refresh_token } = await tokens();
    clock.advance(60);
    expect(await refresh(refresh_token, { scope: 'email' })).toMatchObject({ error: 'invalid_scope' });
    clock.advance(40);
    expect(await refresh(refresh_token)).toMatchObject(refused);
  });

  it('[persistent_grant_reuse_grant_types] goes on with a later sign-in for the same scopes', async () => {
    const { tokens, refresh, clock, introspect } = await serverWith(
      aRegisteredClient({
        persistent_grant_reuse_grant_types: ['authorization_code'],
        persistent_grant_max_lifetime: 1000,
        persistent_grant_idle_timeout: -1,
        allow_token_introspection: true,
      }),
    );
    const earlier = await tokens();
    clock.advance(200);
    const later = await tokens();
    // One grant: the earlier refresh token was replaced, and what the grant gave still counts.
    expect(await refresh(earlier.refresh_token)).toMatchObject(refused);
    expect(await introspect(earlier.access_token)).toMatchObject({ active: true });
    const { refresh_token } = await refresh(later.refresh_token);
    // It ends when it would have ended without the later sign-in.
    clock.advance(799);
    expect(await introspect(refresh_token)).toMatchObject({ active: true, exp: clock.now() + 1 });
    clock.advance(1);
    expect(await refresh(refresh_token)).toMatchObject(refused);
  });

  it('begins anew for other scopes, and for a client that does not go on', async () => {
    const goingOn = aRegisteredClient({ persistent_grant_reuse_grant_types: ['authorization_code'] });
    const { tokens, refresh, change } = await serverWith(goingOn);
    const earlier = await tokens();
    await tokens({ scope: 'openid email' });
    const refreshed = await refresh(earlier.refresh_token);
    expect(refreshed).toHaveProperty('access_token');
    change({ persistent_grant_reuse_grant_types: [] });
    await tokens();
    expect(await refresh(refreshed.refresh_token)).toHaveProperty('access_token');
  });

  it('[refresh_token_max_rolling_lifetime] counts from the later sign-in that went on with it', async () => {
    const { tokens, refresh, clock } = await serverWith(
      aRegisteredClient({
        persistent_grant_reuse_grant_types: ['authorization_code'],
        refresh_token_ttl: 100,
        refresh_token_max_rolling_lifetime: 100,
      }),
    );
    await tokens();
    clock.advance(90);
    const { refresh_token } = await tokens();
    clock.advance(90);
    expect(await refresh(refresh_token)).toHaveProperty('access_token');
  });
});
