import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi, aMachineClient } from '../../testing/admin-api.js';
import { SaidToBe, as } from '../../testing/callers.js';
import { type RunningServer, runningServer } from '../../testing/running-server.js';
import { dialects } from '../../testing/temporary-database.js';

describe.each(dialects)('the revisions of a client on %s', (dialect) => {
  let server: RunningServer;
  let ana: AdminApi;
  let pipeline: AdminApi;

  beforeAll(async () => {
    server = await runningServer({ dialect, tokens: new SaidToBe() });
    ana = as(server, { sub: 'sub-of-ana', username: 'ana', client_id: 'clientele-console' });
    pipeline = as(server, { sub: 'pipeline', client_id: 'pipeline' });
  });
  afterAll(() => server.close());

  async function created(members: Record<string, unknown> = {}): Promise<string> {
    const answer = await pipeline.post('/clients', aMachineClient(members));
    expect(answer.status, answer.text).toBe(201);
    return `/clients/${String(answer.body.client_id)}`;
  }

  it('tell who changed what, from where and why', async () => {
    const path = await created({ access_token_ttl: 600 });
    await ana.patch(path, { access_token_ttl: 300, description: 'new' }, { 'change-reason': 'audit in May' });
    const { items } = await ana.get(`${path}/revisions`);
    expect(items).toMatchObject([
      {
        revision: 2,
        actor: { id: 'sub-of-ana', name: 'ana', client_id: 'clientele-console' },
        origin: 'console',
        reason: 'audit in May',
        actions: ['client.changed'],
      },
      {
        revision: 1,
        actor: { id: 'pipeline', name: 'pipeline', client_id: 'pipeline' },
        origin: 'api',
        reason: null,
        actions: ['client.created', 'client_secret.created'],
      },
    ]);
    expect(items[0]!.changes).toEqual([
      { pointer: '/description', from: null, to: 'new' },
      { pointer: '/access_token_ttl', from: 600, to: 300 },
    ]);
  });

  it('do not believe a header about where a change comes from', async () => {
    const path = await created();
    await pipeline.patch(path, { description: 'x' }, { origin: server.config.adminUrl, 'user-agent': 'console' });
    expect((await ana.get(`${path}/revisions/2`)).body.origin).toBe('api');
  });

  it('are made at the first start, too', async () => {
    expect((await ana.get('/clients/clientele-console/revisions/1')).body).toMatchObject({
      origin: 'bootstrap',
      actor: { name: 'clientele', client_id: null },
    });
  });

  it('compare with any other, in both directions', async () => {
    const path = await created({ access_token_ttl: 600 });
    await ana.patch(path, { access_token_ttl: 300 });
    await ana.patch(path, { description: 'x' });
    const { body } = await ana.get(`${path}/revisions/3?since=1`);
    expect(body.changes).toEqual([
      { pointer: '/description', from: null, to: 'x' },
      { pointer: '/access_token_ttl', from: 600, to: 300 },
    ]);
    expect(body.document).toMatchObject({ description: 'x', access_token_ttl: 300 });
    expect((await ana.get(`${path}/revisions/1?since=2`)).body.changes).toEqual([
      { pointer: '/access_token_ttl', from: 300, to: 600 },
    ]);
    for (const unknown of ['0', '4', 'x', '1e0', '9999999999'])
      expect((await ana.get(`${path}/revisions/${unknown}`)).status, unknown).toBe(404);
    expect((await ana.get(`${path}/revisions/3?since=7`)).status).toBe(400);
    expect((await ana.get('/clients/nobody/revisions')).status).toBe(404);
    expect((await as(server, { scope: ['clients:write'] }).get(`${path}/revisions`)).status).toBe(403);
  });

  it('come in pages', async () => {
    const path = await created();
    for (const description of ['a', 'b', 'c']) await ana.patch(path, { description });
    const first = await ana.get(`${path}/revisions?limit=2`);
    expect(first.items.map(({ revision }) => revision)).toEqual([4, 3]);
    expect(first.items[1]!.changes).toEqual([{ pointer: '/description', from: 'a', to: 'b' }]);
    const second = await ana.get(`${path}/revisions?limit=2&after=${String(first.body.next)}`);
    expect(second.items.map(({ revision }) => revision)).toEqual([2, 1]);
    expect(second.body.next).toBeNull();
  });

  describe('restored', () => {
    it('are a new revision with what was there', async () => {
      const path = await created({ access_token_ttl: 600 });
      await ana.patch(path, { access_token_ttl: 300, description: 'x' });
      const restored = await ana.post(`${path}/revisions/1/restore`, undefined, { 'change-reason': 'too short' });
      expect(restored.status, restored.text).toBe(200);
      expect(restored.body).toMatchObject({ revision: 3, access_token_ttl: 600 });
      expect(restored.body).not.toHaveProperty('description');
      expect(restored.headers.etag).toBe('"3"');
      expect((await ana.get(`${path}/revisions/3`)).body.reason).toBe('too short');
      expect((await ana.get(`${path}/revisions/3?since=1`)).body.changes).toEqual([]);
    });

    it('obey If-Match and dry_run', async () => {
      const path = await created({ access_token_ttl: 600 });
      await ana.patch(path, { access_token_ttl: 60 });
      expect((await ana.post(`${path}/revisions/1/restore`, undefined, { 'if-match': '"1"' })).status).toBe(412);
      const rehearsed = await ana.post(`${path}/revisions/1/restore?dry_run=true`);
      expect(rehearsed.body).toMatchObject({ access_token_ttl: 600 });
      expect((await ana.get(path)).body).toMatchObject({ revision: 2, access_token_ttl: 60 });
    });

    it('obey the rules of today', async () => {
      await ana.post('/scopes', { name: 'invoices' });
      const path = await created({ scope: 'invoices' });
      await ana.patch(path, { scope: null });
      expect((await ana.delete('/scopes/invoices')).status).toBe(204);
      const answer = await ana.post(`${path}/revisions/1/restore`);
      expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '/scope' }] } });
      expect((await ana.get(path)).body.revision).toBe(2);
    });

    it('[T-011] bring no secret back, and no expiry', async () => {
      const { body } = await pipeline.post('/clients', aMachineClient());
      const path = `/clients/${String(body.client_id)}`;
      const later = Math.floor(Date.now() / 1000) + 3600;
      await ana.post(`${path}/secrets`);
      await ana.patch(path, { client_secret_expires_at: later });
      const restored = await ana.post(`${path}/revisions/1/restore`);
      expect(restored.body).toMatchObject({ client_secret_expires_at: later });
      expect(restored.body).not.toHaveProperty('client_secret');
      const secrets = (await ana.get(`${path}/secrets`)).items;
      expect(secrets.filter(({ retired }) => retired === false)).toHaveLength(1);
      const all = await ana.get(`${path}/revisions`);
      expect(all.text).not.toContain(String(body.client_secret));
    });

    it('[T-005] give nobody more than they could obtain', async () => {
      const path = await created({ scope: 'settings:write' });
      await ana.patch(path, { scope: 'clients:read' });
      const editor = as(server, { sub: 'pipeline', client_id: 'pipeline', scope: ['clients:read', 'clients:write'] });
      expect((await editor.post(`${path}/revisions/1/restore`)).status).toBe(403);
    });
  });

  describe('that somebody did not expect', () => {
    it('are told with who saved, and what has changed since', async () => {
      const path = await created({ access_token_ttl: 600 });
      await ana.patch(path, { description: 'x' });
      await ana.patch(path, { access_token_ttl: 300 });
      const answer = await pipeline.patch(path, { access_token_ttl: 60 }, { 'if-match': '"1"' });
      expect(answer.status).toBe(412);
      expect(answer.headers.etag).toBe('"3"');
      expect(answer.body).toMatchObject({ revision: 3, updated_by: 'ana' });
      expect(answer.body.changes).toEqual([
        { pointer: '/description', from: null, to: 'x' },
        { pointer: '/access_token_ttl', from: 600, to: 300 },
      ]);
      const changes = [{ pointer: '/access_token_ttl', from: 600, to: 300 }];
      for (const stale of [
        await pipeline.delete(path, { 'if-match': '"2"' }),
        await pipeline.put(path, aMachineClient(), { 'if-match': '"2"' }),
        await pipeline.post(`${path}/secrets`, undefined, { 'if-match': '"2"' }),
      ]) {
        expect(stale).toMatchObject({ status: 412, body: { revision: 3, changes } });
      }
    });

    it('are told as far as they are known', async () => {
      const path = await created();
      for (const unknown of ['"99"', '"x"', 'W/"1"']) {
        const answer = await ana.patch(path, { description: 'x' }, { 'if-match': unknown });
        expect(answer).toMatchObject({ status: 412, body: { revision: 1 } });
        expect(answer.body).not.toHaveProperty('changes');
      }
    });
  });

  describe('the reason of a change', () => {
    const reasonOf = async (header: string) => {
      const path = await created();
      const answer = await ana.patch(path, { description: 'x' }, { 'change-reason': header });
      return answer.status === 200 ? (await ana.get(`${path}/revisions/2`)).body.reason : answer.status;
    };

    it('is ASCII, or any text as RFC 8187 encodes it', async () => {
      expect(await reasonOf('UTF-8 is fine')).toBe('UTF-8 is fine');
      expect(await reasonOf("UTF-8''caf%C3%A9%20%E2%82%AC")).toBe('café €');
      expect(await reasonOf("utf-8'de'K%C3%BCrzer")).toBe('Kürzer');
    });

    it.each([
      ['too long', 'x'.repeat(501)],
      ['too long when it is decoded', `UTF-8''${'%C3%A9'.repeat(501)}`],
      ['not encoded', 'café'],
      ['badly encoded', "UTF-8''%C3"],
      ['with control characters', "UTF-8''a%0Ab"],
    ])('is refused when it is %s', async (_, header) => {
      expect(await reasonOf(header)).toBe(400);
    });
  });
});
