import { randomUUID } from 'node:crypto';
import { type Grant } from '@clientele/runtime/ports/index';
import { describe, expect, it, vi } from 'vitest';
import { Database } from './database/database.js';
import { dialects, testStorage } from './testing/databases.js';

const day = 24 * 3600;

describe.each(dialects)('purge: %s', (dialect) => {
  it('[T-123] removes what has expired, in batches, and nothing else', async () => {
    const { storage, clock, close } = await testStorage(dialect);
    const { artifacts } = storage.ports;
    await Promise.all(Array.from({ length: 1200 }, () => artifacts.put('code', randomUUID(), 1, clock.now() + 10)));
    await artifacts.put('code', 'live', 1, clock.now() + 11);
    expect(await storage.purgeExpired()).toBe(0);
    clock.advance(10);
    expect(await storage.purgeExpired()).toBe(1200);
    expect(await artifacts.get('code', 'live')).toBe(1);
    await close();
  });

  it('[T-123] locks few rows at a time, and looks at no others than those that have expired', async () => {
    const { storage, clock, close } = await testStorage(dialect);
    const { artifacts, grants } = storage.ports;
    await Promise.all(Array.from({ length: 1001 }, () => artifacts.put('code', randomUUID(), 1, clock.now() + 10)));
    for (let count = 0; count < 3; count++) await grants.create(aGrant(clock.now(), clock.now() + 10));
    clock.advance(7 * day);
    const write = vi.spyOn(Database.prototype, 'write');
    expect(await storage.purgeExpired()).toBe(1004);
    const outcomes = await Promise.all(write.mock.results.map(({ value }) => value as ReturnType<Database['write']>));
    expect(
      outcomes
        .map(({ affected }) => affected)
        .toSorted((one, other) => other - one)
        .slice(0, 4),
    ).toEqual([500, 500, 3, 1]);
    const [statements, database] = [write.mock.calls, write.mock.contexts[0] as Database];
    write.mockRestore();
    if (dialect === 'sqlite') {
      for (const [text, values] of statements) {
        const plan = await database.read<{ detail: string }>(`EXPLAIN QUERY PLAN ${text}`, values);
        expect(plan.map(({ detail }) => detail).join('\n'), text).not.toMatch(/^SCAN (?!clients\b|signing_keys\b)/m);
      }
    }
    await close();
  });

  it('[T-123] keeps a grant as long as any of its tokens lives, however often it was extended', async () => {
    const { storage, clock, close } = await testStorage(dialect);
    const { grants } = storage.ports;
    const ended = aGrant(clock.now(), clock.now() + 60);
    const extended = aGrant(clock.now(), clock.now() + 60);
    await grants.create(ended);
    await grants.create(extended);
    const next = { ...extended.refresh!, generation: 1, digest: 'next', expires_at: clock.now() + 30 * day };
    await grants.rotate({ id: extended.id, generation: 0, digest: extended.refresh!.digest }, next, clock.now());

    clock.advance(day);
    expect(await storage.purgeExpired()).toBe(0);
    clock.advance(day);
    expect(await storage.purgeExpired()).toBe(1);
    expect(await grants.find(ended.id)).toBeUndefined();
    expect((await grants.find(extended.id))?.refresh).toEqual(next);
    clock.advance(30 * day);
    expect(await storage.purgeExpired()).toBe(1);
    await close();
  });

  it('keeps a deleted client that an access token manager names, so that nobody else takes its name', async () => {
    const { storage, clock, close } = await testStorage(dialect);
    const [jwt] = (await storage.resources.list('access_token_managers', { limit: 1, caller: 'alice' })).items;
    const manager = { ...jwt!.document, id: 'of-gone', allowed_clients: ['gone'] };
    await storage.clients.insert({ client_id: 'gone', document: { client_name: 'Gone' }, created_by: 'alice' });
    const { revision } = await storage.resources.insert('access_token_managers', manager, { created_by: 'alice' });
    await storage.clients.trash('gone', { updated_by: 'alice' });
    clock.advance(30 * day);
    await storage.purgeExpired();
    expect(await storage.clients.find('gone', { trashed: true })).toBeDefined();
    await storage.resources.remove('access_token_managers', 'of-gone', revision);
    await storage.purgeExpired();
    expect(await storage.clients.find('gone', { trashed: true })).toBeUndefined();
    await close();
  });

  it('forgets the document of a client that nobody uses, and keeps what is granted or frozen', async () => {
    const { storage, clock, close } = await testStorage(dialect);
    const { clientDocuments, grants } = storage.ports;
    const keep = (name: string) =>
      clientDocuments.keep({
        client_id: `https://app.example.com/${name}`,
        document: {},
        fetched_at: clock.now(),
        fresh_until: clock.now() + 60,
      });
    const [unused, granted, frozen] = [await keep('unused'), await keep('granted'), await keep('frozen')];
    await grants.create({ ...aGrant(clock.now(), clock.now() + 60 * day), client: granted.id });
    await grants.rememberConsent(unused.id, 'alice', ['openid']);
    await storage.clientDocuments.freeze(frozen.id, true);
    clock.advance(29 * day);
    const used = await keep('used');
    clock.advance(day);
    await storage.purgeExpired();
    const left = (await storage.clientDocuments.list({ limit: 10, caller: 'alice' })).items.map(({ id }) => id);
    expect(new Set(left)).toEqual(new Set([granted.id, frozen.id, used.id]));
    expect(await grants.consentedScopes(unused.id, 'alice')).toEqual([]);
    await close();
  });

  it('keeps the grant of an agent for the thirty days that its tokens may live', async () => {
    const { storage, clock, close } = await testStorage(dialect);
    const { grants } = storage.ports;
    await grants.create(aGrant(clock.now(), clock.now() + 60, { bind_data: {} }));
    clock.advance(30 * day);
    expect(await storage.purgeExpired()).toBe(0);
    clock.advance(3660);
    expect(await storage.purgeExpired()).toBe(1);
    await close();
  });

  it('ends a deleted client after 30 days', async () => {
    const { storage, clock, close } = await testStorage(dialect);
    await storage.clients.insert({ client_id: 'gone', document: { client_name: 'x' }, created_by: 'alice' });
    await storage.clients.trash('gone', { updated_by: 'alice' });
    clock.advance(30 * day - 1);
    await storage.purgeExpired();
    expect(await storage.clients.find('gone', { trashed: true })).toBeDefined();
    clock.advance(1);
    await storage.purgeExpired();
    expect(await storage.clients.find('gone', { trashed: true })).toBeUndefined();
    await close();
  });
});

function aGrant(now: number, expires_at: number, agent: Grant['agent'] = null): Grant {
  const id = randomUUID();
  return {
    id,
    client: 'c',
    sub: 'alice',
    sign_in_epoch: 1,
    session: null,
    scope: [],
    auth_time: now,
    amr: ['pwd'],
    created_at: now,
    renewed_at: now,
    resources: [],
    authorization_details: [],
    claims: null,
    revoked_at: null,
    agent,
    confirmation: null,
    refresh: { handle: id, generation: 0, digest: id, issued_at: now, used_at: now, expires_at, sealed: null },
  };
}
