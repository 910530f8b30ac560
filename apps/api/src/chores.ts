import { randomInt } from 'node:crypto';
import { type Logger } from 'pino';

/** Work that recurs. A failure is logged and tried again next time; none of it keeps the process alive. */
export class Chores {
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #running = new Set<Promise<void>>();

  constructor(private readonly logger: Logger) {}

  /** @param seconds between two runs; the first comes after a random part of it, so that processes spread */
  every(seconds: number, name: string, work: () => Promise<unknown>): void {
    const run = (): void => {
      const running = work().then(
        () => undefined,
        (error: unknown) => this.logger.warn({ err: error }, `${name} failed`),
      );
      this.#running.add(running);
      void running.finally(() => this.#running.delete(running));
    };
    const first = setTimeout(
      () => {
        run();
        this.#timers.push(setInterval(run, seconds * 1000).unref());
      },
      randomInt(seconds * 1000),
    ).unref();
    this.#timers.push(first);
  }

  /** Starts nothing more and waits for what runs. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    await Promise.all(this.#running);
  }
}
