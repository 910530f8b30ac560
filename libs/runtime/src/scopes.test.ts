import { type Scope, standardResources } from '@clientele/client-schema';
import { aScope } from '@clientele/client-schema/testing';
import { describe, expect, it } from 'vitest';
import { aRegisteredClient, issuer, serverWith } from './testing/server-with.js';

const common = { description: null, kind: 'common', dynamic: false, claims: [], audience: null, roles: [] } as const;
const exclusive = { ...common, kind: 'exclusive' } as const;

async function serverWithScopes(client: Parameters<typeof aRegisteredClient>[0], ...scopes: readonly Scope[]) {
  const world = await serverWith(aRegisteredClient(client));
  world.settings.records.scopes = [...standardResources.scopes, ...scopes];
  world.changes.emit({ kind: 'server' });
  return {
    ...world,
    asks: (scope: string) => world.token({ grant_type: 'client_credentials', scope }),
  };
}

const refused = { error: 'invalid_scope' };

describe('the scopes of a client', () => {
  it('[restrict_common_scopes] [restricted_common_scopes] are the common ones that it lists, or all', async () => {
    const { asks, change } = await serverWithScopes({});
    expect(await asks('email')).toMatchObject({ scope: 'email' });
    change({ restrict_common_scopes: true, restricted_common_scopes: ['profile'] });
    expect(await asks('email')).toMatchObject(refused);
    expect(await asks('profile')).toMatchObject({ scope: 'profile' });
    change({ restrict_common_scopes: true, restricted_common_scopes: [] });
    expect(await asks('profile')).toMatchObject(refused);
  });

  it('[allow_exclusive_scopes] [exclusive_scopes] are the exclusive ones that it lists, beside the common ones', async () => {
    const pay = { ...exclusive, name: 'pay' };
    const { asks, change } = await serverWithScopes({}, pay, { ...exclusive, name: 'ship' });
    expect(await asks('pay')).toMatchObject(refused);
    change({ allow_exclusive_scopes: true, exclusive_scopes: ['pay'] });
    expect(await asks('pay email')).toMatchObject({ scope: 'pay email' });
    expect(await asks('ship')).toMatchObject(refused);
    change({ allow_exclusive_scopes: false, exclusive_scopes: ['pay'] });
    expect(await asks('pay')).toMatchObject(refused);
  });

  it('[scope] are those of its one line, of either kind', async () => {
    const { asks } = await serverWithScopes({ scope: 'pay email' }, { ...exclusive, name: 'pay' });
    expect(await asks('pay email')).toMatchObject({ scope: 'pay email' });
    expect(await asks('profile')).toMatchObject(refused);
  });

  it('are those of the request at hand, whatever lists it asked for before', async () => {
    const { asks } = await serverWithScopes({
      restrict_common_scopes: true,
      restricted_common_scopes: ['email', 'profile'],
    });
    for (let time = 0; time < 2; time++) {
      for (const scope of ['email profile', 'email', 'profile', 'profile email']) {
        expect(await asks(scope)).toMatchObject({ scope });
      }
      for (const scope of ['email phone', 'email ', ' email', 'email  profile', 'EMAIL']) {
        expect(await asks(scope)).toMatchObject(refused);
      }
    }
  });

  it('ends with the list, also for tokens that were issued', async () => {
    const { asks, change, introspect } = await serverWithScopes({ allow_token_introspection: true });
    const { access_token } = await asks('email profile');
    change({ restrict_common_scopes: true, restricted_common_scopes: ['profile'] });
    expect(await introspect(access_token)).toMatchObject({ active: true, scope: 'profile' });
  });

  it('suggests what would let the request pass, in the way in which the client lists its scopes', async () => {
    const world = await serverWithScopes(
      { restrict_common_scopes: true },
      { ...exclusive, name: 'pay:*', dynamic: true },
    );
    const response = await world.asClient('/token', { grant_type: 'client_credentials', scope: 'email pay:1' });
    expect(await world.receiptOf(response)).toMatchObject({
      suggestion: {
        add: { restricted_common_scopes: ['email'], exclusive_scopes: ['pay:*'] },
        set: { allow_exclusive_scopes: true },
      },
    });
  });
});

describe('a scope that is a pattern', () => {
  const pattern = { ...common, name: 'account:*', dynamic: true, audience: 'https://bank.example', claims: ['email'] };

  it('stands for every name that fits, with its audience and its claims', async () => {
    const { tokens, send, introspect } = await serverWithScopes({ allow_token_introspection: true }, pattern);
    const { access_token, scope } = await tokens({ scope: 'openid account:7' });
    expect(scope).toBe('openid account:7');
    expect(await introspect(access_token)).toMatchObject({ aud: 'https://bank.example', scope: 'openid account:7' });
    const userinfo = await send('GET', '/userinfo', { headers: { authorization: `Bearer ${access_token}` } });
    expect(JSON.parse(userinfo.body)).toMatchObject({ email: 'alice@example.com' });
  });

  it('is nothing that can be asked for itself, and is not in the metadata', async () => {
    const { asks, send } = await serverWithScopes({}, pattern);
    expect(await asks('account:*')).toMatchObject(refused);
    expect(await asks('account:')).toMatchObject(refused);
    const metadata = JSON.parse((await send('GET', `${issuer}/.well-known/openid-configuration`)).body) as {
      scopes_supported: string[];
    };
    expect(metadata.scopes_supported).not.toContain('account:*');
  });

  it('[restricted_common_scopes] [exclusive_scopes] is for the clients that may have it', async () => {
    const { asks, change } = await serverWithScopes({ restrict_common_scopes: true }, pattern, {
      ...pattern,
      ...exclusive,
      name: 'vault:*',
      dynamic: true,
    });
    expect(await asks('account:7')).toMatchObject(refused);
    expect(await asks('vault:7')).toMatchObject(refused);
    change({ restricted_common_scopes: ['account:*'], allow_exclusive_scopes: true, exclusive_scopes: ['vault:*'] });
    expect(await asks('account:7 vault:7')).toMatchObject({ scope: 'account:7 vault:7' });
  });

  it('yields to a scope of that very name', async () => {
    const { asks } = await serverWithScopes({}, pattern, { ...exclusive, name: 'account:all' });
    expect(await asks('account:7')).toMatchObject({ scope: 'account:7' });
    expect(await asks('account:all')).toMatchObject(refused);
  });

  it('is asked for under the name of the request on the consent page', async () => {
    const { browser, authorizationUrl } = await serverWithScopes(
      { first_party: false },
      { ...pattern, description: 'See an account' },
    );
    const { response, at } = await browser.visit(authorizationUrl({ scope: 'openid account:7' }));
    const next = await browser.submit(at, response, browser.signIn);
    const page = await browser.visit(String(next.headers['location']));
    expect(page.response.body).toContain('See an account (account:7)');
  });
});

async function withGroup(client: Parameters<typeof aRegisteredClient>[0]) {
  const world = await serverWith(aRegisteredClient(client));
  world.settings.records.scopes = [
    ...standardResources.scopes,
    ...['read', 'write', 'delete'].map((name) => aScope({ name: `invoices:${name}`, kind: 'exclusive' })),
  ];
  world.settings.records.scope_groups = [
    { name: 'invoices', description: null, scopes: ['invoices:read', 'invoices:write'] },
  ];
  const ask = (scope: string) => world.token({ grant_type: 'client_credentials', scope });
  return { ...world, ask };
}

describe('a scope group', () => {
  it('[scope] gives a client that lists it each of its scopes', async () => {
    for (const listing of [{ scope: 'invoices' }, { allow_exclusive_scopes: true, exclusive_scopes: ['invoices'] }]) {
      const { ask } = await withGroup(listing);
      expect(await ask('invoices:write')).toMatchObject({ scope: 'invoices:write' });
      expect(await ask('invoices:delete')).toMatchObject({ error: 'invalid_scope' });
    }
  });

  it('in a request stands for its scopes, which the answer names', async () => {
    const { ask } = await withGroup({ scope: 'invoices email' });
    expect(await ask('email invoices invoices:read')).toMatchObject({ scope: 'email invoices:read invoices:write' });
  });

  it('in a refresh stands for its scopes too, as far as they were granted', async () => {
    const { tokens, refresh } = await withGroup({ scope: 'openid invoices' });
    const all = await tokens({ scope: 'openid invoices' });
    expect(await refresh(all.refresh_token, { scope: 'invoices' })).toMatchObject({
      scope: 'invoices:read invoices:write',
    });
    const one = await tokens({ scope: 'openid invoices:read' });
    expect(await refresh(one.refresh_token, { scope: 'invoices' })).toMatchObject({ error: 'invalid_scope' });
  });

  it('is refused where one of its scopes is', async () => {
    const { ask } = await withGroup({ scope: 'invoices:read' });
    expect(await ask('invoices')).toMatchObject({ error: 'invalid_scope' });
    expect(await (await withGroup({})).ask('invoices')).toMatchObject({ error: 'invalid_scope' });
  });

  it('that changes changes what its clients may ask for at once', async () => {
    const { ask, settings, changes } = await withGroup({ scope: 'invoices' });
    await ask('invoices:write');
    settings.records.scope_groups = [{ name: 'invoices', description: null, scopes: ['invoices:read'] }];
    changes.emit({ kind: 'server' });
    expect(await ask('invoices:write')).toMatchObject({ error: 'invalid_scope' });
  });
});
