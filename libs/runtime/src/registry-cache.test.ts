import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Change } from './ports/change-feed.js';
import { BoundedCache } from './bounded-cache.js';
import { MemoryClientStore, MemorySettingsStore } from './ports/memory/index.js';
import { RegistryCache } from './registry-cache.js';
import { aRegisteredClient, serverWith } from './testing/server-with.js';

const noDocuments = {
  find: async () => undefined,
  known: async () => undefined,
  faultOf: () => undefined,
  forget: () => undefined,
};

/** A promise that is settled from outside. */
function gate<T>() {
  let open!: (value: T) => void;
  const promise = new Promise<T>((resolve) => (open = resolve));
  return { promise, open };
}

describe('the registry as the endpoints read it', () => {
  const clients = new MemoryClientStore();
  let settings: MemorySettingsStore;
  let cache: RegistryCache;
  const original = aRegisteredClient();
  const renamed = { ...original, revision: 2, document: { ...original.document, client_name: 'Renamed' } };

  beforeEach(() => {
    settings = new MemorySettingsStore();
    cache = new RegistryCache({ clients, settings }, 'https://as.example', noDocuments);
    clients.put(original);
  });
  afterEach(() => vi.restoreAllMocks());

  it('reads a client once, however many ask at once, and prepares it frozen', async () => {
    const find = vi.spyOn(clients, 'find');
    const read = await Promise.all(Array.from({ length: 50 }, async () => cache.client('app')));
    expect(new Set(read).size).toBe(1);
    expect(Object.isFrozen(await cache.client('app'))).toBe(true);
    expect(find).toHaveBeenCalledTimes(1);
  });

  it('[T-120] reads it again after a change, and no other', async () => {
    const find = vi.spyOn(clients, 'find');
    clients.put(aRegisteredClient({ client_id: 'other' }));
    await Promise.all([cache.client('app'), cache.client('other')]);
    clients.put(renamed);
    cache.forget({ kind: 'client', client_id: 'app' });
    expect(await cache.client('app')).toMatchObject({ client_name: 'Renamed', revision: 2 });
    await cache.client('other');
    expect(find.mock.calls.map(([id]) => id)).toEqual(['app', 'other', 'app']);
  });

  it('[T-120] does not keep what was read before a change that overtook it', async () => {
    const { promise, open } = gate<typeof original>();
    vi.spyOn(clients, 'find').mockReturnValueOnce(promise);
    const slow = cache.client('app');
    clients.put(renamed);
    cache.forget({ kind: 'client', client_id: 'app' });
    const fresh = await cache.client('app');
    open(original);
    expect(await slow).toMatchObject({ client_name: 'App' });
    expect(fresh).toMatchObject({ client_name: 'Renamed' });
    expect(await cache.client('app')).toBe(fresh);
  });

  it('keeps a client although others change while it is read', async () => {
    const find = vi.spyOn(clients, 'find').mockImplementation(async () => {
      cache.forget({ kind: 'client', client_id: 'other' });
      return original;
    });
    await cache.client('app');
    await cache.client('app');
    expect(find).toHaveBeenCalledTimes(1);
  });

  it('[T-120] prepares every client anew when the server’s settings change, also one that is being read', async () => {
    const { promise, open } = gate<typeof original>();
    vi.spyOn(clients, 'find').mockReturnValueOnce(promise);
    const slow = cache.client('app');
    settings.change({ access_token_ttl: 77 });
    cache.forget({ kind: 'server' });
    open(original);
    await slow;
    expect(await cache.client('app')).toMatchObject({ access_token_ttl: 77 });
    expect((await cache.server()).settings.access_token_ttl).toBe(77);
  });

  it('[T-120] does not keep settings that a change overtook', async () => {
    const { promise, open } = gate<Awaited<ReturnType<typeof settings.read>>>();
    const stale = await settings.read();
    vi.spyOn(settings, 'read').mockReturnValueOnce(promise);
    const slow = cache.server();
    settings.change({ access_token_ttl: 77 });
    cache.forget({ kind: 'server' });
    open(stale);
    await slow;
    expect((await cache.server()).settings.access_token_ttl).toBe(77);
  });

  it('[T-128] asks again after a failure', async () => {
    vi.spyOn(clients, 'find').mockRejectedValueOnce(new Error('down'));
    await expect(cache.client('app')).rejects.toThrow('down');
    expect(await cache.client('app')).toMatchObject({ client_id: 'app' });
    cache.forget({ kind: 'server' });
    vi.spyOn(settings, 'read').mockRejectedValueOnce(new Error('down'));
    await expect(cache.client('app')).rejects.toThrow('down');
    expect(await cache.client('app')).toMatchObject({ client_id: 'app' });
  });

  it('[T-052] asks once for a name that nobody has, as for one that somebody has', async () => {
    const find = vi.spyOn(clients, 'find');
    for (let time = 0; time < 3; time++) expect(await cache.client('nobody')).toBeUndefined();
    expect(find).toHaveBeenCalledTimes(1);
  });

  it.each<Change>([{ kind: 'client', client_id: 'new' }, { kind: 'client' }, { kind: 'server' }])(
    '[T-120] finds a new client as soon as it is told of %j',
    async (change) => {
      const clients = new MemoryClientStore();
      const cache = new RegistryCache({ clients, settings }, 'https://as.example', noDocuments);
      expect(await cache.client('new')).toBeUndefined();
      clients.put(aRegisteredClient({ client_id: 'new' }));
      cache.forget(change);
      expect(await cache.client('new')).toMatchObject({ client_id: 'new' });
    },
  );

  it('[T-120] does not take a client for nobody that was made while it was looked for', async () => {
    const { promise, open } = gate<undefined>();
    vi.spyOn(clients, 'find').mockReturnValueOnce(promise);
    const slow = cache.client('made-meanwhile');
    clients.put(aRegisteredClient({ client_id: 'made-meanwhile' }));
    cache.forget({ kind: 'client', client_id: 'made-meanwhile' });
    open(undefined);
    expect(await slow).toBeUndefined();
    expect(await cache.client('made-meanwhile')).toMatchObject({ client_id: 'made-meanwhile' });
  });

  it('[T-113] keeps no name that is longer than any client has', async () => {
    const find = vi.spyOn(clients, 'find');
    const long = 'x'.repeat(256);
    for (let time = 0; time < 2; time++) await cache.client(long);
    expect(find).toHaveBeenCalledTimes(2);
  });

  it('[T-059] lets a secret end at once', async () => {
    const { asClient, change } = await serverWith();
    expect((await asClient('/token', { grant_type: 'client_credentials' })).status).toBe(200);
    change({}, []);
    expect((await asClient('/token', { grant_type: 'client_credentials' })).status).toBe(401);
  });
});

describe('[T-113] a bounded cache', () => {
  it('holds as many as it may, and drops what was not used for longest', () => {
    const cache = new BoundedCache<number>(3);
    for (const [index, key] of ['a', 'b', 'c'].entries()) cache.set(key, index);
    cache.get('a');
    cache.set('d', 3);
    expect(['a', 'b', 'c', 'd'].map((key) => cache.get(key))).toEqual([0, undefined, 2, 3]);
    for (let i = 0; i < 1000; i++) cache.set(`k${i}`, i);
    expect(['a', 'c', 'd', 'k996', 'k997', 'k999'].map((key) => cache.get(key) !== undefined)).toEqual([
      false,
      false,
      false,
      false,
      true,
      true,
    ]);
    cache.delete('k999');
    cache.clear();
    expect(cache.get('k997')).toBeUndefined();
  });
});
