import { describe, expect, it } from 'vitest';
import { type SigningKeyRow } from '../entities/signing-key.js';
import { livesOf, publishedAfter } from './key-life.js';

const now = 1_700_000_000;

function aKey(kid: string, generation: number, active_from: number, over: Partial<SigningKeyRow> = {}): SigningKeyRow {
  const made = { created_at: active_from * 1000, withdrawn_at: null, public_jwk: { kty: 'EC' }, sealed: '' };
  return { kid, pair: 'p', generation, active_from, ...made, ...over };
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

  it('stand pair by pair, the oldest pair first', () => {
    const other = aKey('other', 1, now - 500, { pair: 'a' });
    expect(told([other, aKey('two', 2, now - 1), aKey('one', 1, now - 1000)]).map(([kid]) => kid)).toEqual([
      'one',
      'two',
      'other',
    ]);
  });
});
