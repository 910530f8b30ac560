import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AdminApi } from '../../testing/admin-api.js';
import { type RunningServer, runningServer } from '../../testing/running-server.js';
import { dialects } from '../../testing/temporary-database.js';
import { aSignInClient, aUserAgent } from '../../testing/user-agent.js';

describe.each(dialects)('the sign-ins of an account on %s', (dialect) => {
  let server: RunningServer;
  let api: AdminApi;
  let alice: ReturnType<typeof aUserAgent>;
  let account: string;

  beforeAll(async () => {
    server = await runningServer({ dialect });
    api = await server.admin();
    await api.post('/clients', aSignInClient('shop'));
    const { body } = await api.post('/accounts', { username: 'alice', password: 'correct horse' });
    account = `/accounts/${String(body.sub)}`;
  });
  beforeEach(async () => {
    await api.patch(account, { enabled: true, password: 'correct horse' });
    alice = aUserAgent(server, 'shop');
  });
  afterAll(() => server.close());

  it.each([
    ['another password', [{ password: 'battery staple' }]],
    ['a disabling', [{ enabled: false }]],
    ['a disabling that is taken back', [{ enabled: false }, { enabled: true }]],
  ])('are ended by %s, in every browser and with everything they gave', async (_, changes) => {
    const { code } = await alice.told();
    const tokens = await alice.exchange(code!);
    const { code: unspent } = await alice.told({ prompt: 'none' });
    expect(unspent).toBeDefined();
    expect(await alice.userinfo(tokens.access_token!)).toBe(200);

    for (const change of changes) expect((await api.patch(account, change)).status).toBe(200);

    expect(await alice.told({ prompt: 'none' })).toMatchObject({ error: 'login_required' });
    expect((await alice.visit()).response.body).toContain('id="password"');
    expect(await alice.userinfo(tokens.access_token!)).toBe(401);
    expect(await alice.exchange(unspent!)).toMatchObject({ error: 'invalid_grant' });
    expect(await alice.refresh(tokens.refresh_token!)).toMatchObject({ error: 'invalid_grant' });
    const grants = (await api.get(`/grants?sub=${account.split('/').at(-1)}`)).items;
    expect(grants.filter(({ revoked_at }) => revoked_at === null)).toEqual([]);
  });

  it('are left alone by changes of another kind', async () => {
    const { code } = await alice.told();
    const { access_token } = await alice.exchange(code!);
    await api.patch(account, { claims: { name: 'Alice' }, roles: ['viewer'] });
    expect(await alice.told({ prompt: 'none' })).toHaveProperty('code');
    expect(await alice.userinfo(access_token!)).toBe(200);
  });

  it('begin anew with the new password', async () => {
    await alice.told();
    await api.patch(account, { password: 'battery staple' });
    await api.patch(account, { password: 'correct horse' });
    const { code } = await alice.told();
    expect(await alice.userinfo((await alice.exchange(code!)).access_token!)).toBe(200);
    expect(await alice.told({ prompt: 'none' })).toHaveProperty('code');
  });

  it('say nothing of how often they were ended', async () => {
    expect((await api.get(account)).body).not.toHaveProperty('sign_in_epoch');
  });
});
