/** The one source of time. Everything that expires asks it. */
export abstract class Clock {
  /** Seconds since 1970-01-01T00:00:00Z, whole. */
  abstract now(): number;

  /** The same in milliseconds, as finely as the clock knows it: for what is put in order by when it happened. */
  milliseconds(): number {
    return this.now() * 1000;
  }
}

export class SystemClock extends Clock {
  now(): number {
    return Math.floor(Date.now() / 1000);
  }

  override milliseconds(): number {
    return Date.now();
  }
}
