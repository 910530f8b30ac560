import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomToken } from '../../secrets.js';
import { type ArtifactStore } from '../artifact-store.js';
import { type TestClock } from '../memory/clock.js';
import { inParallel } from './parallel.js';

export interface ArtifactStoreFixture {
  store: ArtifactStore;
  clock: TestClock;
  close(): Promise<void>;
}

/** What every artifact store does. Keys are fresh in each test, so one store serves all. */
export function artifactStoreContract(name: string, fixture: () => Promise<ArtifactStoreFixture>): void {
  describe(`artifact store: ${name}`, () => {
    let store: ArtifactStore;
    let clock: TestClock;
    let close: () => Promise<void>;
    beforeAll(async () => ({ store, clock, close } = await fixture()));
    afterAll(() => close());

    const soon = () => clock.now() + 60;

    it('returns what was stored, as JSON keeps it', async () => {
      const key = randomToken();
      const value = { sub: 'zoë', list: [1, null, true], nested: { '': 'a\u0000b' } };
      await store.put('code', key, value, soon());
      expect(await store.get('code', key)).toEqual(value);
      expect(await store.get('code', key)).toEqual(value);
    });

    it('does not find what was never stored', async () => {
      expect(await store.get('code', randomToken())).toBeUndefined();
      expect(await store.take('code', randomToken())).toBeUndefined();
    });

    it('replaces a value and its expiry', async () => {
      const key = randomToken();
      await store.put('session', key, 'old', soon());
      await store.put('session', key, 'new', soon() + 60);
      clock.advance(90);
      expect(await store.get('session', key)).toBe('new');
    });

    it('keeps the last of several values put in the same turn', async () => {
      const key = randomToken();
      await inParallel(10, (caller) => store.put('session', key, caller, soon()));
      expect(await store.get('session', key)).toBe(9);
    });

    it('stores many values in the same turn', async () => {
      const keys = Array.from({ length: 200 }, () => randomToken());
      await Promise.all(keys.map((key, index) => store.put('access_token', key, index, soon())));
      expect(await Promise.all(keys.map((key) => store.get('access_token', key)))).toEqual(
        keys.map((_, index) => index),
      );
    });

    it('finds a value in its last second and not from the second of its expiry on', async () => {
      const key = randomToken();
      await store.put('code', key, 'x', clock.now() + 10);
      clock.advance(9);
      expect(await store.get('code', key)).toBe('x');
      clock.advance(1);
      expect(await store.get('code', key)).toBeUndefined();
      expect(await store.take('code', key)).toBeUndefined();
    });

    it('takes a value once', async () => {
      const key = randomToken();
      await store.put('code', key, 'x', soon());
      expect(await store.take('code', key)).toBe('x');
      expect(await store.take('code', key)).toBeUndefined();
      expect(await store.get('code', key)).toBeUndefined();
    });

    it('gives a value to exactly one of 50 takers at once', async () => {
      const key = randomToken();
      await store.put('code', key, { sub: 'alice' }, soon());
      const taken = await inParallel(50, () => store.take('code', key));
      expect(taken.filter((value) => value !== undefined)).toEqual([{ sub: 'alice' }]);
    });

    it('stores for exactly one of 50 putting once at once', async () => {
      const key = randomToken();
      const stored = await inParallel(50, (caller) => store.putOnce('assertion', key, caller, soon()));
      expect(stored.filter(Boolean)).toHaveLength(1);
      expect(await store.get('assertion', key)).toBe(stored.indexOf(true));
    });

    it('puts once again when the earlier value has expired', async () => {
      const key = randomToken();
      expect(await store.putOnce('assertion', key, 1, clock.now() + 5)).toBe(true);
      expect(await store.putOnce('assertion', key, 2, clock.now() + 50)).toBe(false);
      clock.advance(5);
      expect(await store.putOnce('assertion', key, 3, clock.now() + 5)).toBe(true);
      expect(await store.get('assertion', key)).toBe(3);
    });

    it('counts for each of 50 adding at once, and gives each another number', async () => {
      const key = randomToken();
      const counts = await inParallel(50, () => store.increment('failures', key, soon()));
      expect(counts.map(({ value }) => value).toSorted((a, b) => a - b)).toEqual(counts.map((_, index) => index + 1));
      expect(await store.get('failures', key)).toBe(50);
    });

    it('counts each of many keys by itself, also of many at once', async () => {
      const keys = [randomToken(), randomToken(), randomToken()];
      const counts = await inParallel(90, (caller) => store.increment('failures', keys[caller % 3]!, soon()));
      expect(counts.map(({ value }) => value)).toEqual(counts.map((_, caller) => Math.floor(caller / 3) + 1));
    });

    it('counts until the end that the first one named, and then from one again', async () => {
      const key = randomToken();
      const expires_at = clock.now() + 10;
      expect(await store.increment('failures', key, expires_at)).toEqual({ value: 1, expires_at });
      clock.advance(9);
      expect(await store.increment('failures', key, soon())).toEqual({ value: 2, expires_at });
      clock.advance(1);
      const later = soon();
      expect(await store.increment('failures', key, later)).toEqual({ value: 1, expires_at: later });
    });

    it('takes back from the count that was added to, and from no later one', async () => {
      const key = randomToken();
      const first = await store.increment('failures', key, clock.now() + 10);
      await inParallel(9, () => store.increment('failures', key, soon()));
      await inParallel(4, () => store.decrement('failures', key, first.expires_at));
      expect(await store.increment('failures', key, soon())).toEqual({ value: 7, expires_at: first.expires_at });
      clock.advance(10);
      const later = await store.increment('failures', key, soon());
      await store.decrement('failures', key, first.expires_at);
      await store.decrement('failures', randomToken(), later.expires_at);
      expect(await store.increment('failures', key, soon())).toEqual({ ...later, value: 2 });
    });

    it('keeps each kind in a key space of its own', async () => {
      const key = randomToken();
      await store.put('code', key, 'a code', soon());
      expect(await store.get('spent_code', key)).toBeUndefined();
      expect(await store.take('access_token', key)).toBeUndefined();
      expect(await store.putOnce('assertion', key, 'a jti', soon())).toBe(true);
      expect(await store.take('assertion', key)).toBe('a jti');
      expect(await store.take('code', key)).toBe('a code');
    });
  });
}
