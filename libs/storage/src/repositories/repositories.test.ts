import { defaultSettings } from '@clientele/client-schema';
import { aScope } from '@clientele/client-schema/testing';
import { type Grant, type Receipt } from '@clientele/runtime/ports/index';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ClaimLost, Duplicate, InvalidCursor } from '../failures.js';
import { type Claim, type Storage } from '../storage.js';
import { type TestDatabase, dialects, testStorage } from '../testing/databases.js';

const by = { updated_by: 'bob' };
const caller = 'alice';
const payments = aScope({
  name: 'payments',
  description: 'Pay',
  kind: 'exclusive',
  claims: ['iban'],
  audience: 'https://pay.example',
  roles: ['editor'],
});

describe.each(dialects)('repositories: %s', (dialect) => {
  let database: TestDatabase;
  let storage: Storage;
  beforeAll(async () => {
    const opened = await testStorage(dialect);
    database = opened;
    storage = opened.storage;
  });
  afterAll(() => database.close());

  const addClient = (client_id: string, scope?: string) =>
    storage.clients.insert({
      client_id,
      document: { client_name: client_id, ...(scope && { scope }) },
      created_by: 'a',
    });

  describe('settings', () => {
    it('are the defaults until somebody sets one, and are written by one of 50 at once', async () => {
      expect(await storage.settings.read()).toMatchObject({ settings: defaultSettings, overrides: {}, revision: 1 });
      const written = await Promise.all(
        Array.from({ length: 50 }, (_, n) => storage.settings.write(1, { access_token_ttl: 60 + n }, by)),
      );
      const successes = written.filter((settings) => settings !== undefined);
      expect(successes).toHaveLength(1);
      expect(await storage.settings.read()).toEqual(successes[0]);
      expect(successes[0]).toMatchObject({ revision: 2, updated_by: 'bob' });
    });
  });

  describe('resources', () => {
    const change = { created_by: 'bob' };
    const listed = async (q?: string) =>
      (await storage.resources.list('scopes', { limit: 200, caller, ...(q !== undefined && { q }) })).items;

    it('are stored whole, changed by compare-and-set and removed', async () => {
      const inserted = await storage.resources.insert('scopes', payments, change);
      expect(inserted).toMatchObject({ document: payments, system: false, revision: 1, created_by: 'bob' });
      expect(await storage.resources.find('scopes', 'payments')).toEqual(inserted);
      await expect(storage.resources.insert('scopes', payments, change)).rejects.toThrow(Duplicate);

      const changed = { ...payments, description: null, roles: [] };
      const updated = await storage.resources.update('scopes', 1, changed, { updated_by: 'carol' });
      expect(updated).toMatchObject({ document: changed, revision: 2, created_by: 'bob', updated_by: 'carol' });
      expect(await storage.resources.update('scopes', 1, payments, by)).toBeUndefined();
      expect((await storage.ports.settings.read()).scopes.find(({ name }) => name === 'payments')).toEqual(changed);

      expect(await storage.resources.remove('scopes', 'payments', 1)).toBe(false);
      expect(await storage.resources.remove('scopes', 'payments', 2)).toBe(true);
      expect(await storage.resources.remove('scopes', 'payments')).toBe(false);
    });

    it('of one id may be of several resources', async () => {
      await storage.resources.insert('scopes', aScope({ name: 'opaque' }), change);
      expect((await storage.resources.find('access_token_managers', 'opaque'))?.document.format).toBe('opaque');
      expect(await storage.resources.remove('scopes', 'opaque')).toBe(true);
      expect(await storage.resources.find('access_token_managers', 'opaque')).toBeDefined();
    });

    it('begin with the standard ones, which are the system’s', async () => {
      const names = (await listed()).filter(({ system }) => system).map(({ id }) => id);
      expect(names).toEqual(['address', 'email', 'offline_access', 'openid', 'phone', 'profile']);
    });

    it('are found by a part of any text in them, whatever the case', async () => {
      expect((await listed('E-MAIL')).map(({ id }) => id)).toEqual(['email']);
      expect(await listed('nowhere')).toEqual([]);
    });

    it('know the clients that name them', async () => {
      await addClient('uses-1', 'openid reports');
      await addClient('uses-2', 'reports');
      await addClient('uses-not', 'reports_all');
      await storage.clients.trash('uses-2', { updated_by: 'test' });
      expect(await storage.resources.usedBy('scopes', 'reports')).toEqual({
        client_ids: ['uses-1', 'uses-2'],
        trashed: ['uses-2'],
        count: 2,
      });
      expect(await storage.resources.usedBy('scopes', 'nobody')).toEqual({ client_ids: [], trashed: [], count: 0 });
      expect(await storage.resources.uses('scopes', ['reports', 'openid', 'nobody'])).toEqual(
        new Map([
          ['reports', 2],
          ['openid', 1],
        ]),
      );
    });
  });

  describe('accounts', () => {
    const aUser = (username: string) => ({
      username,
      enabled: true,
      claims: { name: 'Ada', address: { country: 'NZ' } },
      roles: ['editor'],
      password: 'correct horse',
    });

    it('are stored without their password, and changed by compare-and-set', async () => {
      const { password: _, ...members } = aUser('Ada');
      const account = await storage.accounts.insert(aUser('Ada'), by);
      expect(account).toMatchObject({ ...members, system: false, revision: 1 });
      expect(account).not.toHaveProperty('password');
      expect(await storage.accounts.find(account.sub)).toEqual(account);
      expect(await storage.accounts.list({ limit: 2, caller, username: 'aDA' })).toEqual({
        items: [account],
        next: null,
      });

      const updated = await storage.accounts.update(account.sub, 1, { password: 'battery staple', roles: [] }, by);
      expect(updated).toMatchObject({ revision: 2, roles: [], username: 'Ada' });
      expect(await storage.accounts.update(account.sub, 1, { enabled: false }, by)).toBeUndefined();
      expect(await storage.ports.accounts.authenticate('Ada', 'battery staple')).toBeDefined();
      expect(await storage.ports.accounts.authenticate('Ada', 'correct horse')).toBeUndefined();
    });

    it('end their sign-ins with another password and when they are disabled, and with nothing else', async () => {
      const { sub, sign_in_epoch: first } = await storage.accounts.insert(aUser('Careful'), by);
      const { id } = await addClient('of-careful');
      const changes = [
        [{ password: 'battery staple' }, 1],
        [{ username: 'Cautious', roles: [], claims: {} }, 0],
        [{ enabled: false }, 1],
        [{ enabled: true }, 0],
      ] as const;
      let revision = 1;
      let epoch = first;
      for (const [change, ended] of changes) {
        const grant = aGrant(`careful-${revision}`, id, sub);
        await storage.ports.grants.create(grant);
        const updated = await storage.accounts.update(sub, revision, change, by);
        expect(updated!.sign_in_epoch - epoch, Object.keys(change).join()).toBe(ended);
        const { revoked_at } = (await storage.ports.grants.find(grant.id))!;
        expect(revoked_at, Object.keys(change).join()).toBe(ended ? database.clock.now() : null);
        ({ revision, sign_in_epoch: epoch } = updated!);
      }
    });

    it('have names that differ by more than case', async () => {
      await storage.accounts.insert(aUser('Grace'), by);
      await expect(storage.accounts.insert(aUser('gRACE'), by)).rejects.toThrow(Duplicate);
      const other = await storage.accounts.insert(aUser('Hedy'), by);
      await expect(storage.accounts.update(other.sub, 1, { username: 'GRACE' }, by)).rejects.toThrow(Duplicate);
    });

    it('take their grants and consents with them', async () => {
      const { sub } = await storage.accounts.insert(aUser('Leaver'), by);
      const { id } = await addClient('left');
      await storage.ports.grants.create(aGrant('left-behind', id, sub));
      await storage.ports.grants.rememberConsent(id, sub, ['openid']);
      expect(await storage.accounts.remove(sub, 7)).toBe(false);
      expect(await storage.accounts.remove(sub, 1)).toBe(true);
      expect(await storage.accounts.remove(sub)).toBe(false);
      expect((await storage.ports.grants.find('left-behind'))?.revoked_at).toBe(database.clock.now());
      expect(await storage.ports.grants.consentedScopes(id, sub)).toEqual([]);
    });

    it('are listed by name, page by page', async () => {
      const names: string[] = [];
      for (let after: string | undefined; ;) {
        const page = await storage.accounts.list({ limit: 2, caller, ...(after !== undefined && { after }) });
        names.push(...page.items.map(({ username }) => username.toLowerCase()));
        if (page.next === null) break;
        after = page.next;
      }
      expect(names.length).toBeGreaterThan(2);
      expect(names).toEqual([...new Set(names)].toSorted());
      await expect(storage.accounts.list({ limit: 2, caller, after: 'x.y' })).rejects.toThrow(InvalidCursor);
    });
  });

  describe('grants', () => {
    it('are listed for administrators by client and by subject, newest first', async () => {
      const one = await addClient('grants-1');
      const two = await addClient('grants-2');
      for (let n = 0; n < 5; n++) await storage.ports.grants.create(aGrant(`g1-${n}`, one.id, `user-${n % 2}`, n));
      await storage.ports.grants.create(aGrant('g2', two.id, 'user-0', 9));

      const first = await storage.grants.list({ limit: 3, caller, client_id: 'grants-1' });
      expect(first.items.map(({ id }) => id)).toEqual(['g1-4', 'g1-3', 'g1-2']);
      expect(first.items[0]).toMatchObject({ client_id: 'grants-1', client: one.id, scope: ['openid'] });
      const second = await storage.grants.list({ limit: 3, caller, client_id: 'grants-1', after: first.next! });
      expect(second).toMatchObject({ items: [{ id: 'g1-1' }, { id: 'g1-0' }], next: null });
      const ofUser = await storage.grants.list({ limit: 9, caller, sub: 'user-0' });
      expect(ofUser.items.map(({ id }) => id)).toEqual(['g2', 'g1-4', 'g1-2', 'g1-0']);
      expect((await storage.grants.list({ limit: 9, caller, sub: 'user-0', client_id: 'unknown' })).items).toEqual([]);
      await expect(storage.grants.list({ limit: 3, caller, after: first.next! })).rejects.toThrow(InvalidCursor);
    });

    it('are revoked by administrators', async () => {
      const { id } = await addClient('grants-3');
      await storage.ports.grants.create(aGrant('revoked', id, 'user'));
      expect(await storage.grants.revoke('revoked')).toBe(true);
      expect(await storage.grants.revoke('unknown')).toBe(false);
      expect((await storage.grants.find('revoked'))?.revoked_at).toBe(database.clock.now());
    });
  });

  describe('receipts', () => {
    it('are listed newest first, by client', async () => {
      const now = database.clock.now();
      const receipts = [1, 2, 3].map((n) => aReceipt(`R-${n}`, now + n, n === 2 ? 'other' : 'billing'));
      await storage.ports.receipts.keep(receipts, now + 60);
      const first = await storage.receipts.list({ limit: 2, caller });
      expect(first.items).toEqual([receipts[2], receipts[1]]);
      expect(await storage.receipts.list({ limit: 2, caller, after: first.next! })).toEqual({
        items: [receipts[0]],
        next: null,
      });
      const ofOne = await storage.receipts.list({ limit: 5, caller, client_id: 'billing' });
      expect(ofOne.items).toEqual([receipts[2], receipts[0]]);
    });
  });

  describe('idempotency', () => {
    const answer = { status: 201, headers: { location: '/clients/x' }, body: '{"client_secret":"shown once"}' };

    const advance = (seconds: number) => database.clock.advance(seconds);
    const begin = (key: string, digest = 'd', actor = 'alice') => storage.idempotency.begin(actor, key, digest);

    /** The claim of somebody who is first. */
    async function claimOf(key: string): Promise<Claim> {
      const begun = await begin(key);
      if (begun.state !== 'new') throw new Error(begun.state);
      return begun.claim;
    }

    it('executes one of two equal requests at once, and gives its answer to both', async () => {
      const begun = [begin('k1'), begin('k1')];
      const first = await Promise.race(begun);
      expect(first.state).toBe('new');
      await storage.idempotency.complete((first as { claim: Claim }).claim, answer);
      const states = await Promise.all(begun);
      expect(states.map(({ state }) => state).toSorted()).toEqual(['answered', 'new']);
      expect(states).toContainEqual({ state: 'answered', answer });
      expect(await begin('k1')).toEqual({ state: 'answered', answer });
    });

    it('refuses a key for another request, and keeps the keys of actors apart', async () => {
      await begin('k2');
      expect(await begin('k2', 'other')).toEqual({ state: 'conflict' });
      expect(await begin('k2', 'other', 'bob')).toMatchObject({ state: 'new' });
    });

    it('lets a request try again when the first changed nothing, or died, or after a day', async () => {
      await storage.idempotency.abandon(await claimOf('k3'));
      await claimOf('k3');
      advance(60);
      expect(await begin('k3', 'other')).toEqual({ state: 'conflict' });
      const claim = await claimOf('k3');
      await storage.idempotency.complete(claim, answer);
      await storage.idempotency.abandon(claim);
      expect(await begin('k3')).toMatchObject({ state: 'answered' });
      advance(24 * 3600);
      expect(await begin('k3', 'other')).toMatchObject({ state: 'new' });
    });

    it('does what was taken back again, and what was committed never, though the answer is lost', async () => {
      const undone = storage.idempotency.execute(await claimOf('k4'), () =>
        storage.unitOfWork.run(async () => {
          await addClient('undone');
          throw new Error('undo');
        }),
      );
      await expect(undone).rejects.toThrow('undo');
      advance(60);
      const claim = await claimOf('k4');
      await storage.idempotency.execute(claim, () => addClient('done-once'));
      await storage.idempotency.abandon(claim);
      advance(60);
      expect(await begin('k4')).toEqual({ state: 'unanswered' });
      advance(24 * 3600);
      expect(await begin('k4')).toMatchObject({ state: 'new' });
    });

    it('takes back what is written for a claim that somebody else has by then', async () => {
      const slow = await claimOf('k5');
      advance(60);
      const quick = await claimOf('k5');
      await storage.idempotency.execute(quick, () => addClient('of-the-second'));
      const late = storage.idempotency.execute(slow, () => addClient('of-the-first'));
      await expect(late).rejects.toBeInstanceOf(ClaimLost);
      expect(await storage.clients.find('of-the-first')).toBeUndefined();
      await storage.idempotency.abandon(slow);
      await storage.idempotency.complete(slow, { ...answer, body: 'wrong' });
      await storage.idempotency.complete(quick, answer);
      expect(await begin('k5')).toEqual({ state: 'answered', answer });
    });

    it('holds up nobody else while a request takes long', async () => {
      let open = (): void => {};
      const gate = new Promise<void>((resolve) => (open = resolve));
      const slow = [await claimOf('k6'), await claimOf('k7')].map((claim, n) =>
        storage.idempotency.execute(claim, async () => {
          await addClient(`slow-${n}-begins`);
          await gate;
          await addClient(`slow-${n}-ends`);
        }),
      );
      await storage.idempotency.execute(await claimOf('k8'), () => addClient('quick'));
      await vi.waitFor(async () => expect(await storage.clients.find('slow-1-begins')).toBeDefined());
      open();
      await Promise.all(slow);
      expect(await storage.clients.find('slow-0-ends')).toBeDefined();
    });
  });
});

function aGrant(id: string, client: string, sub: string, age = 0): Grant {
  const at = 1_700_000_000 + age;
  return {
    id,
    client,
    sub,
    sign_in_epoch: 1,
    session: null,
    scope: ['openid'],
    auth_time: at,
    amr: ['pwd'],
    created_at: at,
    renewed_at: at,
    resources: [],
    authorization_details: [],
    claims: null,
    revoked_at: null,
    agent: null,
    confirmation: null,
    refresh: null,
  };
}

function aReceipt(code: string, at: number, client_id: string): Receipt {
  return {
    code,
    at,
    client_id,
    endpoint: '/token',
    error: 'invalid_grant',
    rule: 'code-is-known',
    spec: { label: 'RFC 6749 §5.2', url: 'https://www.rfc-editor.org/rfc/rfc6749#section-5.2' },
    sentence: 'The code is not known.',
    sent: null,
    registered: [],
    difference: null,
    suggestion: null,
    passed: [],
  };
}
