import { type SigningKeyRow } from '../entities/signing-key.js';

/**
 * Seconds for which a key is published before it signs: twice as long as verifiers may keep the JWK Set, so that none
 * meets a signature of a key that it has not read.
 */
export const publishedBefore = 600;

/** Seconds for which a key is published after it has signed: as long as any token lives, and a margin for clocks. */
export const publishedAfter = 86_400 + 3600;

export type KeyState = 'pending' | 'active' | 'retiring' | 'retired';

/** A key with its state, and when that ends by itself; null: not without a change. Seconds since 1970. */
export interface KeyLife {
  readonly row: SigningKeyRow;
  readonly state: KeyState;
  readonly until: number | null;
}

/** The states of keys, pair by pair: the oldest pair first, and of each its generations in their order. */
export function livesOf(rows: readonly SigningKeyRow[], now: number): readonly KeyLife[] {
  const pairs = new Map<string, SigningKeyRow[]>();
  for (const row of rows) pairs.set(row.pair, [...(pairs.get(row.pair) ?? []), row]);
  const generations = [...pairs.values()].map((keys) =>
    keys.toSorted((left, right) => left.generation - right.generation),
  );
  const byAge = generations.toSorted(
    ([left], [right]) => left!.created_at - right!.created_at || left!.pair.localeCompare(right!.pair),
  );
  return byAge.flatMap((keys) => livesOfPair(keys, now));
}

function livesOfPair(keys: readonly SigningKeyRow[], now: number): KeyLife[] {
  const standing = keys.filter(({ withdrawn_at }) => withdrawn_at === null);
  const begun = standing.filter(({ active_from }) => active_from <= now);
  return keys.map((row) => {
    if (row.withdrawn_at !== null) return { row, state: 'retired', until: null };
    if (row.active_from > now) return { row, state: 'pending', until: row.active_from };
    // The one that has signed last takes over from all before it.
    const successor = begun[begun.indexOf(row) + 1];
    if (!successor) {
      const next = standing.find(({ active_from }) => active_from > now);
      return { row, state: 'active', until: next?.active_from ?? null };
    }
    const until = successor.active_from + publishedAfter;
    return until > now ? { row, state: 'retiring', until } : { row, state: 'retired', until: null };
  });
}
