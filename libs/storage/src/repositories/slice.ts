import { type CountedPage, type ListQuery } from '../records.js';
import { type Cursors } from './cursor.js';

/** One page of a collection that is small enough to be read whole, in the order of its keys. */
export function slice<T>(
  cursors: Cursors,
  list: string,
  query: ListQuery,
  items: readonly T[],
  keyOf: (item: T) => string,
): CountedPage<T> {
  const last = cursors.placeIn(list, query) as string | undefined;
  const sorted = items.toSorted((a, b) => compare(keyOf(a), keyOf(b)));
  const rest = last === undefined ? sorted : sorted.filter((item) => compare(keyOf(item), last) > 0);
  return { ...cursors.page(list, query, rest, keyOf), total: items.length };
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
