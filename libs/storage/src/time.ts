import { type Clock, SystemClock } from '@clientele/runtime/ports/index';

/** The clock, in both of the units that rows have. */
export class Time {
  constructor(private readonly clock: Clock) {}

  /** Since 1970. */
  seconds(): number {
    return this.clock.now();
  }

  /** Since 1970; of a clock that is set by hand, as whole seconds. */
  milliseconds(): number {
    return this.clock instanceof SystemClock ? Date.now() : this.clock.now() * 1000;
  }
}
