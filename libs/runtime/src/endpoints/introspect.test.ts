import { standardResources } from '@clientele/client-schema';
import { describe, expect, it } from 'vitest';
import { aRegisteredClient, aSecret, issuer, serverWith, type World } from '../testing/server-with.js';

const resourceServer = { allow_token_introspection: true } as const;
const basic = (id: string) => ({ authorization: `Basic ${Buffer.from(`${id}:${id}-secret`).toString('base64')}` });
const inactive = '{"active":false}';

describe('introspection', () => {
  it('describes an active access token, whatever its format', async () => {
    for (const default_access_token_manager_id of ['jwt', 'jwt-rs256', 'opaque']) {
      const world = await serverWith(aRegisteredClient({ ...resourceServer, default_access_token_manager_id }));
      const { access_token } = await world.tokens({ scope: 'openid email' });
      expect(await world.introspect(access_token)).toEqual({
        active: true,
        scope: 'openid email',
        client_id: 'app',
        username: 'alice',
        token_type: 'Bearer',
        exp: world.clock.now() + 300,
        iat: world.clock.now(),
        sub: 'a11ce',
        aud: 'app',
        iss: issuer,
        jti: expect.any(String),
      });
    }
  });

  it('describes a refresh token to its client alone', async () => {
    const other = aRegisteredClient({ client_id: 'other', ...resourceServer }, [aSecret('other-secret')]);
    const world = await serverWith(aRegisteredClient(resourceServer), other);
    const { refresh_token } = await world.tokens();
    expect(await world.introspect(refresh_token)).toMatchObject({ active: true, sub: 'a11ce', client_id: 'app' });
    expect((await world.post('/introspect', { token: refresh_token }, basic('other'))).body).toBe(inactive);
    const { refresh_token: next } = await world.refresh(refresh_token);
    expect(await world.introspect(refresh_token)).toEqual({ active: false });
    expect(await world.introspect(next)).toMatchObject({ active: true });
    world.clock.advance(3600);
    expect(await world.introspect(next)).toEqual({ active: false });
  });

  it('[T-089] says the very same of every token that is worth nothing to the caller', async () => {
    const world = await serverWith(
      aRegisteredClient({ ...resourceServer, scope: 'pay' }),
      aRegisteredClient({ client_id: 'shop', ...resourceServer }, [aSecret('shop-secret')]),
    );
    const pay = {
      name: 'pay',
      description: null,
      kind: 'exclusive',
      dynamic: false,
      claims: [],
      audience: 'bank',
      roles: [],
    } as const;
    world.settings.records.scopes = [...standardResources.scopes, pay];
    world.changes.emit({ kind: 'server' });
    const forBank = (await world.token({ grant_type: 'client_credentials', scope: 'pay' })).access_token;
    const { access_token: expired } = await world.token({ grant_type: 'client_credentials' });
    world.clock.advance(300);
    const { access_token, refresh_token } = await world.tokens({ scope: 'pay' });
    const revoked = (await world.token({ grant_type: 'client_credentials' })).access_token;
    await world.asClient('/revoke', { token: revoked });
    const seen = [expired, revoked, access_token, refresh_token, forBank, 'x', 'a.b.c', '\0', 'é', '.'.repeat(20_000)];
    const bodies = await Promise.all(
      seen.map(async (token) => (await world.post('/introspect', { token }, basic('shop'))).body),
    );
    expect(new Set(bodies)).toEqual(new Set([inactive]));
  });

  it('[T-089] shows a token to the API that it was made for', async () => {
    const world = await serverWith(
      aRegisteredClient({ scope: 'pay email' }),
      aRegisteredClient({ client_id: 'bank', ...resourceServer }, [aSecret('bank-secret')]),
      aRegisteredClient({ client_id: 'shop', ...resourceServer }, [aSecret('shop-secret')]),
    );
    const pay = {
      name: 'pay',
      description: null,
      kind: 'exclusive',
      dynamic: false,
      claims: [],
      audience: 'bank',
      roles: [],
    } as const;
    world.settings.records.scopes = [...standardResources.scopes, pay];
    world.changes.emit({ kind: 'server' });
    const { access_token } = await world.token({ grant_type: 'client_credentials', scope: 'pay' });
    const ask = async (id: string) => (await world.post('/introspect', { token: access_token }, basic(id))).body;
    expect(JSON.parse(await ask('bank'))).toMatchObject({ active: true, aud: 'bank' });
    expect(await ask('shop')).toBe(inactive);
  });

  it('[T-051] calls a token inactive when its user, client or grant is gone', async () => {
    const caller = aRegisteredClient(
      { client_id: 'rs', ...resourceServer, validate_against_all_access_token_managers: true },
      [aSecret('rs-secret')],
    );
    for (const default_access_token_manager_id of ['jwt', 'opaque']) {
      const world = await serverWith(aRegisteredClient({ default_access_token_manager_id }), caller);
      const { access_token, refresh_token } = await world.tokens();
      const ask = async () =>
        (
          JSON.parse((await world.post('/introspect', { token: access_token }, basic('rs'))).body) as {
            active: boolean;
          }
        ).active;
      expect(await ask()).toBe(true);
      world.accounts.add({ ...world.alice, enabled: false }, 'x');
      expect(await ask()).toBe(false);
      world.accounts.add(world.alice, 'x');
      world.change({ enabled: false });
      expect(await ask()).toBe(false);
      world.change({});
      expect(await ask()).toBe(true);
      await world.asClient('/revoke', { token: refresh_token });
      expect(await ask()).toBe(false);
    }
  });

  it.each(['jwt', 'opaque'])('[T-051] shows no scope that was taken from the client since: %s', async (format) => {
    const client = { ...resourceServer, default_access_token_manager_id: format };
    const world = await serverWith(aRegisteredClient({ ...client, scope: 'openid email phone' }));
    const { access_token: own } = await world.token({ grant_type: 'client_credentials', scope: 'email phone' });
    const { access_token: alices, refresh_token } = await world.tokens({ scope: 'openid email' });
    world.change({ scope: 'openid phone' });
    expect(await world.introspect(own)).toMatchObject({ active: true, scope: 'phone' });
    expect(await world.introspect(alices)).toMatchObject({ active: true, scope: 'openid' });
    expect(await world.introspect(refresh_token)).toMatchObject({ active: true, scope: 'openid' });
    expect(await world.server.verifyAccessToken(own)).toMatchObject({ scope: ['phone'] });
    world.settings.records.scopes = standardResources.scopes.filter(({ name }) => name !== 'phone');
    world.changes.emit({ kind: 'server' });
    expect(await world.introspect(own)).not.toHaveProperty('scope');
  });

  it('[T-051] calls a refresh token inactive that would be refused', async () => {
    const world = await serverWith(aRegisteredClient({ ...resourceServer, refresh_token_ttl: 3000 }));
    const { refresh_token } = await world.tokens();
    const ask = async () => (await world.introspect(refresh_token))['active'];
    expect(await ask()).toBe(true);
    world.accounts.add({ ...world.alice, enabled: false }, 'x');
    expect(await ask()).toBe(false);
    world.accounts.add(world.alice, 'x');
    expect(await ask()).toBe(true);
    world.clock.advance(60);
    const refusing: Parameters<World['change']>[0][] = [
      { grant_types: ['authorization_code'] },
      { refresh_token_ttl: 0 },
      { refresh_token_max_rolling_lifetime: 60 },
    ];
    for (const change of refusing) {
      world.change(change);
      expect(await ask()).toBe(false);
      world.change({});
      expect(await ask()).toBe(true);
    }
  });

  it('[allow_token_introspection] [T-088] is for clients that authenticate and may', async () => {
    const world = await serverWith(
      aRegisteredClient(),
      aRegisteredClient({ client_id: 'public', token_endpoint_auth_method: 'none', ...resourceServer }, []),
      aRegisteredClient({ client_id: 'both', additional_token_endpoint_auth_methods: ['none'], ...resourceServer }, [
        aSecret('both-secret'),
      ]),
    );
    const { access_token: token } = await world.token({ grant_type: 'client_credentials' });
    const refused = [
      [await world.post('/introspect', { token }), 401, 'invalid_client'],
      [await world.post('/introspect', { token, client_id: 'app' }), 401, 'invalid_client'],
      [await world.post('/introspect', { token, client_id: 'public' }), 401, 'invalid_client'],
      [await world.post('/introspect', { token, client_id: 'both' }), 401, 'invalid_client'],
      [await world.post('/introspect', { token }, { authorization: `Bearer ${token}` }), 400, 'invalid_request'],
      [await world.asClient('/introspect', { token }), 400, 'unauthorized_client'],
    ] as const;
    for (const [response, status, error] of refused) {
      expect(response.status).toBe(status);
      expect(JSON.parse(response.body)).toMatchObject({ error });
      expect(response.body).not.toContain('active');
    }
    expect((await world.post('/introspect', { token }, basic('both'))).status).toBe(200);
  });

  it('needs a token, by POST', async () => {
    const world = await serverWith(aRegisteredClient(resourceServer));
    const response = await world.asClient('/introspect', {});
    expect(JSON.parse(response.body)).toMatchObject({ error: 'invalid_request' });
    expect(await world.send('GET', '/introspect?token=x')).toMatchObject({
      status: 405,
      headers: { allow: 'POST, OPTIONS' },
    });
  });
});
