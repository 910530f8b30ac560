import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type AdminApi, type Answer, aMachineClient, aWebClient } from '../../testing/admin-api.js';
import { grantOf } from '../../testing/grant-of.js';
import { type RunningServer, runningServer } from '../../testing/running-server.js';
import { dialects } from '../../testing/temporary-database.js';

/** One list of each kind. */
const lists = [
  '/clients',
  '/clients/shop/revisions',
  '/scopes',
  '/access-token-managers',
  '/accounts',
  '/grants',
  '/receipts',
  '/events',
] as const;
const filters = [
  ['/clients', 'enabled=true'],
  ['/clients', 'sort=-name'],
  ['/accounts', 'username=admin'],
  ['/grants', 'client_id=shop'],
  ['/grants', 'sub=alice'],
  ['/receipts', 'client_id=shop'],
  ['/events', 'client_id=shop'],
  ['/events', 'type=client.created'],
] as const;

describe.each(dialects)('[T-008] the cursors on %s', (dialect) => {
  let server: RunningServer;
  let api: AdminApi;
  let other: AdminApi;

  beforeAll(async () => {
    server = await runningServer({ dialect });
    api = await server.admin();
    const scope = 'clients:read clients:all settings:read accounts:write events:read';
    const reader = await api.post('/clients', aMachineClient({ scope }));
    const token = await server.token(reader.body as { client_id: string; client_secret: string }, scope);
    other = server.adminWith(`Bearer ${token}`);
    for (const client_id of ['shop', 'other-shop']) {
      await api.post('/clients', aWebClient({ client_id }));
      await api.patch(`/clients/${client_id}`, { description: 'changed' });
    }
    await api.post('/accounts', { username: 'zoe' });
    const { id } = (await server.storage.clients.find('shop'))!;
    for (let n = 0; n < 2; n++) {
      await server.storage.ports.grants.create(grantOf(id));
      await server.issuer('/authorize?client_id=shop&redirect_uri=x');
    }
    // Receipts are written after the answer.
    await vi.waitUntil(async () => (await api.get('/receipts')).items.length === 2, { timeout: 30_000 });
  });
  afterAll(() => server.close());

  const cursorOf = async (list: string) => {
    const { body } = await api.get(`${list}?limit=1`);
    expect(body.next, list).toBeTypeOf('string');
    return String(body.next);
  };
  const follow = (list: string, cursor: string, caller = api, filter = 'limit=1') =>
    caller.get(`${list}?${filter}&after=${encodeURIComponent(cursor)}`);
  const expectRefusal = (answer: Answer, what: string) => {
    expect(answer.status, `${what}: ${answer.text}`).toBe(400);
    expect(answer.body.errors, what).toEqual([
      { pointer: '/after', rule: 'parameter', detail: 'is not a cursor of this list' },
    ]);
  };

  it.each(lists)('of %s lead on for the one who was given them', async (list) => {
    const [first] = (await api.get(`${list}?limit=1`)).items;
    const answer = await follow(list, await cursorOf(list));
    expect(answer.items).toHaveLength(1);
    expect(answer.items).not.toEqual([first]);
  });

  it.each(lists)('of %s cannot be altered or made up', async (list) => {
    const cursor = await cursorOf(list);
    const [body = '', mac = ''] = cursor.split('.');
    const forged = Buffer.from(JSON.stringify('a')).toString('base64url');
    const altered = mac.startsWith('A') ? `B${mac.slice(1)}` : `A${mac.slice(1)}`;
    for (const tampered of [
      forged,
      `${forged}.${mac}`,
      `${body}.${altered}`,
      `${body}.${mac.slice(0, -1)}`,
      body,
      `${cursor}x`,
      `${cursor}.`,
      `${cursor}!`,
      Buffer.from(JSON.stringify(['a'])).toString('base64url'),
      '.',
    ]) {
      expectRefusal(await follow(list, tampered), tampered);
    }
  });

  it.each(lists)('of %s are no use to somebody else', async (list) => {
    expect((await other.get(`${list}?limit=1`)).status).toBe(200);
    expectRefusal(await follow(list, await cursorOf(list), other), list);
  });

  it.each(filters)('of %s are no use with %s', async (list, filter) => {
    expectRefusal(await follow(list, await cursorOf(list), api, filter), filter);
  });

  it.each(lists)('of %s are no use in another list', async (list) => {
    const cursor = await cursorOf(list);
    for (const another of lists) if (another !== list) expectRefusal(await follow(another, cursor), another);
  });

  it('of the revisions of one client are no use with those of another', async () => {
    const cursor = await cursorOf('/clients/shop/revisions');
    expectRefusal(await follow('/clients/other-shop/revisions', cursor), 'other-shop');
  });

  it('are asked for by every list that comes in pages', async () => {
    const { paths } = (await api.get('/openapi.json')).body as { paths: Record<string, { get?: Operation }> };
    const paged = Object.entries(paths)
      .filter(([, { get }]) => get?.parameters?.some(({ $ref }) => $ref === '#/components/parameters/after'))
      .map(([path]) => path.replace('{client_id}', 'shop'));
    expect(paged).toEqual(expect.arrayContaining([...lists]));
    const cursors = [await cursorOf('/clients'), await cursorOf('/scopes')];
    for (const list of paged) {
      const foreign = cursors[list === '/clients' ? 1 : 0]!;
      for (const cursor of [foreign, Buffer.from('"a"').toString('base64url'), '0'])
        expectRefusal(await follow(list, cursor), list);
    }
  });
});

interface Operation {
  readonly parameters?: readonly { $ref?: string }[];
}
