import { type Client } from '@clientele/client-schema';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InvalidCursor } from '../failures.js';
import { type ClientQuery, type StoredClient, clientSorts } from '../records.js';
import { type Storage } from '../storage.js';
import { type TestDatabase, dialects, testStorage } from '../testing/databases.js';

const caller = 'alice';

describe.each(dialects)('list of clients: %s', (dialect) => {
  let database: TestDatabase;
  let storage: Storage;
  beforeEach(async () => {
    const opened = await testStorage(dialect);
    database = opened;
    storage = opened.storage;
  });
  afterEach(() => database.close());

  const add = (client_id: string, document: Partial<Client> = {}, system = false): Promise<StoredClient> =>
    storage.clients.insert({
      client_id,
      document: { client_name: client_id, ...document },
      secrets: [aSecret(`${client_id}-1`), aSecret(`${client_id}-2`)],
      created_by: 'alice',
      system,
    });

  const ids = async (query: Partial<ClientQuery>): Promise<string[]> =>
    (await storage.clients.list({ limit: 200, caller, ...query })).items.map(({ client_id }) => client_id);

  async function walk(query: Partial<ClientQuery>, between: () => Promise<void> = async () => {}): Promise<string[]> {
    const seen: string[] = [];
    for (let after: string | undefined; ;) {
      const page = await storage.clients.list({ limit: 7, caller, ...query, ...(after !== undefined && { after }) });
      seen.push(...page.items.map(({ client_id }) => client_id));
      if (page.next === null) return seen;
      after = page.next;
      await between();
    }
  }

  it.each(clientSorts)('walks every client once in the order of %s', async (sort) => {
    // Names with ties, cases and letters that collations disagree about.
    const names = ['b', 'B', 'a', 'Ä', 'a b', 'a-b', 'ß', 'z', 'Z', '_'];
    for (let n = 0; n < 40; n++) {
      if (n % 3 === 0) database.clock.advance(1);
      await add(`client-${(n * 7) % 40}`, { client_name: names[n % names.length]! });
    }
    const forward = await walk({ sort });
    expect(new Set(forward).size).toBe(40);
    const opposite = sort.startsWith('-') ? sort.slice(1) : `-${sort}`;
    expect(await walk({ sort: opposite as typeof sort })).toEqual(forward.toReversed());
  });

  it('orders names by code point of their lower case on every database', async () => {
    for (const name of ['b', 'Ä', 'a', 'B2', 'a-b', 'ab', 'A B', 'ß'])
      await add(`id-of-${name.codePointAt(0)}-${name.length}-${Math.random()}`, { client_name: name });
    const { items } = await storage.clients.list({ limit: 200, caller, sort: 'name' });
    expect(items.map(({ document }) => document.client_name)).toEqual(['a', 'A B', 'a-b', 'ab', 'b', 'B2', 'ß', 'Ä']);
  });

  it('shows what existed throughout exactly once while others come and go', async () => {
    for (let n = 0; n < 40; n++) await add(`stays-${String(n).padStart(2, '0')}`);
    for (let n = 0; n < 20; n++) await add(`goes-${n}`);
    let turn = 0;
    const seen = await walk({ sort: 'client_id' }, async () => {
      await add(`comes-${turn}`);
      await add(`stays-${turn}-between`);
      await storage.clients.purge(`goes-${turn}`);
      turn++;
    });
    const stayed = seen.filter((id) => /^stays-\d\d$/.test(id));
    expect(stayed).toHaveLength(40);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('counts, up to a limit that no list of people reaches', async () => {
    for (let n = 0; n < 9; n++) await add(`client-${n}`, n % 2 ? { keywords: ['odd'] } : {});
    expect(await storage.clients.list({ limit: 5, caller })).toMatchObject({ total: 9 });
    const first = await storage.clients.list({ limit: 2, caller, filters: { label: 'odd' } });
    expect(first.total).toBe(4);
    await add('client-late', { keywords: ['odd'] });
    const second = await storage.clients.list({ limit: 2, caller, filters: { label: 'odd' }, after: first.next! });
    expect(second.total).toBe(4);
    expect(await storage.clients.list({ limit: 5, caller, q: 'client-3' })).toMatchObject({ total: 1, next: null });
    expect(await storage.clients.list({ limit: 5, caller, q: 'client-' })).toMatchObject({ total: 10 });
  });

  it('returns each client with all of its secrets', async () => {
    for (let n = 0; n < 5; n++) await add(`client-${n}`);
    const { items } = await storage.clients.list({ limit: 3, caller });
    for (const client of items) expect(client).toEqual(await storage.clients.find(client.client_id));
    expect(items.map(({ secrets }) => secrets.length)).toEqual([2, 2, 2]);
  });

  it('counts again when anything has changed, here or at another process', async () => {
    const other = await database.open();
    const totals = async () =>
      Promise.all([
        storage.clients.list({ limit: 1, caller }).then(({ total }) => total),
        storage.clients.list({ limit: 1, caller, filters: { label: 'odd' } }).then(({ total }) => total),
        storage.clients.list({ limit: 1, caller, trashed: true }).then(({ total }) => total),
      ]);
    for (let n = 0; n < 5; n++) await add(`client-${n}`, n % 2 ? { keywords: ['odd'] } : {});
    expect([await totals(), await totals()]).toEqual([
      [5, 2, 0],
      [5, 2, 0],
    ]);
    await other.clients.insert({
      client_id: 'x',
      document: { client_name: 'x', keywords: ['odd'] },
      created_by: 'bob',
    });
    expect(await totals()).toEqual([6, 3, 0]);
    await other.clients.trash('x', { updated_by: 'bob' });
    expect(await totals()).toEqual([5, 2, 1]);
    await other.clients.purge('x');
    expect(await totals()).toEqual([5, 2, 0]);
    const undone = storage.unitOfWork.run(async () => {
      await add('never');
      expect(await totals()).toEqual([6, 2, 0]);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await totals()).toEqual([5, 2, 0]);
  });

  it('filters by fields, by elements of list fields, and by all at once', async () => {
    await add('web', {
      grant_types: ['authorization_code', 'refresh_token'],
      scope: 'openid email',
      keywords: ['prod'],
    });
    await add('worker', { client_type: 'server_to_server', grant_types: ['client_credentials'], scope: 'emails' });
    await add('off', { enabled: false, keywords: ['prod', 'eu'], token_endpoint_auth_method: 'none' });
    await add('console', { application_type: 'native' }, true);

    expect(await ids({ filters: { grant_types: 'client_credentials' } })).toEqual(['worker']);
    await add('listed', { allow_exclusive_scopes: true, exclusive_scopes: ['email'] });
    await add('limited', { restrict_common_scopes: true, restricted_common_scopes: ['email'] });
    expect(await ids({ filters: { scope: 'email' } })).toEqual(['limited', 'listed', 'web']);
    expect(await ids({ filters: { label: 'prod' } })).toEqual(['off', 'web']);
    expect(await ids({ filters: { label: 'prod', enabled: true } })).toEqual(['web']);
    expect(await ids({ filters: { enabled: false } })).toEqual(['off']);
    expect(await ids({ filters: { client_type: 'server_to_server' } })).toEqual(['worker']);
    expect(await ids({ filters: { application_type: 'native' } })).toEqual(['console']);
    expect(await ids({ filters: { token_endpoint_auth_method: 'none' } })).toEqual(['off']);
    expect(await ids({ filters: { system: true } })).toEqual(['console']);
    expect(await ids({ filters: { label: "x' OR '1'='1" } })).toEqual([]);
    expect(await ids({ filters: { label: undefined } })).toHaveLength(6);
  });

  it('follows the document when it changes', async () => {
    await add('web', { client_name: 'Old', scope: 'email', enabled: false });
    await storage.clients.update('web', 1, { document: { client_name: 'New', scope: 'phone' }, updated_by: 'bob' });
    expect(await ids({ filters: { scope: 'email' } })).toEqual([]);
    expect(await ids({ filters: { scope: 'phone', enabled: true } })).toEqual(['web']);
    expect(await ids({ q: 'old' })).toEqual([]);
    expect(await ids({ q: 'new' })).toEqual(['web']);
  });

  it('walks a filter that most clients match, as well as one that few do', async () => {
    const all = Array.from({ length: 2100 }, (_, n) => `client-${String(n).padStart(4, '0')}`);
    await storage.unitOfWork.run(async () => {
      for (const [n, id] of all.entries())
        await add(id, { grant_types: ['client_credentials'], keywords: n % 100 ? [] : ['few'] });
    });
    const many = { enabled: true, grant_types: 'client_credentials' };
    expect(await ids({ filters: many })).toEqual(all.slice(0, 200));
    expect((await storage.clients.list({ limit: 1, caller, filters: many })).total).toBe(2100);
    expect(await ids({ filters: { ...many, label: 'few' } })).toEqual(all.filter((_, n) => n % 100 === 0));
  });

  it('finds what lies far apart, page by page', async () => {
    const all = Array.from({ length: 2100 }, (_, n) => `client-${String(n).padStart(4, '0')}`);
    await storage.unitOfWork.run(async () => {
      for (const [n, id] of all.entries()) await add(id, n % 300 ? {} : { description: 'a needle' });
    });
    const needles = all.filter((_, n) => n % 300 === 0);
    expect(await walk({ q: 'needle', limit: 2, sort: 'client_id' })).toEqual(needles);
    expect(await walk({ q: 'needle', limit: 3, sort: '-name' })).toEqual(needles.toReversed());
    expect(await ids({ q: 'needle', filters: { enabled: true } })).toEqual(needles);
    expect(await ids({ q: 'nothing', filters: { enabled: true } })).toEqual([]);
  });

  it('searches id, name, description and redirect URIs, in any case, with no sign standing for another', async () => {
    await add('a1', { client_name: 'Rechnung 100% Ärger' });
    await add('a2', { description: 'writes_invoices' });
    await add('a3', { redirect_uris: ['https://app.example.com/cb'] });
    await add('needle-in-id');
    expect(await ids({ q: '100%' })).toEqual(['a1']);
    expect(await ids({ q: '0% ÄR' })).toEqual(['a1']);
    expect(await ids({ q: 'S_I' })).toEqual(['a2']);
    expect(await ids({ q: 'App.Example' })).toEqual(['a3']);
    expect(await ids({ q: 'NEEDLE' })).toEqual(['needle-in-id']);
    for (const q of ['%', '_', '\\']) expect((await ids({ q })).length).toBeLessThan(2);
    expect(await ids({ q: "' OR '1'='1" })).toEqual([]);
  });

  it('finds text of any length, and forgets what is gone', async () => {
    await add('a1', { client_name: 'Größe 😀 "quoted" AND' });
    for (const q of ['ö', 'rö', 'größe', '😀', 'e 😀 "', '"quoted"', '" AND']) {
      expect(await ids({ q }), q).toEqual(['a1']);
    }
    await storage.clients.update('a1', 1, { document: { client_name: 'Other' }, updated_by: 'bob' });
    expect(await ids({ q: 'größe' })).toEqual([]);
    expect(await ids({ q: 'other' })).toEqual(['a1']);
    await storage.clients.purge('a1');
    expect(await ids({ q: 'other' })).toEqual([]);
  });

  it('takes more than one value of a filter, all of which must be there', async () => {
    await add('both', { keywords: ['prod', 'eu'] });
    await add('one', { keywords: ['prod'] });
    expect(await ids({ filters: { label: ['prod', 'eu'] } })).toEqual(['both']);
    expect(await ids({ filters: { label: ['prod'] } })).toEqual(['both', 'one']);
    expect(await ids({ filters: { label: [] } })).toHaveLength(2);
  });

  it('finds the clients that would accept a redirect URI', async () => {
    const loopback = 'http://127.0.0.1/cb';
    await add('web', { redirect_uris: ['https://app.example.com/cb'] });
    await add('longer', { redirect_uris: ['https://app.example.com/cb/more'] });
    await add('native', { application_type: 'native', redirect_uris: [loopback] });
    await add('relaxed', { validate_port_on_loopback_interfaces: false, redirect_uris: ['http://127.0.0.1:7/cb'] });
    await add('strict', { validate_port_on_loopback_interfaces: true, redirect_uris: ['http://127.0.0.1:8080/cb'] });
    const accepting = (redirect_uri: string) => ids({ redirect_uri, q: redirect_uri });

    expect(await accepting('https://app.example.com/cb')).toEqual(['web']);
    expect(await accepting(loopback)).toEqual(['native', 'relaxed']);
    expect(await accepting('http://127.0.0.1:8080/cb')).toEqual(['native', 'relaxed', 'strict']);
    expect(await accepting('http://127.0.0.1:49152/cb')).toEqual(['native', 'relaxed']);
    expect(await accepting('http://127.0.0.1:0/cb')).toEqual([]);
    expect(await accepting('http://127.0.0.1:*/cb')).toEqual([]);
    expect(await accepting('http://localhost/cb')).toEqual([]);
    expect(await accepting('https://app.example.com/')).toEqual(['longer', 'web']);
  });

  it('finds the clients whose wildcards stand for a redirect URI', async () => {
    await add('hosts', { redirect_uris: ['https://*.example.com/cb'] });
    await add('paths', { redirect_uris: ['https://eu-1.example.com/**/cb?x=1'] });
    const accepting = (redirect_uri: string) => ids({ redirect_uri, q: redirect_uri });
    expect(await accepting('https://eu-1.example.com/cb')).toEqual(['hosts']);
    expect(await accepting('https://eu-1.example.com/tenant/cb?x=1')).toEqual(['paths']);
    expect(await accepting('https://eu-1.example.com/tenant/cb')).toEqual([]);
    expect(await accepting('https://a.eu-1.example.com/cb')).toEqual([]);
    expect(await accepting('https://*.example.com/cb?')).toEqual([]);
  });

  it('goes on as it began when a client that accepts the redirect URI appears between two pages', async () => {
    const redirect_uri = 'https://app.example.com/c';
    for (let n = 0; n < 5; n++) await add(`client-${n}`, { redirect_uris: [`${redirect_uri}b`] });
    const seen = await walk({ redirect_uri, q: redirect_uri, limit: 2 }, async () => {
      await add(`client-${Math.random()}`, { redirect_uris: [redirect_uri] });
    });
    expect(seen).toEqual(expect.arrayContaining(['client-0', 'client-1', 'client-2', 'client-3', 'client-4']));
  });

  it('tells the clients that are used from those that are not', async () => {
    const day = 86_400;
    await add('never');
    await add('long-ago');
    await add('lately');
    await storage.clients.touch([{ client_id: 'long-ago', at: database.clock.now() }]);
    database.clock.advance(90 * day + 1);
    await add('new');
    await storage.clients.touch([{ client_id: 'lately', at: database.clock.now() - day }]);

    expect(await ids({ unusedFor: 90 * day })).toEqual(['long-ago', 'never']);
    expect(await ids({ unusedFor: 91 * day })).toEqual([]);
    expect(await ids({ usedWithin: 2 * day })).toEqual(['lately']);
    expect(await ids({ usedWithin: 91 * day })).toEqual(['lately', 'long-ago']);
    expect(await ids({ usedWithin: 91 * day, unusedFor: 2 * day })).toEqual(['long-ago']);
    expect((await ids({ sort: '-last_used_at' })).slice(0, 2)).toEqual(['lately', 'long-ago']);
  });

  it('lists deleted clients apart from the others', async () => {
    await add('here');
    await add('gone');
    await storage.clients.trash('gone', { updated_by: 'bob' });
    expect(await ids({})).toEqual(['here']);
    expect(await ids({ trashed: true })).toEqual(['gone']);
  });

  it('takes no cursor that was altered or belongs to another query or caller', async () => {
    for (let n = 0; n < 5; n++) await add(`client-${n}`);
    const query = { limit: 2, sort: 'name', q: 'client', filters: { enabled: true }, caller } as const;
    const { next } = await storage.clients.list(query);
    expect((await storage.clients.list({ ...query, limit: 3, after: next! })).items).toHaveLength(3);
    const [body, mac] = next!.split('.') as [string, string];
    const forged = Buffer.from(JSON.stringify({ value: '', id: '', total: 1 })).toString('base64url');
    for (const after of ['', 'x', body, `${forged}.${mac}`, `${body}.AAAA`, `${next!}!`, `${next!}.`, `${next!}.x`]) {
      await expect(storage.clients.list({ ...query, after })).rejects.toThrow(InvalidCursor);
    }
    for (const other of [
      { sort: '-name' },
      { q: 'clien' },
      { filters: {} },
      { caller: 'bob' },
      { trashed: true },
    ] as const) {
      await expect(storage.clients.list({ ...query, ...other, after: next! })).rejects.toThrow(InvalidCursor);
    }
  });

  it('takes no sort and no filter that it does not know', async () => {
    const odd = { limit: 1, caller, sort: 'name; DROP TABLE clients' } as unknown as ClientQuery;
    await expect(storage.clients.list(odd)).rejects.toThrow(TypeError);
    const odder = { limit: 1, caller, filters: { 'document -- ': 'x' } } as unknown as ClientQuery;
    await expect(storage.clients.list(odder)).rejects.toThrow(TypeError);
  });
});

function aSecret(digest: string) {
  return { scheme: 'sha256', digest, hint: 'wxyz' } as const;
}
