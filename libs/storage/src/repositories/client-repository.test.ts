import { randomUUID } from 'node:crypto';
import { aScope } from '@clientele/client-schema/testing';
import { type Client } from '@clientele/client-schema';
import { type Grant } from '@clientele/runtime/ports/index';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Duplicate } from '../failures.js';
import { type NewSecret, type StoredClient } from '../records.js';
import { type Storage } from '../storage.js';
import { type TestDatabase, dialects, testStorage } from '../testing/databases.js';

const by = { updated_by: 'bob' };

describe.each(dialects)('client repository: %s', (dialect) => {
  let database: TestDatabase;
  let storage: Storage;
  beforeAll(async () => {
    const opened = await testStorage(dialect);
    database = opened;
    storage = opened.storage;
  });
  afterAll(() => database.close());

  const aClient = (document: Partial<Client> = {}, secrets: NewSecret[] = []): Promise<StoredClient> =>
    storage.clients.insert({
      client_id: randomUUID(),
      document: { client_name: 'Billing', ...document },
      secrets,
      created_by: 'alice',
    });

  it('stores a client with its secrets', async () => {
    const document = { client_name: 'Zoë’s “app”', redirect_uris: ['https://a.example/cb'], contacts: [] };
    const client = await aClient(document, [aSecret({ label: 'first', expires_at: 2_000_000_000 })]);
    expect(client).toMatchObject({ revision: 1, document, created_by: 'alice', updated_by: 'alice', system: false });
    expect(client).toMatchObject({ trashed_at: null, last_used_at: null });
    expect(client.created_at).toBe(new Date(database.clock.now() * 1000).toISOString());
    expect(client.secrets).toMatchObject([{ label: 'first', expires_at: 2_000_000_000, retired: false, hint: 'wxyz' }]);
    expect(await storage.clients.find(client.client_id)).toEqual(client);
  });

  it('keeps the members of a document in their order', async () => {
    const client = await aClient({ scope: 'b a', client_name: 'x', description: 'y', contacts: ['a@b.example'] });
    const found = await storage.clients.find(client.client_id);
    expect(Object.keys(found!.document)).toEqual(['client_name', 'scope', 'description', 'contacts', 'client_id']);
    expect(JSON.parse(found!.json)).toEqual(found!.document);
  });

  it('inserts once when 20 insert at once, and leaves the first as it was', async () => {
    const insert = (n: number) =>
      storage.clients.insert({ client_id: 'raced', document: { client_name: `${n}` }, created_by: `${n}` });
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => insert(n)));
    const first = outcomes.filter((outcome) => outcome.status === 'fulfilled');
    expect(first).toHaveLength(1);
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(Duplicate);
    expect(await storage.clients.find('raced')).toEqual(first[0]!.value);
  });

  it('lets exactly one of 50 writers of one revision succeed', async () => {
    const { client_id } = await aClient();
    for (const seen of [1, 2, 3]) {
      const written = await Promise.all(
        Array.from({ length: 50 }, (_, n) =>
          storage.clients.update(client_id, seen, { document: { client_name: `${seen}.${n}` }, ...by }),
        ),
      );
      const successes = written.filter((client) => client !== undefined);
      expect(successes).toHaveLength(1);
      expect(await storage.clients.find(client_id)).toEqual(successes[0]);
      expect(successes[0]).toMatchObject({ revision: seen + 1, updated_by: 'bob', created_by: 'alice' });
    }
  });

  it('updates nothing unknown, stale or deleted', async () => {
    const { client_id } = await aClient();
    const change = { document: { client_name: 'x' }, ...by };
    expect(await storage.clients.update('unknown', 1, change)).toBeUndefined();
    expect(await storage.clients.update(client_id, 0, change)).toBeUndefined();
    expect(await storage.clients.update(client_id, 2, change)).toBeUndefined();
    await storage.clients.trash(client_id, by);
    expect(await storage.clients.update(client_id, 2, change)).toBeUndefined();
  });

  it('leaves secrets alone when the document changes', async () => {
    const client = await aClient({}, [aSecret()]);
    const updated = await storage.clients.update(client.client_id, 1, { document: { client_name: 'x' }, ...by });
    expect(updated!.secrets).toEqual(client.secrets);
    expect(updated!.secret_changed_at).toBe(client.secret_changed_at);
  });

  it('adds a secret and lets the others live on until their retention ends', async () => {
    const at = database.clock.now() + 3600;
    const client = await aClient({}, [aSecret(), aSecret({ expires_at: at - 1 })]);
    database.clock.advance(1);
    const secrets = { add: [aSecret({ digest: 'new' })], retireAt: at };
    const updated = await storage.clients.update(client.client_id, 1, { secrets, ...by });
    expect(updated!.revision).toBe(2);
    expect(updated!.secrets[0]).toMatchObject({ digest: 'new', retired: false, expires_at: null });
    const ends = updated!.secrets.slice(1).map(({ expires_at }) => expires_at);
    expect(new Set(ends)).toEqual(new Set([at - 1, at]));
    expect(updated!.secrets.slice(1).every(({ retired }) => retired)).toBe(true);
    expect(updated!.secret_changed_at).toBe(new Date(database.clock.now() * 1000).toISOString());
    expect((await storage.clients.find(client.client_id))!.secrets).toEqual(updated!.secrets);
  });

  it('gives the secret in use another expiry, and a replaced one keeps its own', async () => {
    const client = await aClient({}, [aSecret({ digest: 'old' })]);
    const at = database.clock.now() + 3600;
    const secrets = { add: [aSecret({ digest: 'new' })], retireAt: at };
    await storage.clients.update(client.client_id, 1, { secrets, ...by });
    const later = await storage.clients.update(client.client_id, 2, { secrets: { expireAt: at + 60 }, ...by });
    expect(later!.secrets.map(({ digest, expires_at }) => [digest, expires_at])).toEqual([
      ['new', at + 60],
      ['old', at],
    ]);
    const never = await storage.clients.update(client.client_id, 3, { secrets: { expireAt: null }, ...by });
    expect(never!.secrets[0]).toMatchObject({ digest: 'new', expires_at: null });
    expect(never!.secret_changed_at).toBe(later!.secret_changed_at);
  });

  it('ends one secret now', async () => {
    const { client_id, secrets } = await aClient({}, [aSecret(), aSecret()]);
    const updated = await storage.clients.update(client_id, 1, { secrets: { end: [secrets[0]!.id] }, ...by });
    expect(updated!.secrets).toEqual([secrets[1]]);
    expect(updated!.revision).toBe(2);
  });

  it('keeps the id of a deleted client reserved, and restores it', async () => {
    const client = await aClient({}, [aSecret()]);
    expect(await storage.clients.trash(client.client_id, { seenRevision: 7, ...by })).toBeUndefined();
    const trashed = await storage.clients.trash(client.client_id, { seenRevision: 1, ...by });
    expect(trashed).toMatchObject({ revision: 2, trashed_at: expect.any(String) });
    expect(await storage.clients.trash(client.client_id, by)).toBeUndefined();
    expect(await storage.clients.find(client.client_id)).toBeUndefined();
    expect(await storage.clients.find(client.client_id, { trashed: true })).toEqual(trashed);
    const again = storage.clients.insert({ client_id: client.client_id, document: client.document, created_by: 'eve' });
    await expect(again).rejects.toThrow(Duplicate);

    expect(await storage.clients.restore(client.client_id, { seenRevision: 1, ...by })).toBeUndefined();
    const restored = await storage.clients.restore(client.client_id, { seenRevision: 2, ...by });
    expect(restored).toEqual({ ...client, revision: 3, updated_by: 'bob' });
    expect(await storage.clients.restore(client.client_id, by)).toBeUndefined();
  });

  it('purges a client with its grants and consents, and gives its id to a new one that inherits nothing', async () => {
    const { client_id, id } = await aClient({}, [aSecret()]);
    const grant = aGrant(id);
    await storage.ports.grants.create(grant);
    await storage.ports.grants.rememberConsent(id, 'alice', ['openid']);
    expect(await storage.clients.purge(client_id, { seenRevision: 2 })).toBe(false);
    expect(await storage.ports.grants.find(grant.id)).toEqual(grant);
    expect(await storage.clients.purge(client_id, { seenRevision: 1 })).toBe(true);
    expect(await storage.clients.purge(client_id)).toBe(false);
    expect(await storage.clients.find(client_id, { trashed: true })).toBeUndefined();
    expect(await storage.ports.grants.find(grant.id)).toBeUndefined();

    const heir = await storage.clients.insert({ client_id, document: { client_name: 'Heir' }, created_by: 'eve' });
    expect(heir.id).not.toBe(id);
    expect(heir.secrets).toEqual([]);
    expect(await storage.ports.grants.consentedScopes(heir.id, 'alice')).toEqual([]);
  });

  it('notes the last use without a new revision', async () => {
    const { client_id, secrets } = await aClient({}, [aSecret()]);
    const at = database.clock.now();
    await storage.clients.touch([
      { client_id, secret_id: secrets[0]!.id, at: at - 5 },
      { client_id, secret_id: secrets[0]!.id, at },
      { client_id: 'unknown', at },
    ]);
    await storage.clients.touch([{ client_id, at: at - 3 }]);
    const used = new Date(at * 1000).toISOString();
    const client = await storage.clients.find(client_id);
    expect(client).toMatchObject({ revision: 1, last_used_at: used, secrets: [{ last_used_at: used }] });
  });

  it('never leaves a condition out for want of a value', async () => {
    const { client_id } = await aClient();
    for (const nothing of [undefined, null, {}, [], [client_id]] as unknown as string[]) {
      await expect(attempt(() => storage.clients.find(nothing))).rejects.toThrow();
      await expect(attempt(() => storage.clients.purge(nothing))).rejects.toThrow();
      await expect(attempt(() => storage.clients.trash(nothing, by))).rejects.toThrow();
      await expect(attempt(() => storage.clients.update(nothing, 1, by))).rejects.toThrow();
      await expect(attempt(() => storage.ports.clients.find(nothing))).rejects.toThrow();
      await expect(attempt(() => storage.resources.find('scopes', nothing))).rejects.toThrow();
      await expect(attempt(() => storage.resources.remove('scopes', nothing))).rejects.toThrow();
      await expect(attempt(() => storage.accounts.find(nothing))).rejects.toThrow();
      await expect(attempt(() => storage.accounts.remove(nothing))).rejects.toThrow();
      await expect(attempt(() => storage.grants.revoke(nothing))).rejects.toThrow();
    }
    for (const seen of [undefined, null] as unknown as number[]) {
      await expect(attempt(() => storage.clients.update(client_id, seen, by))).rejects.toThrow();
      await expect(attempt(() => storage.settings.write(seen, {}, by))).rejects.toThrow();
      await expect(
        attempt(() => storage.resources.update('scopes', seen, aScope({ name: 'openid' }), by)),
      ).rejects.toThrow();
    }
    for (const odd of ['', '\0', '%', "' OR 1=1 --"]) expect(await storage.clients.find(odd)).toBeUndefined();
    expect(await storage.clients.find(client_id)).toMatchObject({ revision: 1 });
  });

  it('exports every client in memory for one page at a time', async () => {
    for (let n = 0; n < 25; n++) await aClient();
    const ids: string[] = [];
    for await (const { client_id } of storage.clients.export()) ids.push(client_id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(ids.toSorted());
    expect(ids.length).toBeGreaterThan(25);
  });
});

/** A call that may throw at once or reject later. */
async function attempt(call: () => Promise<unknown>): Promise<void> {
  await call();
}

function aSecret(members: Partial<NewSecret> = {}): NewSecret {
  return { scheme: 'sha256', digest: randomUUID(), hint: 'wxyz', ...members };
}

function aGrant(client: string): Grant {
  const times = {
    auth_time: 1_700_000_000,
    amr: ['pwd'],
    created_at: 1_700_000_000,
    renewed_at: 1_700_000_000,
    resources: [],
    authorization_details: [],
    claims: null,
    revoked_at: null,
    agent: null,
    confirmation: null,
  };
  return {
    id: randomUUID(),
    client,
    sub: 'alice',
    sign_in_epoch: 1,
    session: null,
    scope: ['openid'],
    refresh: null,
    ...times,
  };
}
