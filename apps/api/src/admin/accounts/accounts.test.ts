import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi } from '../../testing/admin-api.js';
import { type RunningServer, runningServer } from '../../testing/running-server.js';
import { dialects } from '../../testing/temporary-database.js';

const password = 'a rather long password';

describe.each(dialects)('accounts on %s', (dialect) => {
  let server: RunningServer;
  let api: AdminApi;
  let count = 0;

  beforeAll(async () => {
    server = await runningServer({ dialect });
    api = await server.admin();
  });
  afterAll(() => server.close());

  const created = async (account: Record<string, unknown> = {}) => {
    const answer = await api.post('/accounts', { username: `user-${++count}`, password, ...account });
    expect(answer.status, answer.text).toBe(201);
    return answer.body as Record<string, unknown> & { sub: string; username: string };
  };

  it('begin with the administrator', async () => {
    const { items } = await api.get('/accounts?username=admin');
    expect(items).toMatchObject([
      { username: 'admin', system: true, roles: ['admin'], claims: { name: 'Administrator' }, enabled: true },
    ]);
  });

  it('are found by their subject identifiers, many at once', async () => {
    const [one, other] = [await created(), await created()];
    const query = (subs: readonly string[]) => subs.map((sub) => `sub=${sub}`).join('&');
    const found = async (...subs: string[]) => (await api.get(`/accounts?${query(subs)}`)).items.map(({ sub }) => sub);
    expect(new Set(await found(one.sub, other.sub, 'nobody'))).toEqual(new Set([one.sub, other.sub]));
    expect(await found('nobody')).toEqual([]);
    for (const bad of [Array.from({ length: 201 }, String), ['s'.repeat(256)]]) {
      expect((await api.get(`/accounts?${query(bad)}`)).status).toBe(400);
    }
  });

  it('can sign in with the password that was given, which is never shown', async () => {
    const account = await created();
    expect(account).not.toHaveProperty('password');
    expect((await api.get(`/accounts/${account.sub}`)).text).not.toContain('assword');
    await expect(server.storage.ports.accounts.authenticate(account.username, password)).resolves.toMatchObject({
      sub: account.sub,
    });
  });

  it('are given a password where none is chosen, shown this once', async () => {
    const answer = await api.post('/accounts', { username: 'generated' });
    expect(String(answer.body.password).length).toBeGreaterThanOrEqual(24);
    await expect(
      server.storage.ports.accounts.authenticate('generated', String(answer.body.password)),
    ).resolves.toBeDefined();
  });

  it.each([
    ['aaaaaaaaaaaaaaaa', 'different characters'],
    ['shipshape shipshape ', 'repeat'],
    ['qwertyuiop123456', 'keyboard'],
    ['change-me-password', 'words such as'],
    ['Robert.Smith-2026', 'the username'],
  ])('have no password such as %s', async (password, why) => {
    const account = { username: `robert.smith`, password };
    const refused = await api.post('/accounts', account);
    expect(refused.status).toBe(422);
    expect(refused.body.errors).toMatchObject([{ pointer: '/password', rule: 'password-is-strong' }]);
    expect(refused.text).toContain(why);
    // The nearest that is none of that.
    const { sub } = (await api.post('/accounts', { ...account, password: 'a shape of ships' })).body;
    expect((await api.patch(`/accounts/${String(sub)}`, { password })).status).toBe(422);
    expect((await api.delete(`/accounts/${String(sub)}`)).status).toBe(204);
  });

  it('are changed by merge patch, JSON Patch and PUT, which leaves the password', async () => {
    const account = await created({ claims: { name: 'Alice', email: 'a@example.com' } });
    const path = `/accounts/${account.sub}`;
    const patched = await api.patch(path, { claims: { email: null, locale: 'de' } }, { 'if-match': '"1"' });
    expect(patched.body).toMatchObject({ claims: { name: 'Alice', locale: 'de' }, revision: 2 });
    expect(patched.body.claims).not.toHaveProperty('email');
    await api.jsonPatch(path, [{ op: 'add', path: '/roles/-', value: 'viewer' }]);
    const replaced = await api.put(path, { username: account.username });
    expect(replaced.body).toMatchObject({ claims: {}, roles: [], revision: 4 });
    await expect(server.storage.ports.accounts.authenticate(account.username, password)).resolves.toBeDefined();
    await api.patch(path, { password: 'another long password' });
    await expect(server.storage.ports.accounts.authenticate(account.username, password)).resolves.toBeUndefined();
  });

  it('cannot sign in while they are disabled, or once they are deleted', async () => {
    const account = await created();
    await api.patch(`/accounts/${account.sub}`, { enabled: false });
    await expect(server.storage.ports.accounts.authenticate(account.username, password)).resolves.toBeUndefined();
    expect((await api.delete(`/accounts/${account.sub}`)).status).toBe(204);
    expect((await api.get(`/accounts/${account.sub}`)).status).toBe(404);
  });

  it('are not stored by a dry run, which shows no password', async () => {
    const answer = await api.post('/accounts?dry_run=true', { username: 'rehearsed' });
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body).not.toHaveProperty('password');
    expect((await api.get('/accounts?username=rehearsed')).items).toEqual([]);
  });

  it('have unique names, whatever the case', async () => {
    const account = await created();
    expect((await api.post('/accounts', { username: account.username.toUpperCase(), password })).status).toBe(409);
    const other = await created();
    expect((await api.patch(`/accounts/${other.sub}`, { username: account.username })).status).toBe(409);
  });

  it.each([
    ['no name', { username: undefined }, 422],
    ['a short password', { password: 'short' }, 422],
    ['a number for a password', { password: 123456789012 }, 422],
    ['an unknown role', { roles: ['root'] }, 422],
    ['a list of claims', { claims: [] }, 422],
    ['a claim that the server sets', { claims: { sub: 'somebody' } }, 422],
    ['a claim without a value', { claims: { name: null } }, 422],
    ['an unknown member', { nickname: 'x' }, 400],
    ['a subject', { sub: 'mine' }, 422],
  ])('are refused with %s', async (_, members, status) => {
    const answer = await api.post('/accounts', { username: 'refused', password, ...members });
    expect(answer.status, answer.text).toBe(status);
  });

  it('[T-002] get no role from a caller who could not do as much', async () => {
    const clerk = await server.admin('accounts:write');
    expect((await clerk.post('/accounts', { username: 'climber', roles: ['viewer'] })).status).toBe(403);
    const mine = await clerk.post('/accounts', { username: 'plain' });
    expect(mine.status).toBe(201);
    expect((await clerk.patch(`/accounts/${String(mine.body.sub)}`, { roles: ['admin'] })).status).toBe(403);
    const [admin] = (await clerk.get('/accounts?username=admin')).items;
    expect((await clerk.patch(`/accounts/${String(admin?.sub)}`, { password: 'taken over by me' })).status).toBe(403);
  });

  it('[T-002] of the server cannot be deleted and keep their roles', async () => {
    const [admin] = (await api.get('/accounts?username=admin')).items;
    expect((await api.delete(`/accounts/${String(admin?.sub)}`)).status).toBe(409);
    expect((await api.patch(`/accounts/${String(admin?.sub)}`, { roles: [] })).status).toBe(409);
  });

  describe('with the role admin', () => {
    const admins = ['/accounts?username=admin', '/accounts?username=deputy'];
    const pathOf = async (list: string) => `/accounts/${String((await api.get(list)).items[0]?.sub)}`;

    it('are never all disabled, demoted or deleted', async () => {
      const system = await pathOf(admins[0]!);
      const alone = await api.patch(system, { enabled: false });
      expect(alone.status).toBe(409);
      expect(alone.body).toMatchObject({ errors: [{ pointer: '/enabled', rule: 'administrator-remains' }] });
      expect((await api.patch(`${system}?dry_run=true`, { enabled: false })).status).toBe(409);

      await created({ username: 'deputy', roles: ['admin', 'editor'] });
      const deputy = await pathOf(admins[1]!);
      expect((await api.patch(system, { enabled: false })).status).toBe(200);
      for (const last of [{ enabled: false }, { roles: ['editor'] }]) {
        const refused = await api.patch(deputy, last);
        expect(refused.status, refused.text).toBe(409);
        expect(refused.body.detail).toContain('deputy is the last active account');
      }
      expect((await api.put(deputy, { username: 'deputy' })).status).toBe(409);
      expect((await api.delete(deputy)).status).toBe(409);
      expect((await api.patch(deputy, { claims: { name: 'Deputy' }, roles: ['admin'] })).status).toBe(200);
      expect((await api.patch(system, { enabled: true })).status).toBe(200);
      expect((await api.delete(deputy)).status).toBe(204);
    });

    it('do not take each other’s rights at the same moment', async () => {
      for (let round = 0; round < 5; round++) {
        await created({ username: 'deputy', roles: ['admin'] });
        const [system, deputy] = [await pathOf(admins[0]!), await pathOf(admins[1]!)];
        const answers = await Promise.all([api.patch(system, { enabled: false }), api.delete(deputy)]);
        const statuses = answers.map(({ status }) => status);
        expect(statuses).toEqual(statuses[0] === 200 ? [200, 409] : [409, 204]);
        await api.patch(system, { enabled: true });
        await api.delete(deputy);
      }
    });
  });
});
