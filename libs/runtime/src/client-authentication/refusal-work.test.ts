import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type SecretVerifier } from '../ports/client-store.js';
import { unmatchedVerifier } from '../secrets.js';
import { type World, aRegisteredClient, aSecret, serverReachedBy } from '../testing/server-with.js';

type Scrypt = typeof crypto.scrypt;

// The cryptography of the process is counted; what is dear of it is not done.
const hash = vi.spyOn(crypto, 'hash');
const comparison = vi.spyOn(crypto, 'timingSafeEqual');
const scrypt = vi.spyOn(crypto, 'scrypt');
const fitsNothing = ((_secret, _salt, length: number, _options, done: (error: null, key: Buffer) => void) => {
  setImmediate(done, null, Buffer.alloc(length));
}) as Scrypt;
beforeAll(() => syncBuiltinESMExports());
beforeEach(() => void scrypt.mockReset().mockImplementation(fitsNothing));
afterAll(() => {
  for (const spied of [hash, comparison, scrypt]) spied.mockRestore();
  syncBuiltinESMExports();
});

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const aChosenSecret = (): SecretVerifier => aSecret('chosen', { scheme: 'scrypt', digest: unmatchedVerifier() });

const kinds = ['generated', 'chosen', 'two-chosen', 'of-another-method'];

/** Clients with every kind of secrets, at a server with this key for its decoys. */
function servedWith({ decoyKey = Buffer.alloc(32, 1), posted = false } = {}): Promise<World> {
  const methods = ['client_secret_basic', 'client_secret_post'] as const;
  const [token_endpoint_auth_method, other] = posted ? methods.toReversed() : methods;
  return serverReachedBy(
    { decoyKey },
    aRegisteredClient({ client_id: 'generated', token_endpoint_auth_method }),
    aRegisteredClient({ client_id: 'chosen', token_endpoint_auth_method }, [aChosenSecret()]),
    aRegisteredClient({ client_id: 'two-chosen', token_endpoint_auth_method }, [aChosenSecret(), aChosenSecret()]),
    aRegisteredClient({ client_id: 'of-another-method', token_endpoint_auth_method: other }),
  );
}

/** Everything that takes time, in the refusal of a wrong secret for this name. */
async function workFor(world: World, client_id: string, { wrong = 'wrong', posted = false } = {}) {
  const counted = {
    scrypts: scrypt,
    digests: hash,
    comparisons: comparison,
    reads: vi.spyOn(world.clients, 'find'),
    writes: vi.spyOn(world.artifacts, 'increment'),
  };
  for (const count of Object.values(counted)) count.mockClear();
  const basic = Buffer.from(`${client_id}:${wrong}`).toString('base64');
  const { status } = posted
    ? await world.post('/token', `grant_type=client_credentials&client_id=${client_id}&client_secret=${wrong}`)
    : await world.send('POST', '/token', {
        body: 'grant_type=client_credentials',
        headers: { ...form, authorization: `Basic ${basic}` },
      });
  expect(status).toBe(401);
  await world.server.receiptsWritten();
  return Object.entries(counted)
    .map(([what, { mock }]) => `${mock.calls.length} ${what}`)
    .join(', ');
}

// Enough for the rarest kind, and not so many that they reach the limit of one address.
const names = Array.from({ length: 900 }, (_, n) => `nobody-${n}`);

describe('[T-052] the work of refusing a wrong secret', () => {
  it.each([
    ['in the header', {}],
    ['that could be meant in two ways', { wrong: 'wro%2Bng' }],
    ['in the form', { posted: true }],
  ])('%s is that of a client’s for a name that nobody has', async (_, how) => {
    const world = await servedWith({ posted: 'posted' in how });
    for (const time of ['the first time', 'ever after']) {
      const known = new Map<string, string>();
      for (const client_id of kinds) known.set(await workFor(world, client_id, how), client_id);
      expect(known.size).toBe(kinds.length);
      const like = new Set<string | undefined>();
      for (const name of names) like.add(known.get(await workFor(world, name, how)));
      expect(like, time).toEqual(new Set(kinds));
      world.clock.advance(60);
    }
  });

  it('is the same for a name at every process, and with another key it is another', async () => {
    const [here, there, elsewhere] = [
      await servedWith(),
      await servedWith(),
      await servedWith({ decoyKey: Buffer.alloc(32, 2) }),
    ];
    const dear = async (world: World) => {
      const found: string[] = [];
      for (const name of names) {
        scrypt.mockClear();
        await workFor(world, name);
        if (scrypt.mock.calls.length > 0) found.push(name);
      }
      return found;
    };
    const dearHere = await dear(here);
    expect(dearHere.length).toBeGreaterThan(names.length / 16);
    expect(dearHere.length).toBeLessThan(names.length / 4);
    expect(await dear(there)).toEqual(dearHere);
    expect(await dear(elsewhere)).not.toEqual(dearHere);
  });
});

describe('[T-112] a flood of names that nobody has', () => {
  /** As many names as asked for that are refused as if their secret were a chosen one. */
  async function dearNames(count: number): Promise<string[]> {
    const world = await servedWith();
    const found: string[] = [];
    for (let n = 0; found.length < count; n++) {
      scrypt.mockClear();
      const headers = { ...form, authorization: `Basic ${Buffer.from(`flood-${n}:wrong`).toString('base64')}` };
      const peer = `198.51.${n >> 8}.${n & 255}`;
      await world.send('POST', '/token', { body: 'grant_type=client_credentials', headers, peer });
      if (scrypt.mock.calls.length > 0) found.push(`flood-${n}`);
    }
    return found;
  }

  const ask = (world: World, name: string, peer: string) =>
    world.send('POST', '/token', {
      body: 'grant_type=client_credentials',
      headers: { ...form, authorization: `Basic ${Buffer.from(`${name}:wrong`).toString('base64')}` },
      peer,
    });

  it('from many addresses has as much dear work done at once as wrong secrets of clients, and delays no right one', async () => {
    const names = await dearNames(100);
    const world = await servedWith();
    const waiting: (() => void)[] = [];
    let open = false;
    scrypt.mockClear().mockImplementation((...call: unknown[]) => {
      if (open) Reflect.apply(fitsNothing, undefined, call);
      else waiting.push(() => Reflect.apply(fitsNothing, undefined, call));
    });
    const answers = names.map((name, n) => ask(world, name, `203.0.113.${n}`));
    await vi.waitUntil(() => scrypt.mock.calls.length === 4, { timeout: 30_000 });
    expect((await world.asClient('/token', { grant_type: 'client_credentials' })).status).toBe(200);
    expect(scrypt).toHaveBeenCalledTimes(4);
    open = true;
    for (const go of waiting) go();
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([401, 503]));
    // Four at once, and 64 that wait.
    expect(statuses.filter((status) => status === 401)).toHaveLength(68);
  });

  it('from one address ends where its failures do, with one name and with many', async () => {
    const [name] = await dearNames(1);
    const world = await servedWith();
    scrypt.mockClear();
    const answers = await Promise.all(Array.from({ length: 60 }, () => ask(world, name!, '203.0.113.1')));
    for (let n = 0; n < 60; n++) answers.push(await ask(world, name!, '203.0.113.1'));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(100);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(20);
    expect(scrypt).toHaveBeenCalledTimes(100);
  });
});
