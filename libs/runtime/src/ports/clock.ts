/** The one source of time. Everything that expires asks it. */
export abstract class Clock {
  /** Seconds since 1970-01-01T00:00:00Z, whole. */
  abstract now(): number;
}

export class SystemClock extends Clock {
  now(): number {
    return Math.floor(Date.now() / 1000);
  }
}
