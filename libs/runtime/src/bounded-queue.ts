import { Busy } from './errors.js';

/** Lets so many pieces of expensive work run at once, and so many wait; what comes on top is turned away. */
export class BoundedQueue {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(
    private readonly limits: { running: number; waiting: number },
    /** What is said when the queue is full; for the log. */
    private readonly full: string,
  ) {}

  /** @throws Busy when the queue is full */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running < this.limits.running) this.#running++;
    else if (this.#waiting.length >= this.limits.waiting) throw new Busy(this.full);
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      // Whoever waits longest takes over the place; nobody can slip in between.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }
}
