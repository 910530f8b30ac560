import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { defaultSettings } from '@clientele/client-schema';
import { type AdminApi, aMachineClient } from '../../testing/admin-api.js';
import { type RunningServer, runningServer } from '../../testing/running-server.js';
import { staggered } from '../../testing/staggered.js';
import { dialects } from '../../testing/temporary-database.js';

describe.each(dialects)('the settings on %s', (dialect) => {
  let server: RunningServer;
  let api: AdminApi;

  beforeAll(async () => {
    server = await runningServer({ dialect });
  });
  beforeEach(async () => {
    // The tests change how long tokens live.
    api = await server.admin();
  });
  afterAll(() => server.close());

  it('begin with every default', async () => {
    const answer = await api.get('/settings');
    expect(answer.body).toMatchObject(defaultSettings);
    expect(answer.headers.etag).toBe(`"${String(answer.body.revision)}"`);
    expect((await api.get('/settings', { 'if-none-match': answer.headers.etag! })).status).toBe(304);
  });

  it('are inherited by the tokens of clients from the moment they change', async () => {
    const client = (await api.post('/clients', aMachineClient())).body as { client_id: string; client_secret: string };
    expect((await api.patch('/settings', { access_token_ttl: 123 })).status).toBe(200);
    const token = await server.token(client);
    const { exp, iat } = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as {
      exp: number;
      iat: number;
    };
    expect(exp - iat).toBe(123);
    const effective = (await api.get(`/clients/${client.client_id}?include=effective`)).body._effective;
    expect(effective).toMatchObject({ access_token_ttl: { value: 123, origin: 'server' } });
  });

  it('have the default again with null', async () => {
    await api.patch('/settings', { access_token_ttl: 99 });
    const answer = await api.patch('/settings', { access_token_ttl: null });
    expect(answer.body.access_token_ttl).toBe(defaultSettings.access_token_ttl);
  });

  it('refuse unknown members, faulty values, and what the server sets', async () => {
    expect((await api.patch('/settings', { nonsense: 1 })).status).toBe(400);
    expect((await api.patch('/settings', { nonsense: null })).status).toBe(400);
    expect((await api.patch('/settings', { access_token_ttl: '300' })).status).toBe(422);
    expect((await api.patch('/settings', { access_token_ttl: 0, clock_skew: 61 })).body.errors).toHaveLength(2);
    expect((await api.patch('/settings', { revision: 99 })).status).toBe(422);
    expect((await api.jsonPatch('/settings', [{ op: 'remove', path: '/revision' }])).status).toBe(422);
  });

  it('grant scopes by default that exist', async () => {
    expect((await api.patch('/settings', { default_scopes: ['openid', 'nowhere'] })).body.errors).toMatchObject([
      { pointer: '/default_scopes/1', rule: 'referenced-records-exist' },
    ]);
    expect((await api.patch('/settings', { default_scopes: ['openid'] })).status).toBe(200);
    await api.patch('/settings', { default_scopes: null });
  });

  it('[T-115] refuse a stale If-Match with the present revision', async () => {
    const { revision } = (await api.get('/settings')).body;
    const stale = await api.patch('/settings', { clock_skew: 5 }, { 'if-match': '"0"' });
    expect(stale.status).toBe(412);
    expect(stale.body.revision).toBe(revision);
    expect((await api.patch('/settings', { clock_skew: 5 }, { 'if-match': `"${String(revision)}"` })).status).toBe(200);
  });

  it('store nothing in a dry run', async () => {
    const before = (await api.get('/settings')).body;
    expect((await api.patch('/settings?dry_run=true', { clock_skew: 7 })).body.clock_skew).toBe(7);
    expect((await api.get('/settings')).body).toEqual(before);
  });

  it('tell in a dry run which clients would have another value in force', async () => {
    await api.post('/clients', aMachineClient({ client_id: 'heir', client_name: 'Heir' }));
    await api.post('/clients', aMachineClient({ client_id: 'chooser', access_token_ttl: 55 }));
    const change = { access_token_ttl: 77, refresh_token_ttl: 777, clock_skew: 9 };
    const { _impact: impact } = (await api.patch('/settings?dry_run=true', change)).body as {
      _impact: { count: number; clients: { client_id: string }[]; server: string[] };
    };
    // A machine has no refresh tokens, so how long they live is nothing to it.
    expect(impact.clients).toContainEqual({ client_id: 'heir', client_name: 'Heir', fields: ['access_token_ttl'] });
    expect(impact.clients.map(({ client_id }) => client_id)).not.toContain('chooser');
    expect(impact).toMatchObject({ count: impact.clients.length, server: ['clock_skew'] });
    expect((await api.patch('/settings', change)).body).not.toHaveProperty('_impact');
    expect((await api.get('/clients/heir?include=effective')).body._effective).toMatchObject({
      access_token_ttl: { value: 77, origin: 'server' },
    });
    expect((await api.patch('/settings?dry_run=true', change)).body._impact).toEqual({
      count: 0,
      clients: [],
      server: [],
    });
    await api.patch('/settings', { access_token_ttl: null, refresh_token_ttl: null, clock_skew: null });
  });

  it('[T-006] refuse a change that would break a stored client, and name it', async () => {
    await api.post('/clients', aMachineClient({ client_id: 'long-lived', access_token_ttl: 40_000 }));
    const answer = await api.patch('/settings', { max_access_token_ttl: 30_000 });
    expect(answer.status).toBe(409);
    const { client_name } = (await api.get('/clients/long-lived')).body;
    const clients = [{ client_id: 'long-lived', client_name }];
    expect(answer.body).toMatchObject({ client_ids: ['long-lived'], clients, count: 1 });
    expect(answer.body.detail).toContain('long-lived');
    expect((await api.get('/settings')).body.max_access_token_ttl).toBe(defaultSettings.max_access_token_ttl);
  });

  describe('[T-006] and a client that they would make invalid, saved at the same time', () => {
    const ceiling = 30_000;
    const beyond = { access_token_ttl: 40_000 };
    const path = '/clients/raced';

    beforeEach(async () => {
      await api.delete('/clients/long-lived?purge=true');
      for (let index = 0; index < 20; index++) await api.post('/clients', aMachineClient());
    });

    /** Lowers the maximum while a client is saved that exceeds it, again and again. */
    async function race(
      prepare: () => Promise<unknown>,
      save: () => Promise<{ status: number; body: object }>,
    ): Promise<void> {
      for (let round = 0; round < 24; round++) {
        await api.patch('/settings', { max_access_token_ttl: null });
        await api.delete(`${path}?purge=true`);
        await prepare();
        const lower = () => api.patch('/settings', { max_access_token_ttl: ceiling });
        const [changed, saved] =
          round % 2 === 0 ? await staggered(round, lower, save) : (await staggered(round, save, lower)).toReversed();
        const accepted = [changed!.status, saved!.status].filter((status) => status < 300);
        expect(accepted, `${changed!.status} and ${saved!.status}`).toHaveLength(1);
        if (saved!.status < 300) expect(changed).toMatchObject({ status: 409, body: { client_ids: ['raced'] } });
        else expect(saved!.body).toMatchObject({ errors: [{ rule: 'ttl-within-server-maximum' }] });
      }
    }

    it('are never both accepted when it is created', () =>
      race(
        () => Promise.resolve(),
        () => api.post('/clients', aMachineClient({ client_id: 'raced', ...beyond })),
      ));

    it('are never both accepted when it is changed', () =>
      race(
        () => api.post('/clients', aMachineClient({ client_id: 'raced' })),
        () => api.patch(path, beyond),
      ));

    it('are never both accepted when it is restored', () =>
      race(
        async () => {
          await api.post('/clients', aMachineClient({ client_id: 'raced', ...beyond }));
          await api.delete(path);
        },
        () => api.post(`${path}/restore`),
      ));
  });
});
