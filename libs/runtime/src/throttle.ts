import { TooManyRequests } from './errors.js';
import { type Clock } from './ports/clock.js';

interface Window {
  since: number;
  failures: number;
}

/**
 * Slows down guessing: counts failures per key in fixed windows and refuses once there were too many. Keys name the
 * target and the source together, so that nobody can lock out somebody else. Bounded in size.
 */
export class Throttle {
  readonly #windows = new Map<string, Window>();

  constructor(
    private readonly clock: Clock,
    private readonly limits: { failures: number; seconds: number; keys?: number },
  ) {}

  /** @throws TooManyRequests while the key has used up its failures */
  admit(key: string): void {
    const window = this.#windows.get(key);
    if (!window) return;
    const age = this.clock.now() - window.since;
    if (age >= this.limits.seconds) this.#windows.delete(key);
    else if (window.failures >= this.limits.failures) throw new TooManyRequests(Math.max(1, this.limits.seconds - age));
  }

  fail(key: string): void {
    const now = this.clock.now();
    const window = this.#windows.get(key);
    if (window && now - window.since < this.limits.seconds) {
      window.failures++;
      return;
    }
    this.#windows.delete(key);
    this.#windows.set(key, { since: now, failures: 1 });
    if (this.#windows.size > (this.limits.keys ?? 10_000)) this.#windows.delete(this.#windows.keys().next().value!);
  }
}
