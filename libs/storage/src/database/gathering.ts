import { AsyncLocalStorage } from 'node:async_hooks';
import { type EntityManager } from 'typeorm';

/** A unit of work that is to be part of a larger one. */
export interface Waiting {
  work(manager: EntityManager): Promise<unknown>;
  /** Calls back in the context of whoever asked for the unit. */
  inContext<T>(callback: () => T): T;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/**
 * Several flows whose units of work become one transaction. Each flow goes on until it needs a unit; when all of them
 * wait for theirs or have ended, what waits is done at once.
 */
export class Gathering {
  #waiting: Waiting[] = [];
  /** How many flows are on their way. */
  #going: number;

  /** @param done does what has gathered, and tells each of its outcome */
  constructor(
    flows: number,
    private readonly done: (waiting: readonly Waiting[]) => Promise<void>,
  ) {
    this.#going = flows;
  }

  async unit<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const inContext = AsyncLocalStorage.snapshot();
    const value = await new Promise<unknown>((resolve, reject) => {
      this.#waiting.push({ work, inContext, resolve, reject });
      this.ended();
    });
    return value as T;
  }

  /** A flow has nothing more to do. */
  ended(): void {
    this.#going--;
    if (this.#going > 0 || this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#going += waiting.length;
    void this.done(waiting);
  }
}
