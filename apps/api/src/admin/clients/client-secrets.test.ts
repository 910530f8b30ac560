import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi, aMachineClient, aWebClient } from '../../testing/admin-api.js';
import { type RunningServer, runningServer } from '../../testing/running-server.js';
import { dialects } from '../../testing/temporary-database.js';

describe.each(dialects)('the secrets of a client on %s', (dialect) => {
  let server: RunningServer;
  let api: AdminApi;

  beforeAll(async () => {
    server = await runningServer({ dialect });
    api = await server.admin();
  });
  afterAll(() => server.close());

  const created = async (client: Record<string, unknown> = {}) =>
    (await api.post('/clients', aMachineClient(client))).body as { client_id: string; client_secret: string };

  it('are replaced at once where nothing is retained', async () => {
    const old = await created();
    const answer = await api.post(`/clients/${old.client_id}/secrets`);
    expect(answer.status, answer.text).toBe(201);
    expect(answer.body).toMatchObject({ retired: false, expires_at: null, label: null });
    expect(answer.headers.location).toBe(`/clients/${old.client_id}/secrets/${String(answer.body.id)}`);
    const { client_secret } = answer.body as { client_secret: string };
    expect(client_secret.endsWith(String(answer.body.hint))).toBe(true);
    await expect(server.token({ ...old, client_secret })).resolves.toBeTypeOf('string');
    await expect(server.token(old)).rejects.toThrow('invalid_client');
  });

  it('work on for the retention period, until one is ended', async () => {
    const old = await created({ client_secret_retention_ttl: 3600 });
    const { client_secret } = (await api.post(`/clients/${old.client_id}/secrets`, { label: 'new' })).body as {
      client_secret: string;
    };
    await expect(server.token(old)).resolves.toBeTypeOf('string');
    await expect(server.token({ ...old, client_secret })).resolves.toBeTypeOf('string');

    const { items } = await api.get(`/clients/${old.client_id}/secrets`);
    expect(items).toMatchObject([{ retired: false, label: 'new' }, { retired: true }]);
    expect(Date.parse(String(items[1]?.expires_at))).toBeGreaterThan(Date.now());

    expect((await api.delete(`/clients/${old.client_id}/secrets/${String(items[1]?.id)}`)).status).toBe(204);
    await expect(server.token(old)).rejects.toThrow('invalid_client');
    expect((await api.delete(`/clients/${old.client_id}/secrets/${String(items[1]?.id)}`)).status).toBe(404);
  });

  it('can be chosen, if they are strong', async () => {
    const client = await created();
    const client_secret = 'Kd8_vNq2-Zs7Lm4Xb1Tp';
    const answer = await api.post(`/clients/${client.client_id}/secrets`, { client_secret });
    expect(answer.status).toBe(201);
    await expect(server.token({ ...client, client_secret })).resolves.toBeTypeOf('string');
    expect((await api.post(`/clients/${client.client_id}/secrets`, { client_secret: 'password' })).status).toBe(422);
    expect((await api.post(`/clients/${client.client_id}/secrets`, { client_secret: 12 })).status).toBe(422);
    expect((await api.post(`/clients/${client.client_id}/secrets`, { secret: client_secret })).status).toBe(400);
  });

  it('expire when the client says so, today and after a change', async () => {
    const client = await created();
    const now = Math.floor(Date.now() / 1000);
    const past = await api.patch(`/clients/${client.client_id}`, { client_secret_expires_at: now - 1 });
    expect(past.status).toBe(422);
    expect(past.body).toMatchObject({
      errors: [
        { pointer: '/client_secret_expires_at', rule: 'secret-expiry-lies-ahead', detail: 'must lie in the future' },
      ],
    });
    const later = await api.patch(`/clients/${client.client_id}`, { client_secret_expires_at: now + 3600 });
    expect(later.body).not.toHaveProperty('client_secret');
    const { items } = await api.get(`/clients/${client.client_id}/secrets`);
    expect(items).toMatchObject([{ expires_at: new Date((now + 3600) * 1000).toISOString() }]);
    await expect(server.token(client)).resolves.toBeTypeOf('string');
  });

  it('are not made for a client that authenticates otherwise', async () => {
    const { client_id } = (await api.post('/clients', aWebClient({ token_endpoint_auth_method: 'none' }))).body;
    expect((await api.post(`/clients/${String(client_id)}/secrets`)).status).toBe(409);
  });

  it('[T-014] are in no answer but the one that makes them', async () => {
    const client = await created();
    const rotated = await api.post(`/clients/${client.client_id}/secrets`);
    const plain = [client.client_secret, String(rotated.body.client_secret)];
    const stored = await server.storage.clients.listSecrets(client.client_id);
    const digests = stored!.map(({ digest }) => digest);
    const answers = await Promise.all([
      api.get(`/clients/${client.client_id}?include=effective`),
      api.get('/clients?limit=200'),
      api.get(`/clients?q=${client.client_id}`),
      api.get(`/clients/${client.client_id}/secrets`),
      api.patch(`/clients/${client.client_id}`, { description: 'x' }),
      api.patch(`/clients/${client.client_id}`, { client_name: 7 }),
      api.get('/metrics'),
    ]);
    for (const answer of answers) for (const value of [...plain, ...digests]) expect(answer.text).not.toContain(value);
    for (const value of [...plain, ...digests]) expect(server.log()).not.toContain(value);
  });
});
