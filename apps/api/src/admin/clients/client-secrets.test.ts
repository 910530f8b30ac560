import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
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

  it('[client_secret] are replaced at once where nothing is retained', async () => {
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

  it('[client_secret_retention_ttl] [retained_client_secrets] work on for the retention period, until one is ended', async () => {
    const old = await created({ client_secret_retention_ttl: 3600 });
    const { client_secret } = (await api.post(`/clients/${old.client_id}/secrets`, { label: 'new' })).body as {
      client_secret: string;
    };
    await expect(server.token(old)).resolves.toBeTypeOf('string');
    await expect(server.token({ ...old, client_secret })).resolves.toBeTypeOf('string');

    const { items } = await api.get(`/clients/${old.client_id}/secrets`);
    expect(items).toMatchObject([{ retired: false, label: 'new' }, { retired: true }]);
    expect(Date.parse(String(items[1]?.expires_at))).toBeGreaterThan(Date.now());
    const { id, created_at, expires_at } = items[1]!;
    const { body } = await api.get(`/clients/${old.client_id}`);
    expect(body).toMatchObject({ retained_client_secrets: [{ id, created_at, expires_at }] });
    const claimed = await api.patch(`/clients/${old.client_id}`, { retained_client_secrets: [] });
    expect(claimed.status).toBe(422);

    expect((await api.delete(`/clients/${old.client_id}/secrets/${String(items[1]?.id)}`)).status).toBe(204);
    await expect(server.token(old)).rejects.toThrow('invalid_client');
    expect((await api.get(`/clients/${old.client_id}`)).body).toMatchObject({ retained_client_secrets: [] });
    expect((await api.delete(`/clients/${old.client_id}/secrets/${String(items[1]?.id)}`)).status).toBe(404);
  });

  it('[client_secret_retention_ttl] work on as long as the rotation says, in one revision', async () => {
    const old = await created();
    const path = `/clients/${old.client_id}`;
    const { revision } = (await api.get(path)).body as { revision: number };
    const rotated = await api.post(`${path}/secrets`, { client_secret_retention_ttl: 3600 });
    expect(rotated.status, rotated.text).toBe(201);
    await expect(server.token(old)).resolves.toBeTypeOf('string');
    expect((await api.get(path)).body).toMatchObject({ client_secret_retention_ttl: 3600, revision: revision + 1 });

    expect((await api.post(`${path}/secrets`, { client_secret_retention_ttl: null })).status).toBe(201);
    expect((await api.get(path)).body).not.toHaveProperty('client_secret_retention_ttl');
    for (const client_secret_retention_ttl of [-1, 2_628_001, '1']) {
      const refused = await api.post(`${path}/secrets`, { client_secret_retention_ttl });
      expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: '/client_secret_retention_ttl' }] } });
    }
  });

  it('[client_secret_expires_at] end when the rotation says, and the client says the same from then on', async () => {
    const client = await created({ client_secret_expires_at: 4_000_000_000 });
    const path = `/clients/${client.client_id}`;
    const expires_at = '2100-01-31T12:00:00Z';
    const rotated = await api.post(`${path}/secrets`, { label: 'long', expires_at });
    expect(rotated).toMatchObject({ status: 201, body: { expires_at: '2100-01-31T12:00:00.000Z', label: 'long' } });
    expect((await api.get(path)).body).toMatchObject({
      client_secret_expires_at: Date.parse(expires_at) / 1000,
      revision: 2,
    });

    expect((await api.post(`${path}/secrets`)).body.expires_at).toBe('2100-01-31T12:00:00.000Z');
    expect((await api.post(`${path}/secrets`, { expires_at: null })).body.expires_at).toBeNull();
    expect((await api.get(path)).body.client_secret_expires_at).toBe(0);
    for (const bad of ['2020-01-01T00:00:00Z', 'tomorrow', 4_000_000_000, '2100-01-31']) {
      const refused = await api.post(`${path}/secrets`, { expires_at: bad });
      expect(refused, String(bad)).toMatchObject({ status: 422, body: { errors: [{ pointer: '/expires_at' }] } });
    }
    expect((await api.post(`${path}/secrets`, { expires_at, lasts: 1 })).status).toBe(400);
    expect((await api.get(path)).body.revision).toBe(4);

    // A client whose secret has ended gets the next one in one step.
    const soon = Math.floor(Date.now() / 1000) + 2;
    await api.patch(path, { client_secret_expires_at: soon });
    await vi.waitFor(async () => expect((await api.post(`${path}/secrets`)).status).toBe(422), {
      timeout: 10_000,
      interval: 500,
    });
    const { client_secret } = (await api.post(`${path}/secrets`, { expires_at })).body as { client_secret: string };
    await expect(server.token({ ...client, client_secret })).resolves.toBeTypeOf('string');
  });

  it('[client_secret_retention_ttl] are replaced under load without one refusal', async () => {
    const client = await created({ client_secret_retention_ttl: 600 });
    let { client_secret } = client;
    const statuses: Promise<number>[] = [];
    const ask = async (secret: string) => {
      const answer = await server.issuer('/token', {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${client.client_id}:${secret}`)}` },
        body: new URLSearchParams({ grant_type: 'client_credentials' }),
      });
      await answer.arrayBuffer();
      return answer.status;
    };
    // Fifty requests a second for three seconds. Deployments follow one by one: half of them have the older secret.
    const began = performance.now();
    let older = client_secret;
    for (let count = 0; count < 150; count++) {
      statuses.push(ask(count % 2 ? older : client_secret));
      if (count % 30 === 29) {
        const rotated = await api.post(`/clients/${client.client_id}/secrets`);
        older = client_secret;
        client_secret = String(rotated.body.client_secret);
      }
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, began + 20 * count - performance.now())));
    }
    expect(new Set(await Promise.all(statuses))).toEqual(new Set([200]));
  });

  it('[client_secret_retention_ttl] live out what the server says where the client says nothing', async () => {
    await api.patch('/settings', { client_secret_retention_ttl: 2_628_000 });
    const old = await created();
    await api.post(`/clients/${old.client_id}/secrets`);
    await expect(server.token(old)).resolves.toBeTypeOf('string');
    const retired = (await api.get(`/clients/${old.client_id}/secrets`)).items[1]!;
    // 43 800 minutes.
    expect(Math.abs(Date.parse(String(retired.expires_at)) - Date.now() - 2_628_000_000)).toBeLessThan(60_000);
    await api.patch('/settings', { client_secret_retention_ttl: null });
    expect((await api.patch('/settings', { client_secret_retention_ttl: 2_628_001 })).status).toBe(422);
  });

  it('say who made them, what they are called, how they end and when they were last used', async () => {
    const client = await created();
    await api.post(`/clients/${client.client_id}/secrets`, { label: 'July deployment' });
    const { items } = await api.get(`/clients/${client.client_id}/secrets`);
    expect(items[0]).toEqual({
      id: expect.any(String),
      hint: expect.stringMatching(/^.{4}$/),
      label: 'July deployment',
      created_at: expect.stringMatching(/Z$/),
      created_by: 'clientele-automation',
      expires_at: null,
      last_used_at: null,
      retired: false,
    });
  });

  it('that are weak are refused with the reason', async () => {
    const client = await created();
    for (const [client_secret, reason] of [
      ['short', 'at least 16 characters'],
      ['aaaaaaaaaaaaaaaaaaaaaaaa', 'at least 8 different characters'],
      ['abcdefghijklmnopqrstuvwxyz', 'the alphabet'],
      ['Abc4-xYz7Abc4-xYz7', 'repeat'],
      ['changemeChangeMe-changeme', 'words such as password'],
      [`${client.client_id}-1`, 'the name of the client'],
    ]) {
      const answer = await api.post(`/clients/${client.client_id}/secrets`, { client_secret });
      expect(answer.status, client_secret).toBe(422);
      expect(answer.text).toContain(reason);
      expect(answer.text).not.toContain(client_secret);
    }
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

  it('[client_secret_changed_at] tell when the newest was made', async () => {
    const client = await created();
    const before = (await api.get(`/clients/${client.client_id}`)).body.client_secret_changed_at;
    await new Promise((resolve) => setTimeout(resolve, 5));
    await api.patch(`/clients/${client.client_id}`, { description: 'Another change.' });
    expect((await api.get(`/clients/${client.client_id}`)).body.client_secret_changed_at).toBe(before);
    const { body } = await api.post(`/clients/${client.client_id}/secrets`);
    const after = (await api.get(`/clients/${client.client_id}`)).body.client_secret_changed_at;
    expect(after).toBe(body.created_at);
    expect(Date.parse(String(after))).toBeGreaterThan(Date.parse(String(before)));
  });

  it('[client_secret_expires_at] are refused once they have expired', async () => {
    const client = await created({ client_secret_expires_at: Math.floor(Date.now() / 1000) + 2 });
    await expect(server.token(client)).resolves.toBeTypeOf('string');
    await vi.waitFor(() => expect(server.token(client)).rejects.toThrow('invalid_client'), {
      timeout: 30_000,
      interval: 200,
    });
  });

  it('[T-112] are twenty at most, and another takes the place of one that is ended', async () => {
    const client = await created({ client_secret_retention_ttl: 86_400 });
    const path = `/clients/${client.client_id}/secrets`;
    for (let count = 1; count < 20; count++) expect((await api.post(path)).status).toBe(201);
    const refused = await api.post(path);
    expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining('20 secrets')]);
    const { items } = await api.get(path);
    expect((await api.delete(`${path}/${String(items.at(-1)!.id)}`)).status).toBe(204);
    expect((await api.post(path)).status).toBe(201);
  });

  it('[client_secret_expires_at] are not made to be refused at once', async () => {
    const end = Math.floor(Date.now() / 1000) + 1;
    const client = await created({ client_secret_expires_at: end });
    await vi.waitUntil(() => Date.now() / 1000 >= end, { timeout: 3000 });
    const path = `/clients/${client.client_id}`;
    const chosen = { client_secret: 'w8#Rq2!zLp5@vTn9' };
    for (const refused of [
      await api.post(`${path}/secrets`),
      await api.post(`${path}/secrets`, chosen),
      await api.patch(path, chosen),
    ]) {
      expect(refused.status, refused.text).toBe(422);
      expect(refused.body.errors).toMatchObject([{ pointer: '/client_secret_expires_at' }]);
    }
    expect((await api.patch(path, { ...chosen, client_secret_expires_at: 0 })).status).toBe(200);
    expect((await api.post(`${path}/secrets`)).status).toBe(201);
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
    const stored = (await server.storage.clients.find(client.client_id))?.secrets;
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
