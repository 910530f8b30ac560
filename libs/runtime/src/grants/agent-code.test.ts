import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { aRegisteredClient, redirectUri, serverWith, verifier } from '../testing/server-with.js';

const anAgent = (over: Parameters<typeof aRegisteredClient>[0] = {}) =>
  aRegisteredClient({ grant_types: ['agent_code', 'refresh_token'], allow_token_introspection: true, ...over });
const asAgent = { grant_type: 'agent_code', bind_data: '{"task":"invoices"}' };

/** A server, and the tokens of an agent that alice has allowed. */
async function withAgent(over: Parameters<typeof aRegisteredClient>[0] = {}) {
  const world = await serverWith(anAgent(over));
  const userinfo = (token: string) => world.send('GET', '/userinfo', { headers: { authorization: `Bearer ${token}` } });
  const obtain = async (request: Record<string, string> = {}) =>
    world.exchange((await world.authorize(request)).get('code')!, asAgent);
  return { ...world, userinfo, obtain };
}

describe('agent code grant', () => {
  it('[agent_token_ttl] gives a token that goes on for its user, and is refused from the second of its end', async () => {
    const { obtain, userinfo, introspect, clock } = await withAgent({ agent_token_ttl: 86_400 });
    const { access_token, expires_in, id_token } = await obtain();
    expect(expires_in).toBe(86_400);
    expect(decodeJwt(id_token)).toMatchObject({ sub: 'a11ce', aud: 'app' });
    clock.advance(86_399);
    expect(JSON.parse((await userinfo(access_token)).body)).toMatchObject({ sub: 'a11ce' });
    expect(await introspect(access_token)).toMatchObject({ username: 'alice', bind_data: { task: 'invoices' } });
    clock.advance(1);
    const late = await userinfo(access_token);
    expect(late.status).toBe(401);
    expect(late.headers['www-authenticate']).toContain('error="invalid_token"');
    expect(await introspect(access_token)).toEqual({ active: false });
  });

  it('[T-051] ends with the account, and with the grant', async () => {
    const { obtain, userinfo, accounts, alice, asClient } = await withAgent();
    const [first, second] = [await obtain(), await obtain()];
    await asClient('/revoke', { token: first.refresh_token });
    expect((await userinfo(first.access_token)).status).toBe(401);
    expect((await userinfo(second.access_token)).status).toBe(200);
    accounts.add({ ...alice, enabled: false }, 'correct horse');
    expect((await userinfo(second.access_token)).status).toBe(401);
  });

  it('is refreshed for another token of the agent', async () => {
    const { obtain, refresh, introspect } = await withAgent({ agent_token_ttl: 600 });
    const { refresh_token } = await obtain();
    const next = await refresh(refresh_token);
    expect(next).toMatchObject({ expires_in: 600 });
    expect(await introspect(next.access_token)).toMatchObject({ sub: 'a11ce', bind_data: { task: 'invoices' } });
  });

  it('[T-040] a code that returns ends the tokens of the agent, however late', async () => {
    const { authorize, exchange, introspect, clock } = await withAgent();
    const code = (await authorize()).get('code')!;
    const first = await exchange(code, asAgent);
    clock.advance(100_000);
    expect(await exchange(code, asAgent)).toMatchObject({ error: 'invalid_grant' });
    expect(await introspect(first.access_token)).toEqual({ active: false });
  });

  it('leaves the grant that the application goes on with alone', async () => {
    const { authorize, exchange, obtain, refresh } = await withAgent({
      grant_types: ['authorization_code', 'agent_code', 'refresh_token'],
      persistent_grant_reuse_grant_types: ['authorization_code'],
    });
    const agent = await obtain();
    const application = await exchange((await authorize()).get('code')!);
    expect(application).toMatchObject({ expires_in: 300 });
    expect(await refresh(agent.refresh_token)).toHaveProperty('agent_token');
    expect(await refresh(application.refresh_token)).not.toHaveProperty('agent_token');
  });

  it('is exchanged for what the client is registered for', async () => {
    const { authorize, exchange } = await withAgent();
    expect(await exchange((await authorize()).get('code')!)).toMatchObject({ error: 'unauthorized_client' });
    const other = await serverWith(aRegisteredClient());
    expect(await other.exchange((await other.authorize()).get('code')!, asAgent)).toMatchObject({
      error: 'unauthorized_client',
    });
  });

  it('[confidential] needs no credentials where the client need not authenticate', async () => {
    const { authorize, post } = await withAgent({ confidential: false });
    const code = (await authorize()).get('code')!;
    const form = { client_id: 'app', code, redirect_uri: redirectUri, code_verifier: verifier, ...asAgent };
    expect((await post('/token', form)).status).toBe(200);
  });
});
