import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type AdminApi, aMachineClient } from '../../testing/admin-api.js';
import { type RunningServer, runningServer } from '../../testing/running-server.js';
import { dialects } from '../../testing/temporary-database.js';

describe.each(dialects)('[T-009] an Idempotency-Key on %s', (dialect) => {
  let server: RunningServer;
  let api: AdminApi;

  beforeAll(async () => {
    server = await runningServer({ dialect });
    api = await server.admin();
  });
  afterAll(() => server.close());

  const withKey = (key: string = randomUUID()) => ({ 'idempotency-key': key });

  it('gives the first answer again, with its status, headers and secret', async () => {
    const client = aMachineClient();
    const headers = withKey();
    const first = await api.post('/clients', client, headers);
    const second = await api.post('/clients', client, headers);
    expect(first.status).toBe(201);
    expect(second.status).toBe(201);
    expect(second.body).toEqual(first.body);
    expect(second.body.client_secret).toBeTypeOf('string');
    expect(second.headers).toMatchObject({ etag: first.headers.etag, location: first.headers.location });
  });

  it('makes twenty equal requests at once one request', async () => {
    const client = aMachineClient();
    const headers = withKey();
    const answers = await Promise.all(Array.from({ length: 20 }, () => api.post('/clients', client, headers)));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    const found = await api.get(`/clients?q=${encodeURIComponent(String(client.client_name))}`);
    expect(found.items).toHaveLength(1);
  });

  it('refuses another body under the same key', async () => {
    const headers = withKey();
    await api.post('/clients', aMachineClient(), headers);
    expect((await api.post('/clients', aMachineClient(), headers)).status).toBe(422);
  });

  it('belongs to one caller', async () => {
    const other = (await api.post('/clients', aMachineClient({ scope: 'clients:write' }))).body as {
      client_id: string;
      client_secret: string;
    };
    const stranger = server.adminWith(`Bearer ${await server.token(other, 'clients:write')}`);
    const client = aMachineClient();
    const headers = withKey();
    const first = await api.post('/clients', client, headers);
    const second = await stranger.post('/clients', client, headers);
    expect(second.status).toBe(201);
    expect(second.body.client_id).not.toBe(first.body.client_id);
  });

  it('is free again after a refusal, which changed nothing', async () => {
    const headers = withKey();
    expect((await api.post('/clients', {}, headers)).status).toBe(422);
    expect((await api.post('/clients', aMachineClient(), headers)).status).toBe(201);
  });

  it('stores nothing for a dry run, and leaves the key free for the request itself', async () => {
    const client = aMachineClient();
    const headers = withKey();
    expect((await api.post('/clients?dry_run=true', client, headers)).status).toBe(200);
    const found = await api.get(`/clients?q=${encodeURIComponent(String(client.client_name))}`);
    expect(found.items).toEqual([]);
    expect((await api.post('/clients', client, headers)).status).toBe(201);
  });

  it('is not done twice when the answer is lost, and the repetition is told so', async () => {
    const client = aMachineClient({ client_id: 'answered-to-nobody' });
    const headers = withKey();
    vi.spyOn(server.storage.idempotency, 'complete').mockRejectedValueOnce(new Error('the process dies'));
    expect((await api.post('/clients', client, headers)).status).toBe(500);
    expect((await api.get('/clients/answered-to-nobody')).body.revision).toBe(1);
    const again = await api.post('/clients', client, headers);
    expect(again).toMatchObject({ status: 409, body: { detail: expect.stringContaining('was carried out') } });
    expect(again.headers).not.toHaveProperty('retry-after');
  });

  it('makes one secret of two rotations', async () => {
    const { client_id } = (await api.post('/clients', aMachineClient())).body;
    const headers = withKey();
    const first = await api.post(`/clients/${String(client_id)}/secrets`, {}, headers);
    const second = await api.post(`/clients/${String(client_id)}/secrets`, {}, headers);
    expect(second.body).toEqual(first.body);
    expect((await api.get(`/clients/${String(client_id)}/secrets`)).items).toHaveLength(2);
  });

  it.each(['', 'a b', 'x'.repeat(256)])('refuses the key "%s"', async (key) => {
    expect((await api.post('/clients', aMachineClient(), withKey(key))).status).toBe(400);
  });
});
