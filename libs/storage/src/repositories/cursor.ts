import { type KeyObject, createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { canonicalJson } from '../database/canonical-json.js';
import { InvalidCursor } from '../failures.js';
import { type ListQuery, type Page } from '../records.js';

/**
 * Cuts lists into pages. A cursor is authenticated: callers can neither read into it nor forge one, and it is good for
 * the list, the caller, and the filters and order that it came from. Only the size of a page may change on the way.
 */
export class Cursors {
  readonly #key: KeyObject;

  /** @param key of HMAC-SHA-256 */
  constructor(key: Buffer) {
    this.#key = createSecretKey(key);
  }

  /**
   * The place after which a page begins, as `page` was given it; undefined: the list begins.
   * @throws InvalidCursor
   */
  placeIn(list: string, query: ListQuery): unknown {
    const { after } = query;
    if (after === undefined) return undefined;
    const body = after.split('.', 1)[0]!;
    const given = Buffer.from(after);
    const expected = Buffer.from(this.#sign(body, list, query));
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      throw new InvalidCursor('not a cursor of this query');
    }
    return JSON.parse(Buffer.from(body, 'base64url').toString());
  }

  /**
   * The page out of what was found after the place where it begins.
   * @param found one more than the page holds, where there is another page
   */
  page<T>(list: string, query: ListQuery, found: readonly T[], placeOf: (item: T) => unknown): Page<T> {
    const items = found.slice(0, query.limit);
    const last = items.at(-1);
    if (found.length === items.length || last === undefined) return { items, next: null };
    const body = Buffer.from(JSON.stringify(placeOf(last))).toString('base64url');
    return { items, next: this.#sign(body, list, query) };
  }

  /** Members in another order, or undefined, make no other query. */
  #sign(body: string, list: string, query: ListQuery): string {
    const { limit: _limit, after: _after, ...bound } = query;
    const mac = createHmac('sha256', this.#key)
      .update(canonicalJson([body, list, bound]))
      .digest()
      .subarray(0, 16);
    return `${body}.${mac.toString('base64url')}`;
  }
}
