import { type SigningKeyRow } from '../entities/signing-key.js';

/**
 * Seconds for which a key is published before it signs: twice as long as verifiers may keep the JWK Set, so that none
 * meets a signature of a key that it has not read.
 */
export const publishedBefore = 600;

/** Seconds for which a key is published after it has signed: as long as any token lives, and a margin for clocks. */
export const publishedAfter = 86_400 + 3600;

export type KeyState = SigningKeyRow['told'];

/** What the state of a key follows from. */
export type KeyMoments = Pick<
  SigningKeyRow,
  'pair' | 'generation' | 'created_at' | 'active_from' | 'ended_at' | 'withdrawn_at'
>;

/** A key with its state, and when that ends by itself; null: not without a change. Seconds since 1970. */
export interface KeyLife<R extends KeyMoments = SigningKeyRow> {
  readonly row: R;
  readonly state: KeyState;
  readonly until: number | null;
}

/** The states of keys, pair by pair: the oldest pair first, and of each its generations in their order. */
export function livesOf<R extends KeyMoments>(rows: readonly R[], now: number): readonly KeyLife<R>[] {
  const pairs = new Map<string, R[]>();
  for (const row of rows) {
    const keys = pairs.get(row.pair);
    if (keys) keys.push(row);
    else pairs.set(row.pair, [row]);
  }
  const generations = [...pairs.values()].map((keys) =>
    keys.toSorted((left, right) => left.generation - right.generation),
  );
  const byAge = generations.toSorted(
    ([left], [right]) => left!.created_at - right!.created_at || left!.pair.localeCompare(right!.pair),
  );
  return byAge.flatMap((keys) => livesOfPair(keys, now));
}

function livesOfPair<R extends KeyMoments>(keys: readonly R[], now: number): KeyLife<R>[] {
  const standing = keys.filter((key) => key.withdrawn_at === null && !wasGivenUpBeforeItSigned(key));
  const begun = standing.filter(({ active_from }) => active_from <= now);
  return keys.map((row) => {
    if (!standing.includes(row)) return { row, state: 'retired', until: null };
    if (row.active_from > now) return { row, state: 'pending', until: row.active_from };
    // The one that has signed last takes over from all before it.
    const successor = begun[begun.indexOf(row) + 1];
    if (!successor && row.ended_at === null) {
      const next = standing.find(({ active_from }) => active_from > now);
      return { row, state: 'active', until: next?.active_from ?? null };
    }
    const until = Math.min(successor?.active_from ?? Infinity, row.ended_at ?? Infinity) + publishedAfter;
    return until > now ? { row, state: 'retiring', until } : { row, state: 'retired', until: null };
  });
}

function wasGivenUpBeforeItSigned({ active_from, ended_at }: KeyMoments): boolean {
  return ended_at !== null && ended_at < active_from;
}
