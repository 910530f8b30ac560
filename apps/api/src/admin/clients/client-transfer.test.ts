import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi, aMachineClient, aWebClient } from '../../testing/admin-api.js';
import { type RunningServer, runningServer, testCredentials } from '../../testing/running-server.js';
import { dialects } from '../../testing/temporary-database.js';

const asLines = { accept: 'application/x-ndjson' };
const secret = 'Vq3-mT7zKp_Yw2Lx9Rb4';

describe.each(dialects)('imports and exports on %s', (dialect) => {
  let server: RunningServer;
  let api: AdminApi;

  beforeAll(async () => {
    server = await runningServer({ dialect });
    api = await server.admin();
  });
  afterAll(() => server.close());

  it('[T-010] create a client for each line, and tell what has become of each', async () => {
    const answer = await api.postLines('/clients', [
      aMachineClient({ client_id: 'in-1', client_secret: secret }),
      '',
      '{"client_name": ',
      aMachineClient({ client_id: 'in-2', nonsense: true }),
      aMachineClient({ client_id: 'in-1' }),
      aWebClient({ client_id: 'in-3', redirect_uris: ['https://a.example/#x', 'ftp://b.example'] }),
      aWebClient({ client_id: 'in-4', require_pkce: false }),
      JSON.stringify(aMachineClient({ description: 'x'.repeat(1024 * 1024) })),
      aMachineClient({ client_id: 'in-5' }),
    ]);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toContain('application/x-ndjson');
    expect(answer.lines.map(({ line, status, client_id }) => [line, status, client_id])).toEqual([
      [1, 201, 'in-1'],
      [3, 400, undefined],
      [4, 400, 'in-2'],
      [5, 409, 'in-1'],
      [6, 422, 'in-3'],
      [7, 201, 'in-4'],
      [8, 413, undefined],
      [9, 201, 'in-5'],
    ]);
    expect(answer.lines[4]!['errors']).toEqual([
      expect.objectContaining({ pointer: '/redirect_uris/0' }),
      expect.objectContaining({ pointer: '/redirect_uris/1' }),
    ]);
    expect(answer.lines[5]!['_warnings']).toMatchObject([{ rule: 'code-grant-uses-pkce' }]);
    expect((await api.get('/clients/in-5')).status).toBe(200);
    expect((await api.get('/clients/in-2')).status).toBe(404);
  });

  it('do what is said of one client in the order of its lines', async () => {
    const named = (client_name: string) => aMachineClient({ client_id: 'again', client_name });
    const answer = await api.postLines('/clients?mode=upsert', [named('1'), named('2'), named('2'), named('3')]);
    expect(answer.lines.map(({ status, revision }) => [status, revision])).toEqual([
      [201, 1],
      [200, 2],
      [200, 2],
      [200, 3],
    ]);
    expect((await api.get('/clients/again')).body).toMatchObject({ client_name: '3' });
  });

  it('answer for each of many lines, in their order', async () => {
    const lines = Array.from({ length: 100 }, (_, index) =>
      aMachineClient({ client_id: `many-${index}`, ...(index % 3 === 0 && { redirect_uris: 'none' }) }),
    );
    const answer = await api.postLines('/clients', lines);
    expect(answer.lines.map(({ line, status }) => [line, status])).toEqual(
      lines.map((_, index) => [index + 1, index % 3 === 0 ? 422 : 201]),
    );
    expect((await api.get('/clients?q=many-&limit=200')).items).toHaveLength(66);
    const { items } = await api.get('/events?type=client.created&client_id=many-1');
    expect(items).toMatchObject([{ origin: 'import', revision: 1 }]);
  });

  it('store the secrets that lines give, and make no others', async () => {
    const answer = await api.postLines('/clients', [
      aMachineClient({ client_id: 'with-secret', client_secret: secret }),
      aMachineClient({ client_id: 'without-secret' }),
    ]);
    expect(answer.text).not.toContain('client_secret');
    expect(await server.token({ client_id: 'with-secret', client_secret: secret })).toEqual(expect.any(String));
    expect((await api.get('/clients/without-secret/secrets')).items).toEqual([]);
  });

  it('[T-010] replace what is there in the mode upsert, and keep its secret', async () => {
    await api.post('/clients', aMachineClient({ client_id: 'kept', client_secret: secret, description: 'before' }));
    const lines = [aMachineClient({ client_id: 'kept', client_name: 'After' }), aMachineClient({ client_id: 'added' })];
    const answer = await api.postLines('/clients?mode=upsert', lines);
    expect(answer.lines).toMatchObject([
      { line: 1, status: 200, client_id: 'kept', revision: 2 },
      { line: 2, status: 201, client_id: 'added', revision: 1 },
    ]);
    expect((await api.get('/clients/kept')).body).toMatchObject({ client_name: 'After' });
    expect((await api.get('/clients/kept')).body).not.toHaveProperty('description');
    expect(await server.token({ client_id: 'kept', client_secret: secret })).toEqual(expect.any(String));
    // The same once more is no change.
    expect((await api.postLines('/clients?mode=upsert', lines)).lines).toMatchObject([
      { status: 200, revision: 2 },
      { status: 200, revision: 1 },
    ]);
  });

  it('[T-010] store nothing in a dry run', async () => {
    const lines = [aMachineClient({ client_id: 'rehearsed' }), aMachineClient({ client_id: 'clientele-console' })];
    const answer = await api.postLines('/clients?dry_run=true', lines);
    expect(answer.lines.map(({ status }) => status)).toEqual([201, 409]);
    expect((await api.get('/clients/rehearsed')).status).toBe(404);
  });

  it('are recorded as imports', async () => {
    await api.postLines('/clients', [aMachineClient({ client_id: 'recorded' })], { 'change-reason': 'moving house' });
    const { items } = await server.storage.events.list({ limit: 1, caller: 'test', client_id: 'recorded' });
    expect(items).toMatchObject([{ type: 'client.created', origin: 'import', reason: 'moving house' }]);
  });

  it('bring an export back as it was', async () => {
    await api.post('/clients', aWebClient({ client_id: 'round-trip', description: 'ümläut "quoted"\nsecond line' }));
    const before = (await api.get('/clients/round-trip')).body;
    const exported = await api.get('/clients?q=round-trip', asLines);
    expect(exported.headers['content-type']).toContain('application/x-ndjson');
    expect(exported.lines).toEqual([before]);
    await api.delete('/clients/round-trip?purge=true');
    expect((await api.postLines('/clients', exported.lines)).lines).toMatchObject([{ status: 201 }]);
    const { created_at: _c, updated_at: _u, client_id_issued_at: _i, client_secret_changed_at: _s, ...same } = before;
    expect((await api.get('/clients/round-trip')).body).toMatchObject({ ...same, origin: 'import' });
  });

  it('export what the list would show, in its order, without secrets', async () => {
    const exported = await api.get('/clients?grant_types=client_credentials&sort=-client_id&fields=client_id', asLines);
    const listed = await api.get('/clients?grant_types=client_credentials&sort=-client_id&fields=client_id&limit=200');
    expect(exported.lines.length).toBeGreaterThan(5);
    expect(exported.lines).toEqual(listed.items);
    expect((await api.get('/clients', asLines)).text).not.toContain('client_secret"');
  });

  it.each(['limit=5', 'after=x', 'nonsense=1', 'q=nonsense:x', 'fields=nonsense'])(
    'refuse to export %s',
    async (query) => {
      const answer = await api.get(`/clients?${query}`, asLines);
      expect(answer.status).toBe(400);
      expect(answer.headers['content-type']).toContain('application/problem+json');
    },
  );

  it('refuse what an import cannot have', async () => {
    const line = [aMachineClient()];
    expect((await api.postLines('/clients?mode=replace', line)).status).toBe(400);
    expect((await api.postLines('/clients', line, { 'idempotency-key': 'a' })).status).toBe(400);
    expect((await api.post('/clients?mode=upsert', aMachineClient())).status).toBe(400);
    expect((await api.call('PUT', '/clients/x', undefined, { raw: '{}', type: 'application/x-ndjson' })).status).toBe(
      415,
    );
    expect((await api.get('/clients/kept', asLines)).status).toBe(406);
    const reader = await server.admin('clients:read');
    expect((await reader.postLines('/clients', line)).status).toBe(403);
    const writer = await server.admin('clients:write');
    const escalating = [aMachineClient({ scope: 'settings:write' })];
    expect((await writer.postLines('/clients', escalating)).lines).toMatchObject([{ status: 403 }]);
  });

  /** An import whose lines are sent one by one. */
  async function anImport() {
    const token = await server.token(testCredentials, 'clients:write');
    const { port } = new URL(server.config.adminUrl);
    return request({
      port: server.config.adminPort || port,
      path: '/clients',
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
    });
  }

  it('[T-010] store whole lines alone when the connection breaks off', async () => {
    const outgoing = await anImport();
    outgoing.on('error', () => undefined);
    outgoing.write(`${JSON.stringify(aMachineClient({ client_id: 'cut-1' }))}\n`);
    await expect.poll(async () => (await api.get('/clients/cut-1')).status).toBe(200);
    // It is whole but for its end, and only the end would tell.
    const sent = JSON.stringify(aMachineClient({ client_id: 'cut-2' }));
    await new Promise((resolve) => outgoing.write(sent, resolve));
    await pause(50);
    outgoing.destroy();
    await pause(200);
    await api.postLines('/clients', [aMachineClient({ client_id: 'cut-3' })]);
    expect((await api.get('/clients?q=cut-&sort=client_id')).items).toMatchObject([
      { client_id: 'cut-1' },
      { client_id: 'cut-3' },
    ]);
    expect((await server.storage.events.verify()).broken).toBeUndefined();
  });

  it('answer lines while others are still to come', async () => {
    const outgoing = await anImport();
    const answered = new Promise<AsyncIterator<Buffer>>((resolve) => {
      outgoing.once('response', (response) => resolve(response[Symbol.asyncIterator]() as AsyncIterator<Buffer>));
    });
    outgoing.write(`${JSON.stringify(aMachineClient({ client_id: 'live-1' }))}\n`);
    const chunks = await answered;
    expect(JSON.parse(String((await chunks.next()).value))).toMatchObject({ line: 1, status: 201 });
    outgoing.end(JSON.stringify(aMachineClient({ client_id: 'live-2' })));
    expect(JSON.parse(String((await chunks.next()).value))).toMatchObject({ line: 2, status: 201 });
    expect(await chunks.next()).toMatchObject({ done: true });
  });
});
