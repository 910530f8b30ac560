import { Counter, type CounterConfiguration } from 'prom-client';

interface Series {
  readonly labels: Readonly<Record<string, string>>;
  /** What was counted since the metrics were read last. */
  pending: number;
}

/**
 * A counter that is cheap to increase: the counts are kept here, and given to prom-client when somebody reads them.
 * prom-client checks and hashes the labels of each increment, which on the path of a token is a microsecond for nothing.
 */
export class TalliedCounter {
  readonly #series = new Map<string, Series>();
  readonly #names: readonly string[];
  readonly #counter: Counter;

  constructor(configuration: CounterConfiguration<string>) {
    this.#names = configuration.labelNames ?? [];
    this.#counter = new Counter({ ...configuration, collect: () => this.#handOver() });
  }

  #handOver(): void {
    for (const one of this.#series.values()) {
      this.#counter.inc(one.labels, one.pending);
      one.pending = 0;
    }
  }

  /** @param values of the labels, in the order of their names; of a bounded number */
  increase(...values: readonly string[]): void {
    const key = values.join(' ');
    const known = this.#series.get(key);
    if (known) known.pending++;
    else
      this.#series.set(key, {
        labels: Object.fromEntries(this.#names.map((name, at) => [name, values[at]!])),
        pending: 1,
      });
  }
}
