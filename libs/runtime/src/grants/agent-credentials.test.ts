import { describe, expect, it } from 'vitest';
import { aRegisteredClient, serverWith } from '../testing/server-with.js';

const anAgent = (over: Parameters<typeof aRegisteredClient>[0] = {}) =>
  aRegisteredClient({ grant_types: ['agent_credentials', 'refresh_token'], allow_token_introspection: true, ...over });
const bind_data = { task: 'invoices', customers: [17, 4] };
const asking = { grant_type: 'agent_credentials', scope: 'email', bind_data: JSON.stringify(bind_data) };

describe('agent credentials grant', () => {
  it('[agent_token_ttl] gives a token that lives as long as the client says, to the second', async () => {
    const { token, introspect, clock } = await serverWith(anAgent({ agent_token_ttl: 600 }));
    const { access_token, expires_in } = await token(asking);
    expect(expires_in).toBe(600);
    clock.advance(599);
    expect(await introspect(access_token)).toMatchObject({ active: true });
    clock.advance(1);
    expect(await introspect(access_token)).toEqual({ active: false });
  });

  it('has the server’s lifetime where the client has none, and never more than the server’s maximum', async () => {
    const { token, settings, changes, change } = await serverWith(anAgent());
    expect(await token(asking)).toMatchObject({ expires_in: 2_592_000 });
    settings.change({ agent_token_ttl: 7200, max_agent_token_ttl: 86_400 });
    changes.emit({ kind: 'server' });
    expect(await token(asking)).toMatchObject({ expires_in: 7200 });
    change({ agent_token_ttl: 2_000_000 });
    expect(await token(asking)).toMatchObject({ expires_in: 86_400 });
  });

  it('keeps what the client bound the agent to, and takes none of it for a claim', async () => {
    const { token, introspect } = await serverWith(anAgent());
    const told = { ...bind_data, sub: 'admin', scope: 'everything', active: false };
    const { access_token, agent_token } = await token({
      ...asking,
      bind_data: JSON.stringify(told),
      bind_configuration: '{"label":"Invoices"}',
    });
    expect(agent_token).toBe(access_token);
    // A handle that this server alone can say something about, whatever the client's access token manager makes.
    expect(access_token).not.toContain('.');
    expect(await introspect(access_token)).toMatchObject({
      active: true,
      sub: 'app',
      client_id: 'app',
      scope: 'email',
      bind_data: told,
      bind_configuration: { label: 'Invoices' },
    });
  });

  it.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['null', 'null'],
    ['text', '"x"'],
    ['too long', JSON.stringify({ x: 'x'.repeat(4096) })],
    ['too deep', '{"x":'.repeat(20) + '1' + '}'.repeat(20)],
  ])('refuses bind data that is %s', async (_, sent) => {
    const { asClient, receiptOf } = await serverWith(anAgent());
    const refused = await asClient('/token', { ...asking, bind_data: sent });
    expect(refused.status).toBe(400);
    expect(JSON.parse(refused.body)).toMatchObject({ error: 'invalid_request' });
    expect(await receiptOf(refused)).toMatchObject({ rule: 'agent-binding-is-a-json-object' });
  });

  it('speaks of no user, even of one whose sub is spelled like the client_id', async () => {
    const { token, send, accounts, alice } = await serverWith(anAgent());
    accounts.add({ ...alice, sub: 'app', username: 'eve' }, 'correct horse');
    const { access_token } = await token({ ...asking, scope: 'openid email' });
    const answer = await send('GET', '/userinfo', { headers: { authorization: `Bearer ${access_token}` } });
    expect(answer.status).toBe(403);
    expect(answer.headers['www-authenticate']).toContain('insufficient_scope');
  });

  it('is refreshed for another token of the agent, bound to the same', async () => {
    const { token, refresh, introspect, clock } = await serverWith(anAgent({ agent_token_ttl: 600 }));
    const first = await token(asking);
    clock.advance(600);
    const next = await refresh(first.refresh_token);
    expect(next).toMatchObject({ expires_in: 600, scope: 'email' });
    expect(await introspect(next.access_token)).toMatchObject({ active: true, sub: 'app', bind_data });
    expect(await introspect(next.refresh_token)).toMatchObject({ active: true, sub: 'app' });
    // It was used before, so it has leaked.
    clock.advance(120);
    expect(await refresh(first.refresh_token)).toMatchObject({ error: 'invalid_grant' });
    expect(await introspect(next.access_token)).toEqual({ active: false });
  });

  it('gives no refresh token without the grant for it', async () => {
    const { token } = await serverWith(anAgent({ grant_types: ['agent_credentials'] }));
    expect(await token(asking)).not.toHaveProperty('refresh_token');
  });

  it('ends when it is revoked, whatever is left of its time', async () => {
    const { token, asClient, introspect } = await serverWith(anAgent());
    const { access_token, refresh_token } = await token(asking);
    const other = await token(asking);
    expect((await asClient('/revoke', { token: refresh_token })).status).toBe(200);
    expect(await introspect(access_token)).toEqual({ active: false });
    expect((await asClient('/revoke', { token: other.access_token })).status).toBe(200);
    expect(await introspect(other.access_token)).toEqual({ active: false });
  });

  it('is for clients that authenticate, and that have the grant', async () => {
    const { asClient } = await serverWith(anAgent({ token_endpoint_auth_method: 'none' }));
    expect(JSON.parse((await asClient('/token', asking)).body)).toMatchObject({ error: 'invalid_client' });
    const { token } = await serverWith(aRegisteredClient());
    expect(await token(asking)).toMatchObject({ error: 'unauthorized_client' });
  });

  it('is told of in the metadata', async () => {
    const { send } = await serverWith(anAgent());
    const metadata = JSON.parse((await send('GET', '/.well-known/oauth-authorization-server')).body) as object;
    expect(metadata).toMatchObject({
      grant_types_supported: expect.arrayContaining(['agent_credentials', 'agent_code']) as unknown,
    });
  });
});
