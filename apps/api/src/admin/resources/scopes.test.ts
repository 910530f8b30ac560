import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi, aMachineClient } from '../../testing/admin-api.js';
import { type RunningServer, runningServer } from '../../testing/running-server.js';
import { staggered } from '../../testing/staggered.js';
import { dialects } from '../../testing/temporary-database.js';

describe.each(dialects)('scopes on %s', (dialect) => {
  let server: RunningServer;
  let api: AdminApi;

  beforeAll(async () => {
    server = await runningServer({ dialect });
    api = await server.admin();
  });
  afterAll(() => server.close());

  it('begin with the standard ones and those of the admin API', async () => {
    const { items } = await api.get('/scopes');
    const byName = new Map(items.map((scope) => [scope.name, scope]));
    expect([...byName.keys()]).toEqual(
      expect.arrayContaining(['openid', 'email', 'offline_access', 'clients:read', 'admin']),
    );
    expect(byName.get('email')).toMatchObject({ kind: 'common', claims: ['email', 'email_verified'], system: true });
    expect(byName.get('clients:write')).toMatchObject({
      kind: 'exclusive',
      audience: server.config.adminUrl,
      roles: ['editor', 'admin'],
    });
  });

  it('are created, read, replaced, changed and deleted', async () => {
    const created = await api.post('/scopes', {
      name: 'invoices:read',
      kind: 'exclusive',
      audience: 'https://api.example.com',
    });
    expect(created.status, created.text).toBe(201);
    expect(created.headers).toMatchObject({ etag: '"1"', location: '/scopes/invoices%3Aread' });
    expect(created.body).toMatchObject({ description: null, claims: [], roles: [], system: false });

    expect((await api.get('/scopes/invoices%3Aread')).body).toEqual(created.body);
    const patched = await api.patch('/scopes/invoices:read', { description: 'See invoices' }, { 'if-match': '"1"' });
    expect(patched.body).toMatchObject({ description: 'See invoices', kind: 'exclusive', revision: 2 });
    const replaced = await api.put('/scopes/invoices:read', { claims: ['tier'] });
    expect(replaced.body).toMatchObject({ description: null, kind: 'common', claims: ['tier'], revision: 3 });
    expect((await api.put('/scopes/new-one', {})).status).toBe(201);

    expect((await api.delete('/scopes/invoices:read', { 'if-match': '"2"' })).status).toBe(412);
    expect((await api.delete('/scopes/invoices:read')).status).toBe(204);
    expect((await api.get('/scopes/invoices:read')).status).toBe(404);
  });

  it('are created once and then replaced when several put them at the same time', async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, n) => api.put('/scopes/raced', { description: `by ${n}` })),
    );
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['200', '200', '200', '200', '201']);
    expect((await api.get('/scopes/raced')).body.revision).toBe(5);
    const onlyOne = await Promise.all(
      Array.from({ length: 3 }, () => api.put('/scopes/raced-anew', {}, { 'if-none-match': '*' })),
    );
    expect(onlyOne.map(({ status }) => String(status)).toSorted()).toEqual(['201', '412', '412']);
  });

  it('are not stored by a dry run', async () => {
    expect((await api.post('/scopes?dry_run=true', { name: 'rehearsed' })).body).toMatchObject({ name: 'rehearsed' });
    expect((await api.put('/scopes/rehearsed?dry_run=true', {})).status).toBe(200);
    expect((await api.post('/scopes?dry_run=true', { name: 'openid' })).status).toBe(409);
    expect((await api.get('/scopes/rehearsed')).status).toBe(404);
  });

  it('have unique names', async () => {
    expect((await api.post('/scopes', { name: 'openid' })).status).toBe(409);
  });

  it.each([
    ['no name', {}, 422],
    ['a space in the name', { name: 'a b' }, 422],
    ['a quotation mark in the name', { name: 'a"b' }, 422],
    ['an unknown kind', { name: 'x', kind: 'secret' }, 422],
    ['an unknown role', { name: 'x', roles: ['root'] }, 422],
    ['a list for the audience', { name: 'x', audience: [] }, 422],
    ['an unknown member', { name: 'x', label: 'X' }, 400],
    ['a revision', { name: 'x', revision: 1 }, 422],
  ])('are refused with %s', async (_, scope, status) => {
    const answer = await api.post('/scopes', scope);
    expect(answer.status, answer.text).toBe(status);
  });

  it('keep their name', async () => {
    await api.post('/scopes', { name: 'named' });
    expect((await api.patch('/scopes/named', { name: 'renamed' })).status).toBe(422);
    expect((await api.put('/scopes/named', { name: 'renamed' })).status).toBe(422);
  });

  it('cannot be deleted while a client lists them', async () => {
    await api.post('/scopes', { name: 'payments', kind: 'exclusive' });
    await api.post('/clients', aMachineClient({ client_id: 'payer', scope: 'payments' }));
    const answer = await api.delete('/scopes/payments');
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({ client_ids: ['payer'], count: 1 });
    await api.delete('/clients/payer?purge=true');
    expect((await api.delete('/scopes/payments')).status).toBe(204);
  });

  it('cannot be deleted while the settings grant them by default', async () => {
    await api.post('/scopes', { name: 'basic' });
    expect((await api.patch('/settings', { default_scopes: ['basic'] })).status).toBe(200);
    const answer = await api.delete('/scopes/basic');
    expect(answer).toMatchObject({ status: 409, body: { type: expect.stringContaining('in-use') } });
    expect(answer.body.detail).toContain('default_scopes');
    await api.patch('/settings', { default_scopes: null });
    expect((await api.delete('/scopes/basic')).status).toBe(204);
  });

  it('[T-006] are not deleted while the settings are saved that grant them by default', async () => {
    for (let round = 0; round < 16; round++) {
      await api.post('/scopes', { name: 'short-lived' });
      const [deleted, saved] = await staggered(
        16 - round,
        () => api.delete('/scopes/short-lived'),
        () => api.patch('/settings', { default_scopes: ['short-lived'] }),
      );
      expect([deleted.status, saved.status]).toEqual(deleted.status === 204 ? [204, 422] : [409, 200]);
      await api.patch('/settings', { default_scopes: null });
      await api.delete('/scopes/short-lived');
    }
  });

  it('[T-006] are not deleted while a client is saved that lists them', async () => {
    for (let round = 0; round < 16; round++) {
      await api.post('/scopes', { name: 'short-lived' });
      const [deleted, created] = await staggered(
        16 - round,
        () => api.delete('/scopes/short-lived'),
        () => api.post('/clients', aMachineClient({ client_id: 'late', scope: 'short-lived' })),
      );
      expect([deleted.status, created.status]).toEqual(deleted.status === 204 ? [204, 422] : [409, 201]);
      await api.delete('/clients/late?purge=true');
      await api.delete('/scopes/short-lived');
    }
  });

  it('[T-006] keep their kind while a client lists them by it', async () => {
    await api.post('/scopes', { name: 'vault', kind: 'exclusive' });
    const exclusive = { allow_exclusive_scopes: true, exclusive_scopes: ['vault'] };
    expect((await api.post('/clients', aMachineClient({ client_id: 'keeper', ...exclusive }))).status).toBe(201);
    expect((await api.delete('/scopes/vault')).status).toBe(409);
    const answer = await api.patch('/scopes/vault', { kind: 'common' });
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('keeper');
    await api.delete('/clients/keeper?purge=true');
    expect((await api.patch('/scopes/vault', { kind: 'common' })).status).toBe(200);
  });

  it('are patterns with a wildcard, and those that overlap are of one kind', async () => {
    const plain = await api.post('/scopes', { name: 'no-wildcard', dynamic: true });
    expect(plain.status).toBe(422);
    expect(plain.body.errors).toMatchObject([{ pointer: '/dynamic', rule: 'pattern-has-a-wildcard' }]);
    expect((await api.post('/scopes', { name: 'account:*', dynamic: true })).status).toBe(201);
    const overlapping = { name: '*:7', dynamic: true };
    const clash = await api.post('/scopes', { ...overlapping, kind: 'exclusive' });
    expect(clash.body.errors).toMatchObject([{ pointer: '/kind', rule: 'patterns-are-of-one-kind' }]);
    expect((await api.post('/scopes', overlapping)).status).toBe(201);
    expect((await api.post('/scopes', { name: 'vault:*', dynamic: true, kind: 'exclusive' })).status).toBe(422);
    expect((await api.post('/scopes', { name: 'vault/*/read', dynamic: true, kind: 'exclusive' })).status).toBe(201);
  });

  it('[T-002] of the server keep their meaning', async () => {
    expect((await api.delete('/scopes/admin')).status).toBe(409);
    expect((await api.patch('/scopes/admin', { kind: 'common' })).status).toBe(409);
    expect((await api.patch('/scopes/admin', { roles: [] })).status).toBe(409);
    expect((await api.patch('/scopes/admin', { description: 'Rule' })).status).toBe(200);
  });

  it('come in groups of one kind that are reserved for nobody and have names of their own', async () => {
    await api.post('/scopes', { name: 'ship', kind: 'exclusive' });
    await api.post('/scopes', { name: 'track' });
    await api.post('/scopes', { name: 'track:*', dynamic: true });
    const refusals = [
      [{ name: 'logistics', scopes: ['ship', 'track'] }, 'scopes-are-of-one-kind'],
      [{ name: 'logistics', scopes: [] }, 'group-has-scopes'],
      [{ name: 'logistics', scopes: ['track:*'] }, 'group-has-no-pattern'],
      [{ name: 'logistics', scopes: ['sail'] }, 'referenced-records-exist'],
      [{ name: 'track', scopes: ['track'] }, 'name-is-of-one-thing'],
      [{ name: 'logistics', scopes: ['clients:read', 'admin'] }, 'scopes-are-reserved-for-nobody'],
    ] as const;
    for (const [group, rule] of refusals) {
      const refused = await api.post('/scope-groups', group);
      expect(refused.status, refused.text).toBe(422);
      expect(refused.body.errors).toMatchObject([{ rule }]);
    }
    expect((await api.post('/scope-groups', { name: 'logistics', scopes: ['ship'] })).status).toBe(201);
    expect((await api.post('/scopes', { name: 'logistics' })).status).toBe(422);
    expect((await api.delete('/scopes/ship')).status).toBe(409);
    expect((await api.patch('/scopes/ship', { roles: ['admin'] })).status).toBe(409);
    const misplaced = aMachineClient({ restrict_common_scopes: true, restricted_common_scopes: ['logistics'] });
    expect((await api.post('/clients', misplaced)).body.errors).toMatchObject([
      { pointer: '/restricted_common_scopes/0', rule: 'listed-scopes-are-of-their-kind' },
    ]);
    const client = aMachineClient({ client_id: 'shipper', scope: 'logistics' });
    expect((await api.post('/clients', client)).status).toBe(201);
    expect((await api.delete('/scope-groups/logistics')).body).toMatchObject({ client_ids: ['shipper'], count: 1 });
    await api.delete('/clients/shipper?purge=true');
    expect((await api.delete('/scope-groups/logistics')).status).toBe(204);
  });

  it('stay while a deleted client names them, and the refusal tells how to go on', async () => {
    await api.post('/scopes', { name: 'archive' });
    for (const client_id of ['archivist', 'gone']) {
      await api.post('/clients', aMachineClient({ client_id, scope: 'archive' }));
    }
    await api.delete('/clients/gone');
    const both = await api.delete('/scopes/archive');
    expect(both).toMatchObject({
      status: 409,
      body: { client_ids: ['archivist', 'gone'], trashed_client_ids: ['gone'], count: 2 },
    });
    expect(both.body.detail).toBe(
      'The scope archive is used by 2 clients (archivist; gone, which is deleted). A deleted client is restored and changed, or deleted for good (purge=true).',
    );
    await api.post('/clients/gone/restore');
    await api.patch('/clients/gone', { scope: null });
    const one = await api.delete('/scopes/archive');
    expect(one.body).toMatchObject({ client_ids: ['archivist'], trashed_client_ids: [] });
    expect(one.body.detail).toBe('The scope archive is used by 1 client (archivist).');
    await api.delete('/clients/archivist');
    await api.delete('/clients/archivist?purge=true');
    expect((await api.delete('/scopes/archive')).status).toBe(204);
  });

  it('have pages', async () => {
    const first = await api.get('/scopes?limit=3');
    expect(first.items).toHaveLength(3);
    const rest = await api.get(`/scopes?limit=200&after=${String(first.body.next)}`);
    expect(first.items.length + rest.items.length).toBe(rest.body.total);
    expect((await api.get('/scopes?after=forged')).status).toBe(400);
  });
});
