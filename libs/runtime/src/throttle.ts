import { BoundedCache } from './bounded-cache.js';
import { TooManyRequests } from './errors.js';
import { type ProtocolRequest } from './http.js';
import { type ArtifactStore, type Count } from './ports/artifact-store.js';
import { type Clock } from './ports/clock.js';
import { digestOf } from './secrets.js';

/** How many failures there may be under a key before more are refused. */
export interface Limit {
  readonly key: string;
  readonly failures: number;
}

/** Failures per window at one target from one source, and at all targets from one source. */
const atOneTarget = 100;
const atAllTargets = 1_000;

/** The limits of guessing at a target. Each names the source too, so that nobody can lock out somebody else. */
export function guessLimits(target: string, { peer }: ProtocolRequest): readonly Limit[] {
  const source = sourceOf(peer.address);
  return [
    // No name is as long as that; a flood of endless ones would fill the memory.
    { key: `${source} ${target.slice(0, 300)}`, failures: atOneTarget },
    { key: source, failures: atAllTargets },
  ];
}

/**
 * Whom an address stands for: itself, or its network of 64 bits in IPv6, where every subscriber has at least that many
 * addresses to choose from (RFC 6177 §2). IPv4 is the same within IPv6.
 */
export function sourceOf(address: string): string {
  if (!address.includes(':')) return address;
  // The URL parser writes every spelling of an address alike, RFC 5952 §4.
  const canonical = URL.parse(`http://[${address.replace(/%.*/, '')}]`)?.hostname.slice(1, -1);
  if (canonical === undefined) return address;
  const [head, tail] = canonical.split('::').map((half) => half.split(':').filter(Boolean)) as [string[], string[]?];
  const groups = tail ? [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail] : head;
  return groups.slice(0, 6).join() === '0,0,0,0,0,ffff'
    ? mapped(groups[6]!, groups[7]!)
    : `${groups.slice(0, 4).join(':')}::/64`;
}

function mapped(high: string, low: string): string {
  return [high, low].flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 255]).join('.');
}

/** What the store said last of a key, and when. */
interface Told extends Count {
  readonly at: number;
}

/**
 * Slows down guessing: counts failures per key in fixed windows, and refuses once there were too many. The counts are
 * in the store, one for all processes; what nobody fails at costs nothing.
 */
export class Throttle {
  readonly #told: BoundedCache<Told>;

  constructor(
    private readonly artifacts: Pick<ArtifactStore, 'increment' | 'decrement'>,
    private readonly clock: Clock,
    private readonly options: { seconds: number; keys?: number },
  ) {
    this.#told = new BoundedCache(options.keys ?? 20_000);
  }

  /** @param limits worked out only where they are needed */
  attempt(limits: () => readonly Limit[]): Attempt {
    return new Attempt(this, limits);
  }

  /** Whether one of the limits is used up, as far as this process was told. */
  isSpent(limits: readonly Limit[]): boolean {
    return limits.some((limit) => this.#toldSpent(limit) !== undefined);
  }

  /** Counts a failure, and nothing on limits after one that is used up. @throws TooManyRequests while one is */
  async count(limits: readonly Limit[]): Promise<readonly Count[]> {
    const now = this.clock.now();
    for (const limit of limits) {
      // A flood of refused attempts is to be no flood of writes: the store is asked again in the next second.
      const told = this.#toldSpent(limit);
      if (told?.at === now) throw new TooManyRequests(told.expires_at - now);
    }
    const counts: Count[] = [];
    try {
      for (const { key, failures } of limits) {
        const count = await this.#increment(key, now + this.options.seconds);
        if (count.value > failures) throw new TooManyRequests(count.expires_at - now);
        counts.push(count);
      }
    } catch (error) {
      // What the store counted before it failed is no failure of the caller's.
      if (!(error instanceof TooManyRequests)) await this.giveBack(limits, counts).catch(() => undefined);
      throw error;
    }
    return counts;
  }

  /** Takes back a failure from where it was counted. Rejects when it could not be everywhere. */
  async giveBack(limits: readonly Limit[], counts: readonly Count[]): Promise<void> {
    const given = await Promise.allSettled(counts.map((count, index) => this.#decrement(limits[index]!.key, count)));
    const failed = given.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
  }

  async #increment(key: string, expires_at: number): Promise<Count> {
    const count = await this.artifacts.increment('failures', digestOf(key), expires_at);
    this.#told.set(key, { ...count, at: this.clock.now() });
    return count;
  }

  async #decrement(key: string, { expires_at }: Count): Promise<void> {
    await this.artifacts.decrement('failures', digestOf(key), expires_at);
    const told = this.#told.get(key);
    if (told?.expires_at === expires_at) this.#told.set(key, { ...told, value: told.value - 1 });
  }

  #toldSpent({ key, failures }: Limit): Told | undefined {
    const told = this.#told.get(key);
    return told && told.value >= failures && told.expires_at > this.clock.now() ? told : undefined;
  }
}

/**
 * One try at a secret. It counts as a failure from before it is judged, because judging takes its time: of many at once
 * no more are judged than may fail, whichever process they reach. What turns out to be right is given back.
 */
export class Attempt {
  /** Undefined: it is not counted. */
  #counts: readonly Count[] | undefined;
  #limits: readonly Limit[] | undefined;

  constructor(
    private readonly throttle: Throttle,
    private readonly limitsOf: () => readonly Limit[],
  ) {}

  /**
   * For what is judged at once, and so is not counted unless it fails.
   * @throws TooManyRequests while one of the limits is used up
   */
  async admit(): Promise<void> {
    if (this.throttle.isSpent(this.limits)) await this.count();
  }

  /** Counts it, once however often it is called. @throws TooManyRequests while one of the limits is used up */
  async count(): Promise<void> {
    this.#counts ??= await this.throttle.count(this.limits);
  }

  /** It was right, or could not be judged: then it is no failure. */
  async giveBack(): Promise<void> {
    if (!this.#counts) return;
    await this.throttle.giveBack(this.limits, this.#counts);
    this.#counts = undefined;
  }

  /** As `giveBack`, where there is an error to tell already: that it stays counted for a while matters less. */
  async abandon(): Promise<void> {
    await this.giveBack().catch(() => undefined);
  }

  private get limits(): readonly Limit[] {
    return (this.#limits ??= this.limitsOf());
  }
}
