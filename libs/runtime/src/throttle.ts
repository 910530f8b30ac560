import { TooManyRequests } from './errors.js';
import { type ProtocolRequest } from './http.js';
import { type Clock } from './ports/clock.js';

/** How many failures there may be under a key before more are refused. */
export interface Limit {
  readonly key: string;
  readonly failures: number;
}

/** Failures per window at one target from one address, and at all targets from one address. */
const atOneTarget = 100;
const atAllTargets = 1_000;

/** The limits of guessing at a target. Each names the source too, so that nobody can lock out somebody else. */
export function guessLimits(target: string, { peer }: ProtocolRequest): readonly Limit[] {
  return [
    // No name is as long as that; a flood of endless ones would fill the memory.
    { key: `${peer.address} ${target.slice(0, 300)}`, failures: atOneTarget },
    { key: peer.address, failures: atAllTargets },
  ];
}

interface Window {
  readonly since: number;
  readonly failures: number;
}

/** Slows down guessing: counts failures per key in fixed windows, and refuses once there were too many. Bounded in size. */
export class Throttle {
  readonly #windows = new Map<string, Window>();

  constructor(
    private readonly clock: Clock,
    private readonly options: { seconds: number; keys?: number },
  ) {}

  attempt(limits: readonly Limit[]): Attempt {
    return new Attempt(this, limits);
  }

  /** @throws TooManyRequests while one of the limits is used up */
  admit(limits: readonly Limit[]): void {
    for (const { key, failures } of limits) {
      const window = this.#open(key);
      if (window && window.failures >= failures) {
        throw new TooManyRequests(window.since + this.options.seconds - this.clock.now());
      }
    }
  }

  /** Counts a failure; resolves to when its window began. @throws TooManyRequests while one of the limits is used up */
  count(limits: readonly Limit[]): readonly number[] {
    this.admit(limits);
    const windows = limits.map(({ key }) => this.#add(key));
    while (this.#windows.size > (this.options.keys ?? 20_000)) {
      this.#windows.delete(this.#windows.keys().next().value!);
    }
    return windows;
  }

  /** Takes back a failure from the windows that it was counted in. */
  giveBack(limits: readonly Limit[], windows: readonly number[]): void {
    limits.forEach(({ key }, index) => {
      const window = this.#windows.get(key);
      if (window?.since === windows[index]) this.#windows.set(key, { ...window!, failures: window!.failures - 1 });
    });
  }

  #add(key: string): number {
    const { since, failures } = this.#open(key) ?? { since: this.clock.now(), failures: 0 };
    // What fails moves to the end, so that a flood of other keys does not push it out.
    this.#windows.delete(key);
    this.#windows.set(key, { since, failures: failures + 1 });
    return since;
  }

  #open(key: string): Window | undefined {
    const window = this.#windows.get(key);
    return window && this.clock.now() - window.since < this.options.seconds ? window : undefined;
  }
}

/**
 * One try at a secret. It counts as a failure from before it is judged, because judging takes its time: of many at once
 * no more are judged than may fail. What turns out to be right is given back.
 */
export class Attempt {
  /** Undefined: it is not counted. */
  #windows: readonly number[] | undefined;

  constructor(
    private readonly throttle: Throttle,
    private readonly limits: readonly Limit[],
  ) {}

  /** @throws TooManyRequests while one of the limits is used up */
  admit(): void {
    if (!this.#windows) this.throttle.admit(this.limits);
  }

  /** Counts it, once however often it is called. @throws TooManyRequests while one of the limits is used up */
  count(): void {
    this.#windows ??= this.throttle.count(this.limits);
  }

  /** It was right, or could not be judged: then it is no failure. */
  giveBack(): void {
    if (this.#windows) this.throttle.giveBack(this.limits, this.#windows);
    this.#windows = undefined;
  }
}
