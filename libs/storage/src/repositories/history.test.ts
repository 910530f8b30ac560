import { type Client } from '@clientele/client-schema';
import { DataSource } from 'typeorm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Author, type StoredEvent } from '../records.js';
import { type Storage } from '../storage.js';
import { type TestDatabase, dialects, testStorage } from '../testing/databases.js';

const ana: Author = { id: 'sub-of-ana', name: 'ana', client_id: 'console', origin: 'console', reason: 'less is more' };
const page = { limit: 200, caller: 'tests' };

const aClient = (members: Partial<Client> = {}): Client => ({ client_name: 'Billing', ...members });

describe.each(dialects)('history: %s', (dialect) => {
  let database: TestDatabase;
  let storage: Storage;

  beforeEach(async () => {
    const opened = await testStorage(dialect);
    ({ storage } = opened);
    database = opened;
  });
  afterEach(() => database.close());

  const created = () => storage.clients.insert({ client_id: 'billing', document: aClient(), created_by: 'ana' });
  const events = async (): Promise<readonly StoredEvent[]> => (await storage.events.list(page)).items;

  /** Changes rows as somebody with access to the database would. */
  async function tamper(...statements: readonly string[]): Promise<void> {
    const source =
      dialect === 'sqlite'
        ? new DataSource({ type: 'better-sqlite3', database: database.url.slice('sqlite:'.length) })
        : new DataSource({ type: 'postgres', url: database.url });
    await source.initialize();
    for (const statement of statements) await source.query(statement);
    await source.destroy();
  }

  it('a write leaves a revision and an event in the name of its author', async () => {
    await created();
    await storage.authorship.inTheNameOf(ana, () =>
      storage.clients.update('billing', 1, {
        document: aClient({ description: 'new', access_token_ttl: 60 }),
        updated_by: 'ana',
      }),
    );
    const who = { actor: { id: 'sub-of-ana', name: 'ana', client_id: 'console' }, origin: 'console' };
    expect(await storage.clients.revision('billing', 2)).toMatchObject({
      ...who,
      reason: 'less is more',
      actions: ['client.changed'],
      document: { description: 'new' },
    });
    expect(await storage.clients.revision('billing', 1)).toMatchObject({
      actor: { id: 'clientele' },
      origin: 'server',
      document: { client_name: 'Billing' },
    });
    expect((await events())[0]).toMatchObject({
      ...who,
      reason: 'less is more',
      type: 'client.changed',
      target: 'billing',
      client_id: 'billing',
      revision: 2,
      fields: ['/description', '/access_token_ttl'],
    });
  });

  it('revisions come in pages, newest first, and go with a purge', async () => {
    await created();
    for (let revision = 1; revision < 5; revision++) {
      await storage.clients.update('billing', revision, {
        document: aClient({ description: `${revision}` }),
        updated_by: 'ana',
      });
    }
    const first = await storage.clients.revisions('billing', { ...page, limit: 3 });
    expect(first!.items.map(({ revision }) => revision)).toEqual([5, 4, 3]);
    const second = await storage.clients.revisions('billing', { ...page, limit: 3, after: first!.next! });
    expect(second!.items.map(({ revision }) => revision)).toEqual([2, 1]);
    expect(second!.next).toBeNull();

    await storage.clients.trash('billing', { updated_by: 'ana' });
    expect((await storage.clients.revision('billing', 6))!.actions).toEqual(['client.deleted']);
    await storage.clients.purge('billing');
    expect(await storage.clients.revisions('billing', page)).toBeUndefined();
    expect((await events())[0]).toMatchObject({ type: 'client.purged', target: 'billing' });
  });

  it('a purge of what was deleted thirty days ago is the doing of the server', async () => {
    await created();
    await storage.authorship.inTheNameOf(ana, () => storage.clients.trash('billing', { updated_by: 'ana' }));
    database.clock.advance(30 * 24 * 3600 - 1);
    await storage.purgeExpired();
    expect(await storage.clients.find('billing', { trashed: true })).toBeDefined();
    database.clock.advance(1);
    await storage.purgeExpired();
    expect(await storage.clients.find('billing', { trashed: true })).toBeUndefined();
    expect((await events())[0]).toMatchObject({
      type: 'client.purged',
      target: 'billing',
      actor: { id: 'clientele', name: 'clientele', client_id: null },
      origin: 'server',
      reason: null,
    });
  });

  it('a write that is taken back leaves neither', async () => {
    await created();
    const before = await events();
    const undone = storage.unitOfWork.run(async () => {
      await storage.clients.trash('billing', { updated_by: 'ana' });
      throw new Error('no');
    });
    await expect(undone).rejects.toThrow('no');
    expect(await events()).toEqual(before);
    expect((await storage.clients.revisions('billing', page))!.items).toHaveLength(1);
  });

  it('secrets are told apart by their ids, never by what they are', async () => {
    await created();
    const stored = await storage.clients.update('billing', 1, {
      secrets: { add: [{ scheme: 'sha256', digest: 'DIGEST', hint: 'x7Qk' }] },
      updated_by: 'ana',
    });
    const secret = stored!.secrets[0]!.id;
    await storage.clients.update('billing', 2, { secrets: { end: [secret] }, updated_by: 'ana' });
    expect((await events()).slice(0, 2)).toMatchObject([
      { type: 'client_secret.ended', target: secret, client_id: 'billing', revision: 3 },
      { type: 'client_secret.created', target: secret, client_id: 'billing', revision: 2, fields: ['/client_secret'] },
    ]);
    expect(JSON.stringify([await events(), await storage.clients.revisions('billing', page)])).not.toContain('DIGEST');
  });

  it('events are found by author, type, client and time', async () => {
    await created();
    await storage.authorship.inTheNameOf(ana, () => storage.clients.trash('billing', { updated_by: 'ana' }));
    const types = async (filters: object) =>
      (await storage.events.list({ ...page, ...filters })).items.map(({ type }) => type);
    expect(await types({ actor: 'sub-of-ana' })).toEqual(['client.deleted']);
    expect(await types({ actor: 'ana' })).toEqual(['client.deleted']);
    expect(await types({ type: 'client.created' })).toEqual(['client.created']);
    expect(await types({ client_id: 'billing' })).toEqual(['client.deleted', 'client.created']);
    expect(await types({ client_id: 'other' })).toEqual([]);
    expect(await types({ until: Date.now() - 3600_000 })).toEqual([]);
    expect(await types({ since: Date.now() - 3600_000 })).toEqual(['client.deleted', 'client.created']);
    const first = await storage.events.list({ ...page, limit: 1 });
    expect((await storage.events.list({ ...page, limit: 1, after: first.next! })).items).toMatchObject([
      { type: 'client.created' },
    ]);
  });

  it('[T-016] writers at two processes make one chain without gaps', async () => {
    const other = await database.open();
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        (index % 2 ? storage : other).clients.insert({
          client_id: `client-${index}`,
          document: aClient(),
          created_by: 'ana',
        }),
      ),
    );
    expect(await storage.events.verify()).toEqual({ count: 40, hash: (await events())[0]!.hash });
  });

  describe('the chain of events', () => {
    beforeEach(async () => {
      await created();
      await storage.clients.trash('billing', { updated_by: 'ana' });
      await storage.clients.restore('billing', { updated_by: 'ana' });
    });

    it('holds as it was written', async () => {
      expect(await storage.events.verify()).toMatchObject({ count: 3 });
      expect(await storage.events.verify()).not.toHaveProperty('broken');
    });

    it('[T-016] breaks where an event was rewritten', async () => {
      await tamper(`UPDATE events SET document = replace(document, 'client.deleted', 'client.changed') WHERE seq = 2`);
      expect(await storage.events.verify()).toMatchObject({ count: 1, broken: { seq: 2 } });
    });

    it('[T-016] breaks where an event is listed under another author', async () => {
      await tamper(`UPDATE events SET actor = 'mallory' WHERE seq = 2`);
      expect(await storage.events.verify()).toMatchObject({ broken: { seq: 2, why: 'is listed as something else' } });
    });

    it('[T-016] breaks where an event was removed, be it the last one', async () => {
      await tamper('DELETE FROM events WHERE seq = 3');
      expect(await storage.events.verify()).toMatchObject({ count: 2, broken: { seq: 3, why: 'is missing' } });
      await tamper('DELETE FROM events WHERE seq = 1');
      expect(await storage.events.verify()).toMatchObject({ count: 0, broken: { seq: 1, why: 'is missing' } });
    });

    it('[T-016] breaks where events changed places', async () => {
      await tamper(
        'UPDATE events SET seq = 0 WHERE seq = 1',
        'UPDATE events SET seq = 1 WHERE seq = 2',
        'UPDATE events SET seq = 2 WHERE seq = 0',
      );
      expect(await storage.events.verify()).toMatchObject({ broken: { seq: 1 } });
    });
  });
});
