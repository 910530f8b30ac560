import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomToken } from '../../secrets.js';
import { type Grant, type GrantStore, type RefreshState } from '../grant-store.js';
import { inParallel } from './parallel.js';

export interface GrantStoreFixture {
  store: GrantStore;
  close(): Promise<void>;
}

const now = 1_700_000_000;

/** What every grant store does. */
export function grantStoreContract(name: string, fixture: () => Promise<GrantStoreFixture>): void {
  describe(`grant store: ${name}`, () => {
    let store: GrantStore;
    let close: () => Promise<void>;
    beforeAll(async () => ({ store, close } = await fixture()));
    afterAll(() => close());

    async function aGrant(members: Partial<Grant> = {}): Promise<Grant> {
      const grant: Grant = {
        id: randomToken(),
        client: randomToken(),
        sub: 'alice',
        sign_in_epoch: 3,
        session: null,
        scope: ['openid', 'profile'],
        resources: ['https://api.example.com', 'urn:example:payments'],
        authorization_details: [{ type: 'payment', amount: { currency: 'EUR', value: '1.00' } }],
        claims: { userinfo: { name: null }, id_token: { email: ['a@example.com', 'b@example.com'] } },
        auth_time: now - 5,
        amr: ['pwd'],
        created_at: now,
        renewed_at: now,
        revoked_at: null,
        refresh: firstToken(),
        agent: null,
        confirmation: null,
        ...members,
      };
      await store.create(grant);
      return grant;
    }

    it('returns what was created, by id and by refresh handle', async () => {
      const grant = await aGrant();
      expect(await store.find(grant.id)).toEqual(grant);
      expect(await store.findByRefreshHandle(grant.refresh!.handle)).toEqual(grant);
    });

    it('keeps grants without a refresh token and without scope', async () => {
      const grant = await aGrant({ refresh: null, scope: [], resources: [], authorization_details: [], claims: null });
      expect(await store.find(grant.id)).toEqual(grant);
    });

    it('ends what a user granted in a session, save for what is for offline access', async () => {
      const session = randomToken();
      const [ended, offline, ofAnother, ofSomebodyElse] = [
        await aGrant({ session }),
        await aGrant({ session, scope: ['openid', 'offline_access'] }),
        await aGrant({ session: randomToken() }),
        await aGrant({ session, sub: 'bob' }),
      ];
      await store.revokeOfSession(session, 'alice', now + 7);
      expect(await store.find(ended.id)).toEqual({ ...ended, revoked_at: now + 7 });
      for (const other of [offline, ofAnother, ofSomebodyElse]) expect(await store.find(other.id)).toEqual(other);
      await store.revokeOfSession(session, 'alice', now + 9);
      expect((await store.find(ended.id))?.revoked_at).toBe(now + 7);
    });

    it('keeps the certificate and the key that refresh tokens are bound to', async () => {
      const thumbprint = 'bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2';
      const grant = await aGrant({ confirmation: { 'x5t#S256': thumbprint, jkt: thumbprint } });
      expect(await store.find(grant.id)).toEqual(grant);
    });

    it('keeps what an agent is bound to, and that nobody is behind a grant', async () => {
      const agent = { bind_data: { task: 'invoices', of: ['2026'] }, bind_configuration: {} };
      const grant = await aGrant({ sub: null, sign_in_epoch: 0, agent });
      expect(await store.find(grant.id)).toEqual(grant);
      expect(await store.findByRefreshHandle(grant.refresh!.handle)).toEqual(grant);
    });

    it('does not find what was never created', async () => {
      expect(await store.find(randomToken())).toBeUndefined();
      expect(await store.findByRefreshHandle(randomToken())).toBeUndefined();
    });

    it('refuses a second grant of the same id', async () => {
      const grant = await aGrant();
      await expect(store.create({ ...grant, sub: 'mallory' })).rejects.toThrow();
      expect((await store.find(grant.id))?.sub).toBe('alice');
    });

    it('rotates the present token', async () => {
      const grant = await aGrant();
      const next = tokenAfter(grant.refresh!);
      expect(await store.rotate(spentOf(grant), next, now + 1)).toBe(true);
      expect((await store.find(grant.id))?.refresh).toEqual(next);
      expect((await store.findByRefreshHandle(grant.refresh!.handle))?.refresh).toEqual(next);
    });

    it('rotates for exactly one of 50 callers at once', async () => {
      const grant = await aGrant();
      const rotated = await inParallel(50, () => store.rotate(spentOf(grant), tokenAfter(grant.refresh!), now + 1));
      expect(rotated.filter(Boolean)).toHaveLength(1);
      expect((await store.find(grant.id))?.refresh?.generation).toBe(1);
    });

    it('records for every one of many callers at once that the token was used', async () => {
      const grant = await aGrant();
      const used = { ...grant.refresh!, used_at: now + 9 };
      expect(await inParallel(10, () => store.rotate(spentOf(grant), used, now + 9))).not.toContain(false);
      expect((await store.find(grant.id))?.refresh).toEqual(used);
    });

    it('refuses a spent token, another generation and another digest', async () => {
      const grant = await aGrant();
      const next = tokenAfter(grant.refresh!);
      await store.rotate(spentOf(grant), next, now + 1);
      const after = tokenAfter(next);
      expect(await store.rotate(spentOf(grant), after, now + 1)).toBe(false);
      expect(await store.rotate({ id: grant.id, generation: 0, digest: next.digest }, after, now + 1)).toBe(false);
      expect(await store.rotate({ id: grant.id, generation: 1, digest: randomToken() }, after, now + 1)).toBe(false);
      expect(await store.rotate({ id: randomToken(), generation: 1, digest: next.digest }, after, now + 1)).toBe(false);
      expect((await store.find(grant.id))?.refresh).toEqual(next);
    });

    it('rotates in the last second of a token and not from the second of its expiry on', async () => {
      const expires_at = now + 100;
      const late = await aGrant({ refresh: { ...firstToken(), expires_at } });
      expect(await store.rotate(spentOf(late), tokenAfter(late.refresh!), expires_at)).toBe(false);
      expect(await store.rotate(spentOf(late), tokenAfter(late.refresh!), expires_at - 1)).toBe(true);
    });

    it('rotates nothing of a grant without a refresh token', async () => {
      const grant = await aGrant({ refresh: null });
      const next = firstToken();
      expect(await store.rotate({ id: grant.id, generation: 0, digest: next.digest }, next, now)).toBe(false);
    });

    it('finds the grants of one user to one client that are in force, the newest first', async () => {
      const client = randomToken();
      const [older, newer] = [await aGrant({ client }), await aGrant({ client, created_at: now + 1, refresh: null })];
      await aGrant({ client, sub: 'bob' });
      await aGrant();
      const ended = await aGrant({ client, created_at: now + 2 });
      await store.revoke(ended.id, now + 3);
      expect(await store.findOfUser(client, 'alice')).toEqual([newer, older]);
    });

    it('goes on with a grant: what the later sign-in gave takes the place of the earlier', async () => {
      const grant = await aGrant();
      const later = { sign_in_epoch: 4, auth_time: now + 8, amr: ['hwk'], renewed_at: now + 9, refresh: firstToken() };
      const renewed = { ...grant, ...later };
      expect(await store.renew(renewed, grant.refresh!.handle)).toBe(true);
      expect(await store.find(grant.id)).toEqual(renewed);
      expect(await store.findByRefreshHandle(later.refresh.handle)).toEqual(renewed);
      expect(await store.findByRefreshHandle(grant.refresh!.handle)).toBeUndefined();
    });

    it('goes on with a grant for exactly one of many callers at once', async () => {
      for (const refresh of [firstToken(), null]) {
        const grant = await aGrant({ refresh });
        const renew = () => store.renew({ ...grant, refresh: firstToken() }, refresh?.handle ?? null);
        expect((await inParallel(20, renew)).filter(Boolean)).toHaveLength(1);
      }
    });

    it('does not go on with a grant that was revoked', async () => {
      const grant = await aGrant();
      await store.revoke(grant.id, now + 1);
      expect(await store.renew({ ...grant, refresh: firstToken() }, grant.refresh!.handle)).toBe(false);
      expect((await store.find(grant.id))?.revoked_at).toBe(now + 1);
    });

    it('ends a grant by revoking it', async () => {
      const grant = await aGrant();
      await store.revoke(grant.id, now + 7);
      expect((await store.find(grant.id))?.revoked_at).toBe(now + 7);
      expect((await store.findByRefreshHandle(grant.refresh!.handle))?.revoked_at).toBe(now + 7);
      expect(await store.rotate(spentOf(grant), tokenAfter(grant.refresh!), now + 8)).toBe(false);
    });

    it('keeps the moment of the first revocation and ignores unknown grants', async () => {
      const grant = await aGrant();
      await store.revoke(grant.id, now + 7);
      await store.revoke(grant.id, now + 9);
      await store.revoke(randomToken(), now);
      expect((await store.find(grant.id))?.revoked_at).toBe(now + 7);
    });

    it('stays revoked whatever rotates at the same time', async () => {
      const grant = await aGrant();
      await Promise.all([
        ...Array.from({ length: 10 }, () => store.rotate(spentOf(grant), tokenAfter(grant.refresh!), now + 1)),
        store.revoke(grant.id, now + 1),
      ]);
      const held = (await store.find(grant.id))!;
      expect(held.revoked_at).toBe(now + 1);
      expect(await store.rotate(spentOf(held), tokenAfter(held.refresh!), now + 1)).toBe(false);
    });

    it('remembers the union of all consents of one user to one client', async () => {
      const client = randomToken();
      expect(await store.consentedScopes(client, 'alice')).toEqual([]);
      await store.rememberConsent(client, 'alice', ['openid', 'email']);
      await Promise.all([
        store.rememberConsent(client, 'alice', ['email', 'profile']),
        store.rememberConsent(client, 'alice', ['phone']),
        store.rememberConsent(client, 'alice', []),
      ]);
      expect((await store.consentedScopes(client, 'alice')).toSorted()).toEqual([
        'email',
        'openid',
        'phone',
        'profile',
      ]);
      expect(await store.consentedScopes(client, 'bob')).toEqual([]);
      expect(await store.consentedScopes(randomToken(), 'alice')).toEqual([]);
    });
  });
}

function firstToken(): RefreshState {
  return {
    handle: randomToken(),
    generation: 0,
    digest: randomToken(),
    issued_at: now,
    used_at: now,
    expires_at: now + 3600,
    sealed: null,
  };
}

function tokenAfter(present: RefreshState): RefreshState {
  const generation = present.generation + 1;
  return { ...present, generation, digest: randomToken(), issued_at: now + 1, used_at: now + 1, sealed: randomToken() };
}

function spentOf({ id, refresh }: Grant): { id: string; generation: number; digest: string } {
  return { id, generation: refresh!.generation, digest: refresh!.digest };
}
