import { createHmac, timingSafeEqual } from 'node:crypto';
import { InvalidCursor } from '../failures.js';

/** Cursors that callers can neither read into nor forge, each good for the query it came from. */
export class Cursors {
  /** @param key of HMAC-SHA-256 */
  constructor(private readonly key: Buffer) {}

  /** @param query whatever must be the same when the cursor comes back */
  write(position: unknown, query: unknown): string {
    const body = Buffer.from(JSON.stringify(position)).toString('base64url');
    return `${body}.${this.#mac(body, query).toString('base64url')}`;
  }

  /** @throws InvalidCursor */
  read(cursor: string, query: unknown): unknown {
    const [body = '', mac = ''] = cursor.split('.');
    const expected = this.#mac(body, query);
    const given = Buffer.from(mac, 'base64url');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      throw new InvalidCursor('not a cursor of this query');
    }
    return JSON.parse(Buffer.from(body, 'base64url').toString());
  }

  #mac(body: string, query: unknown): Buffer {
    return createHmac('sha256', this.key)
      .update(JSON.stringify([body, query]))
      .digest()
      .subarray(0, 16);
  }
}
