import { describe, expect, it } from 'vitest';
import { aRegisteredClient, serverWith } from '../testing/server-with.js';

describe('revocation', () => {
  it.each(['jwt', 'opaque'])('[T-090] ends an access token, and it alone: %s', async (format) => {
    const world = await serverWith(aRegisteredClient({ default_access_token_manager_id: format }));
    const { access_token, refresh_token } = await world.tokens();
    const other = await world.tokens();
    expect(await world.asClient('/revoke', { token: access_token })).toMatchObject({ status: 200, body: '' });
    expect(await world.server.verifyAccessToken(access_token)).toBeUndefined();
    expect(await world.server.verifyAccessToken(other.access_token)).toBeDefined();
    expect(await world.refresh(refresh_token)).toHaveProperty('access_token');
  });

  it.each(['first', 'second'])('[T-069] ends everything of a sign-in with its %s refresh token', async (which) => {
    const world = await serverWith();
    const first = await world.tokens();
    const second = await world.refresh(first.refresh_token);
    const token = which === 'first' ? first.refresh_token : second.refresh_token;
    expect(await world.asClient('/revoke', { token })).toMatchObject({ status: 200, body: '' });
    for (const { access_token } of [first, second]) {
      expect(await world.server.verifyAccessToken(access_token)).toBeUndefined();
    }
    expect(await world.refresh(second.refresh_token)).toMatchObject({ error: 'invalid_grant' });
  });

  it('[T-069] leaves nothing active, however refreshes and the revocation interleave', async () => {
    for (let round = 0; round < 20; round++) {
      const world = await serverWith();
      const { refresh_token, access_token } = await world.tokens();
      const [refreshed, revoked] = await Promise.all([
        world.refresh(refresh_token),
        world.asClient('/revoke', { token: refresh_token }),
      ]);
      expect(revoked.status).toBe(200);
      expect(await world.server.verifyAccessToken(access_token)).toBeUndefined();
      if (refreshed.access_token) {
        expect(await world.server.verifyAccessToken(refreshed.access_token)).toBeUndefined();
        expect(await world.refresh(refreshed.refresh_token)).toMatchObject({ error: 'invalid_grant' });
      }
    }
  });

  it.each(['access_token', 'refresh_token'] as const)('[T-090] leaves the %s of another client alone', async (kind) => {
    const other = aRegisteredClient({ client_id: 'other', token_endpoint_auth_method: 'none' }, []);
    for (const default_access_token_manager_id of ['jwt', 'opaque']) {
      const world = await serverWith(aRegisteredClient({ default_access_token_manager_id }), other);
      const tokens = await world.tokens();
      const response = await world.post('/revoke', { client_id: 'other', token: tokens[kind] });
      expect(response.status).toBe(400);
      expect(JSON.parse(response.body)).toMatchObject({ error: 'unauthorized_client' });
      expect(await world.server.verifyAccessToken(tokens.access_token)).toBeDefined();
      expect(await world.refresh(tokens.refresh_token)).toHaveProperty('access_token');
    }
  });

  it('[T-090] confirms what is over or never was, whatever the hint', async () => {
    const world = await serverWith();
    const { access_token, refresh_token } = await world.tokens();
    for (const token of [refresh_token, refresh_token, access_token, 'x', 'a.b.c', '\0', 'é']) {
      for (const token_type_hint of ['access_token', 'refresh_token', 'nonsense']) {
        expect(await world.asClient('/revoke', { token, token_type_hint })).toMatchObject({ status: 200, body: '' });
      }
    }
  });

  it('[allow_token_revocation] needs a client that may, and a token', async () => {
    const world = await serverWith();
    expect((await world.post('/revoke', { token: 'x' })).status).toBe(401);
    expect((await world.asClient('/revoke', {})).status).toBe(400);
    world.change({ allow_token_revocation: false });
    expect(JSON.parse((await world.asClient('/revoke', { token: 'x' })).body)).toMatchObject({
      error: 'unauthorized_client',
    });
  });
});
