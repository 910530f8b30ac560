import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi, aMachineClient, aWebClient } from '../../testing/admin-api.js';
import { SaidToBe, as, tokenOf } from '../../testing/callers.js';
import { grantOf } from '../../testing/grant-of.js';
import { type RunningServer, runningServer, testCredentials } from '../../testing/running-server.js';
import { dialects } from '../../testing/temporary-database.js';

describe.each(dialects)('the audit log on %s', (dialect) => {
  let server: RunningServer;
  let ana: AdminApi;

  beforeAll(async () => {
    server = await runningServer({ dialect, tokens: new SaidToBe() });
    ana = as(server, { sub: 'sub-of-ana', username: 'ana', client_id: 'clientele-console' });
  });
  afterAll(() => server.close());

  /** The types of what has been logged since a number, oldest first. */
  const typesSince = async (seq: unknown) =>
    (await ana.get('/events?limit=200')).items
      .filter((event) => Number(event.seq) > Number(seq))
      .map(({ type }) => type)
      .toReversed();
  const newest = async () => (await ana.get('/events?limit=1')).items[0]!;

  it('[T-016] has every write of every resource, with its author and its reason', async () => {
    const { seq } = await newest();
    const reason = { 'change-reason': 'spring cleaning' };
    await ana.post('/clients', aMachineClient({ client_id: 'worker' }), reason);
    await ana.patch('/clients/worker', { description: 'x' }, reason);
    const { body: secret } = await ana.post('/clients/worker/secrets', undefined, reason);
    await ana.delete(`/clients/worker/secrets/${String(secret.id)}`, reason);
    await ana.delete('/clients/worker', reason);
    await ana.post('/clients/worker/restore', undefined, reason);
    await ana.delete('/clients/worker?purge=true', reason);
    await ana.patch('/settings', { access_token_ttl: 700 }, reason);
    await ana.post('/scopes', { name: 'invoices' }, reason);
    await ana.patch('/scopes/invoices', { description: 'Your invoices' }, reason);
    await ana.delete('/scopes/invoices', reason);
    const { body: account } = await ana.post('/accounts', { username: 'bob', password: 'jK3-vQ9z_Lm2x' }, reason);
    await ana.patch(`/accounts/${String(account.sub)}`, { enabled: false }, reason);
    await ana.delete(`/accounts/${String(account.sub)}`, reason);

    expect(await typesSince(seq)).toEqual([
      'client.created',
      'client_secret.created',
      'client.changed',
      'client_secret.created',
      'client_secret.ended',
      'client.deleted',
      'client.restored',
      'client.purged',
      'settings.changed',
      'scope.created',
      'scope.changed',
      'scope.deleted',
      'account.created',
      'account.changed',
      'account.deleted',
    ]);
    const all = (await ana.get('/events?limit=200')).items.filter((event) => Number(event.seq) > Number(seq));
    for (const event of all) {
      expect(event).toMatchObject({ actor: { name: 'ana' }, origin: 'console', reason: 'spring cleaning' });
    }
    expect(all.find(({ type }) => type === 'settings.changed')).toMatchObject({ fields: ['/access_token_ttl'] });
    expect(await server.storage.events.verify()).toMatchObject({ count: (await newest()).seq });
  });

  it('has a grant that an administrator revokes, once', async () => {
    await ana.post('/clients', aWebClient({ client_id: 'shop' }));
    const { id: client } = (await server.storage.clients.find('shop'))!;
    await server.storage.ports.grants.create(grantOf(client, { id: 'grant-1' }));
    const { seq } = await newest();
    await ana.delete('/grants/grant-1');
    await ana.delete('/grants/grant-1');
    expect(await typesSince(seq)).toEqual(['grant.revoked']);
    expect(await newest()).toMatchObject({ target: 'grant-1', client_id: 'shop' });
  });

  it('has nothing of what was not written', async () => {
    const { seq } = await newest();
    await ana.post('/clients?dry_run=true', aMachineClient());
    await ana.post('/clients', { client_name: 7 });
    await ana.patch('/settings', {});
    expect(await typesSince(seq)).toEqual([]);
  });

  it('is found by author, type, client and time, in pages', async () => {
    await ana.post('/clients', aMachineClient({ client_id: 'found' }));
    await as(server, { sub: 'pipeline', client_id: 'pipeline' }).patch('/clients/found', { description: 'x' });
    const types = async (query: string) => (await ana.get(`/events?${query}`)).items.map(({ type }) => type);
    expect(await types('client_id=found&type=client.created')).toEqual(['client.created']);
    expect(await types('client_id=found&actor=pipeline')).toEqual(['client.changed']);
    expect(await types('client_id=found&actor=ana')).toEqual(['client_secret.created', 'client.created']);
    expect(await types('client_id=found&actor=sub-of-ana&limit=1')).toEqual(['client_secret.created']);
    expect(await types('client_id=found&since=2020-01-01T00:00:00Z')).toHaveLength(3);
    expect(await types('client_id=found&until=2020-01-01T00:00:00%2B01:00')).toEqual([]);
    const first = await ana.get('/events?client_id=found&limit=2');
    const second = await ana.get(`/events?client_id=found&limit=2&after=${String(first.body.next)}`);
    expect([...first.items, ...second.items]).toHaveLength(3);
    for (const bad of [
      'since=yesterday',
      'since=2026-13-01T00:00:00Z',
      'until=2026-02-30T00:00:00Z',
      'origin=console',
      'limit=0',
    ])
      expect((await ana.get(`/events?${bad}`)).status, bad).toBe(400);
  });

  describe('followed', () => {
    /** What the log says to a follower, until there are enough events or it ends by itself. */
    async function followed(
      headers: Record<string, string>,
      { query = '', events: enough = Infinity, exp = 4_000_000_000 },
      meanwhile: () => Promise<unknown> = () => Promise.resolve(),
    ): Promise<string> {
      const { adminUrl, adminPort } = server.config;
      const claims = {
        sub: 'auditor',
        client_id: 'auditor',
        scope: ['events:read', 'clients:all'],
        aud: [adminUrl],
        exp,
        jti: 'any',
      };
      const leaving = new AbortController();
      const answer = await fetch(`http://localhost:${adminPort}/events${query}`, {
        headers: { authorization: tokenOf(claims), accept: 'text/event-stream', ...headers },
        signal: leaving.signal,
      });
      expect(answer.headers.get('content-type')).toContain('text/event-stream');
      let text = '';
      for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
        if (text === '') await meanwhile();
        text += chunk;
        if (text.split('\nevent: ').length > enough) break;
      }
      leaving.abort();
      return text;
    }

    const typesIn = (text: string) => [...text.matchAll(/^event: (.*)$/gm)].map(([, type]) => type);

    it('tells what happens, from the moment it answers', async () => {
      const text = await followed({}, { events: 2 }, () => ana.post('/clients', aMachineClient({ client_id: 'live' })));
      expect(typesIn(text)).toEqual(['client.created', 'client_secret.created']);
      const { items } = await ana.get('/events?client_id=live&type=client.created');
      expect(text).toContain(
        `id: ${String(items[0]!.seq)}\nevent: client.created\ndata: ${JSON.stringify(items[0])}\n\n`,
      );
    });

    it('goes on where somebody was, with the filters of the list', async () => {
      await ana.patch('/clients/live', { description: 'a' });
      await ana.patch('/clients/live', { description: 'b' });
      const { items } = await ana.get('/events?client_id=live&type=client.created');
      const text = await followed(
        { 'last-event-id': String(items[0]!.seq) },
        {
          query: '?client_id=live&type=client.changed',
          events: 2,
        },
      );
      expect(typesIn(text)).toEqual(['client.changed', 'client.changed']);
    });

    it('[T-016] is one line per event, whatever ends of lines its author brings', async () => {
      const forged = 'x\r\n\r\nevent: client.deleted\r\ndata: {"actor":{"name":"mallory"}}\r\n\r\n';
      const reason = { 'change-reason': `UTF-8''${encodeURIComponent(forged)}` };
      expect((await ana.post('/clients', aMachineClient(), reason)).status).toBe(400);
      const forger = as(server, { sub: 'sub-of-forger', username: forged, client_id: 'tests' });
      const text = await followed({}, { events: 2 }, () => forger.post('/clients', aMachineClient()));
      expect(typesIn(text)).toEqual(['client.created', 'client_secret.created']);
      const [data] = [...text.matchAll(/^data: (.*)$/gm)].map(([, line]) => JSON.parse(line!) as object);
      expect(data).toMatchObject({ type: 'client.created', actor: { id: 'sub-of-forger', name: forged } });
    });

    it('tells what its filters admit after much that they do not', async () => {
      const changes = async () => {
        for (const description of ['c', 'd', 'e']) await ana.patch('/clients/live', { description });
        await setTimeout(1200);
        await ana.post('/clients', aMachineClient({ client_id: 'late' }));
      };
      const text = await followed({}, { query: '?type=client.created', events: 1 }, changes);
      expect(typesIn(text)).toEqual(['client.created']);
      expect(text).toContain('"client_id":"late"');
    });

    it('[T-016] ends when the access token expires', async () => {
      const text = await followed({}, { exp: Math.floor(Date.now() / 1000) + 2 });
      expect(text).toMatch(/^(: still here\n\n)+$/);
    });
  });

  it('is for those with its scope, and nobody writes it', async () => {
    expect((await as(server, { scope: ['clients:read', 'settings:write'] }).get('/events')).status).toBe(403);
    expect((await as(server, { scope: ['events:read'] }).get('/events')).status).toBe(200);
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
      expect((await ana.call(method, '/events', {})).status).toBe(405);
  });

  it('[T-014] has no secret, no password and nothing of what accounts claim', async () => {
    const { body } = await ana.post('/clients', aMachineClient());
    const password = 'kQ7-wE2z_Rt5y';
    await ana.post('/accounts', { username: 'carol', password, claims: { email: 'carol@example.com' } });
    const { text } = await ana.get('/events?limit=200');
    for (const private_ of [String(body.client_secret), password, 'carol']) expect(text).not.toContain(private_);
  });
});

it('followers of the audit log are let go when the server ends', async () => {
  const server = await runningServer();
  const authorization = `Bearer ${await server.token(testCredentials, 'events:read')}`;
  const answer = await fetch(`http://localhost:${server.config.adminPort}/events`, {
    headers: { authorization, accept: 'text/event-stream' },
  });
  const told = answer.text();
  const began = performance.now();
  await server.close();
  expect(await told).toBe(': still here\n\n');
  expect(performance.now() - began).toBeLessThan(5000);
});
