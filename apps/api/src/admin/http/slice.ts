import { badParameter } from '../../problems/problem.js';
import { type PageRequest } from './query.js';
import { Page } from './stored.js';

/** One page of a collection that is small enough to be read whole, in the order of its keys. */
export function slice<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  { limit, after }: Pick<PageRequest, 'limit' | 'after'>,
): Page<T> {
  const sorted = items.toSorted((a, b) => compare(keyOf(a), keyOf(b)));
  const last = after === undefined ? undefined : keyIn(after);
  const rest = last === undefined ? sorted : sorted.filter((item) => compare(keyOf(item), last) > 0);
  const page = rest.slice(0, limit);
  const next = rest.length > limit ? cursorOf(keyOf(page.at(-1)!)) : null;
  return new Page(page, next, items.length);
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function cursorOf(key: string): string {
  return Buffer.from(JSON.stringify([key])).toString('base64url');
}

function keyIn(cursor: string): string {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(value) && typeof value[0] === 'string') return value[0];
  } catch {
    // Not ours; refused below like any other that is not.
  }
  throw badParameter('after', 'is not a cursor of this list');
}
