import { createHmac } from 'node:crypto';
import { type Clock } from '../ports/clock.js';
import { sameDigest } from '../secrets.js';

/** Seconds after which there is a new nonce; the one before it is accepted for as long again. */
export const noncePeriod = 300;

/**
 * The nonces that DPoP proofs carry, RFC 9449 §8: whoever makes one has talked to this server a short time ago. Nothing
 * is stored. A nonce is what the key makes of the time, so that every instance with the key knows those of the others,
 * and nobody without it can tell the next.
 */
export class DpopNonces {
  /** @param key 32 octets, the same for every instance */
  constructor(
    private readonly key: Uint8Array,
    private readonly clock: Clock,
  ) {}

  /** The one to use now. */
  current(): string {
    return this.#nonceOf(this.#period());
  }

  /** Whether a nonce is of now or of a moment ago; of one that is yet to come too, since the clock of its maker may be ahead. */
  accepts(nonce: string): boolean {
    const now = this.#period();
    return [now, now - 1, now + 1].some((period) => sameDigest(nonce, this.#nonceOf(period)));
  }

  #period(): number {
    return Math.floor(this.clock.now() / noncePeriod);
  }

  #nonceOf(period: number): string {
    return createHmac('sha256', this.key).update(String(period)).digest('base64url');
  }
}
