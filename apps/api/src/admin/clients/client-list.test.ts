import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi, aMachineClient, aNativeClient, aWebClient } from '../../testing/admin-api.js';
import { type RunningServer, runningServer } from '../../testing/running-server.js';
import { dialects } from '../../testing/temporary-database.js';

describe.each(dialects)('the list of clients on %s', (dialect) => {
  let server: RunningServer;
  let api: AdminApi;

  beforeAll(async () => {
    server = await runningServer({ dialect });
    api = await server.admin();
    for (let index = 0; index < 23; index++) {
      const name = `Listed ${String(index).padStart(2, '0')}`;
      await api.post(
        '/clients',
        index % 2 === 0 ? aMachineClient({ client_name: name, keywords: ['even'] }) : aWebClient({ client_name: name }),
      );
    }
  });
  afterAll(() => server.close());

  const names = (answer: { items: readonly Record<string, unknown>[] }) =>
    answer.items.map(({ client_name }) => client_name);

  it('has pages whose links lead to every client once', async () => {
    const seen: unknown[] = [];
    let url: string | undefined = '/clients?q=Listed&limit=5';
    for (let pages = 0; url && pages < 20; pages++) {
      const answer = await api.get(url);
      expect(answer.status, answer.text).toBe(200);
      seen.push(...names(answer));
      url = /<([^>]+)>; rel="next"/.exec(answer.headers.link ?? '')?.[1];
    }
    expect(seen).toEqual(Array.from({ length: 23 }, (_, index) => `Listed ${String(index).padStart(2, '0')}`));
  });

  it('[keywords] counts what it lists, by label', async () => {
    expect((await api.get('/clients?label=even&limit=5')).body.total).toBe(12);
    expect((await api.get('/clients?label=nobody')).body).toEqual({ items: [], next: null, total: 0 });
  });

  it('[T-015] misses and repeats nobody while others are created and deleted', async () => {
    const before = names(await api.get('/clients?q=Listed&limit=200'));
    const seen: unknown[] = [];
    let after = '';
    do {
      const answer = await api.get(`/clients?limit=3&q=Listed${after}`);
      seen.push(...names(answer));
      const { body } = await api.post('/clients', aMachineClient({ client_name: `Listed between ${seen.length}` }));
      await api.delete(`/clients/${String(body.client_id)}?purge=true`);
      after = typeof answer.body.next === 'string' ? `&after=${encodeURIComponent(answer.body.next)}` : '';
    } while (after !== '');
    expect(seen).toEqual(before);
  });

  it('shows each client as reading it alone does', async () => {
    const { items } = await api.get('/clients?q=Listed&limit=200');
    const lines = (await api.get('/clients?q=Listed', { accept: 'application/x-ndjson' })).lines;
    expect(lines).toHaveLength(items.length);
    for (const item of items) {
      expect((await api.get(`/clients/${String(item.client_id)}`)).body).toEqual(item);
      expect(lines).toContainEqual(item);
    }
  });

  it('filters, searches and sorts', async () => {
    expect((await api.get('/clients?label=even&limit=200')).items).toHaveLength(12);
    expect((await api.get('/clients?grant_types=authorization_code&q=Listed&limit=200')).items).toHaveLength(11);
    expect((await api.get('/clients?enabled=false')).items).toHaveLength(0);
    expect((await api.get('/clients?system=true')).items).toHaveLength(2);
    const descending = names(await api.get('/clients?q=Listed&sort=-name&limit=2'));
    expect(descending).toEqual(['Listed 22', 'Listed 21']);
  });

  it.each([
    'limit=0',
    'limit=201',
    'limit=-1',
    'limit=ten',
    'limit=5&limit=6',
    'sort=secret',
    'sort=name;drop table clients',
    'nonsense=1',
    'enabled=yes',
    'after=forged',
    'q=%00',
    `q=${'x'.repeat(2049)}`,
    '__proto__=1',
    'filter[client_id]=x',
    'q=nonsense:x',
    'q=grant:nonsense',
    'q=lastused:soon',
  ])('[T-008] refuses %s', async (query) => {
    const answer = await api.get(`/clients?${query}`);
    expect(answer.status, answer.text).toBe(400);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });

  it('searches by key as well as by text', async () => {
    const found = async (q: string) => names(await api.get(`/clients?limit=200&q=${encodeURIComponent(q)}`));
    const { client_id } = (await api.post('/clients', aNativeClient({ client_name: 'Sought', keywords: ['a b'] })))
      .body as { client_id: string };
    expect(await found('sought')).toEqual(['Sought']);
    expect(await found('sought grant:authorization_code auth:none label:"a b"')).toEqual(['Sought']);
    expect(await found('sought grant:client_credentials')).toEqual([]);
    expect(await found('http://127.0.0.1:49152/sought')).toEqual(['Sought']);
    expect(await found('http://127.0.0.1:49152/other')).toEqual([]);
    expect(await found('sought lastused:>90d')).toEqual([]);
    expect(await found('lastused:<1h auth:none')).toEqual([]);
    expect(names(await api.get('/clients?q=sought+grant:authorization_code&grant_types=client_credentials'))).toEqual(
      [],
    );
    await api.delete(`/clients/${client_id}?purge=true`);
  });

  it('[T-008] takes no cursor that was altered or belongs to another query', async () => {
    const { next } = (await api.get('/clients?limit=2&q=Listed')).body as { next: string };
    const cursor = encodeURIComponent(next);
    expect((await api.get(`/clients?limit=2&q=Listed&after=${cursor}`)).status).toBe(200);
    expect((await api.get(`/clients?limit=2&q=Other&after=${cursor}`)).status).toBe(400);
    expect((await api.get(`/clients?limit=2&q=Listed&sort=-name&after=${cursor}`)).status).toBe(400);
    expect((await api.get(`/clients?limit=2&q=Listed&after=${cursor}x`)).status).toBe(400);
  });

  it.each(['%', '_', "'", '"', '\\', '%25', "' OR 1=1 --"])('[T-008] takes %s for the text it is', async (q) => {
    expect((await api.get(`/clients?q=${encodeURIComponent(q)}`)).items).toHaveLength(0);
  });
});
