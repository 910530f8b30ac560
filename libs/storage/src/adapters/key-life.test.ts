import { describe, expect, it } from 'vitest';
import { type SigningKeyRow } from '../entities/signing-key.js';
import { livesOf, publishedAfter } from './key-life.js';

const now = 1_700_000_000;

function aKey(kid: string, generation: number, active_from: number, over: Partial<SigningKeyRow> = {}): SigningKeyRow {
  const moments = { created_at: active_from * 1000, active_from, ended_at: null, withdrawn_at: null };
  const kept = { public_jwk: { kty: 'EC' }, sealed: '', adapter_id: 'internal', reference: null };
  return { kid, pair: 'p', client_id: null, generation, told: 'pending', ...moments, ...kept, ...over };
}

const told = (rows: readonly SigningKeyRow[], at = now) =>
  livesOf(rows, at).map(({ row, state, until }) => [row.kid, state, until]);
const states = (rows: readonly SigningKeyRow[], at: number) => livesOf(rows, at).map(({ state }) => state);

describe('the keys of a pair', () => {
  it('are pending, active, retiring and retired one after the other, to the second', () => {
    const keys = [aKey('one', 1, now - 1000), aKey('two', 2, now + 600)];
    expect(told(keys)).toEqual([
      ['one', 'active', now + 600],
      ['two', 'pending', now + 600],
    ]);
    expect(states(keys, now + 599)).toEqual(['active', 'pending']);
    expect(told(keys, now + 600)).toEqual([
      ['one', 'retiring', now + 600 + publishedAfter],
      ['two', 'active', null],
    ]);
    expect(states(keys, now + 599 + publishedAfter)).toEqual(['retiring', 'active']);
    expect(states(keys, now + 600 + publishedAfter)).toEqual(['retired', 'active']);
  });

  it('leave out those that were withdrawn', () => {
    const keys = [
      aKey('one', 1, now - 9),
      aKey('two', 2, now - 5, { withdrawn_at: now - 1 }),
      aKey('three', 3, now - 2),
    ];
    expect(told(keys)).toEqual([
      ['one', 'retiring', now - 2 + publishedAfter],
      ['two', 'retired', null],
      ['three', 'active', null],
    ]);
  });

  it('stay published for a while when their pair is given up, save for one that never signed', () => {
    const end = { ended_at: now };
    const keys = [aKey('one', 1, now - 90), aKey('two', 2, now - 9, end), aKey('three', 3, now + 600, end)];
    expect(told(keys)).toEqual([
      ['one', 'retiring', now - 9 + publishedAfter],
      ['two', 'retiring', now + publishedAfter],
      ['three', 'retired', null],
    ]);
    expect(states(keys, now + publishedAfter)).toEqual(['retired', 'retired', 'retired']);
    // A pair that is taken up again begins anew, and what was over stays over at its time.
    const again = [...keys, aKey('four', 4, now + 50)];
    expect(told(again, now + 50).slice(1)).toEqual([
      ['two', 'retiring', now + publishedAfter],
      ['three', 'retired', null],
      ['four', 'active', null],
    ]);
  });

  it('stand pair by pair, the oldest pair first', () => {
    const other = aKey('other', 1, now - 500, { pair: 'a' });
    expect(told([other, aKey('two', 2, now - 1), aKey('one', 1, now - 1000)]).map(([kid]) => kid)).toEqual([
      'one',
      'two',
      'other',
    ]);
  });
});
