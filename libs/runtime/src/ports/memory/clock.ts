import { Clock } from '../clock.js';

/** A clock that stands still until it is moved. */
export class TestClock extends Clock {
  #now: number;

  /** @param now seconds since 1970; default: a moment in November 2023 */
  constructor(now = 1_700_000_000) {
    super();
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  set(now: number): void {
    this.#now = now;
  }

  advance(seconds: number): void {
    this.#now += seconds;
  }
}
