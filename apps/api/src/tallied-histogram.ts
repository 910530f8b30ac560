import { type Histogram, type Registry } from 'prom-client';

/** One series of a histogram. */
export class Distribution {
  /** How many values fell between a bound and the one before it; the last: above all bounds. */
  readonly counts: number[];
  sum = 0;

  constructor(
    readonly labels: Readonly<Record<string, string>>,
    private readonly bounds: readonly number[],
  ) {
    this.counts = Array.from({ length: bounds.length + 1 }, () => 0);
  }

  observe(value: number): void {
    let at = 0;
    while (at < this.bounds.length && value > this.bounds[at]!) at++;
    this.counts[at]!++;
    this.sum += value;
  }
}

interface Options {
  readonly name: string;
  readonly help: string;
  /** Upper bounds, rising. */
  readonly buckets: readonly number[];
  readonly register: Registry;
}

/**
 * A histogram that is cheap to add to. prom-client hashes the labels of each value and spells out the bound of its
 * bucket; here both is done when somebody reads the metrics.
 */
export class TalliedHistogram {
  readonly type = 'histogram';
  readonly aggregator = 'sum';
  readonly name: string;
  readonly #distributions: Distribution[] = [];

  constructor(private readonly options: Options) {
    this.name = options.name;
    // All that a registry asks of a metric is its name and `get`.
    options.register.registerMetric(this as unknown as Histogram);
  }

  /** A new series, to which whoever asked for it adds. */
  distribution(labels: Readonly<Record<string, string>>): Distribution {
    const distribution = new Distribution(labels, this.options.buckets);
    this.#distributions.push(distribution);
    return distribution;
  }

  /** The series in the shape of prom-client: buckets hold all values up to their bound. */
  get() {
    const { name, type, aggregator } = this;
    const values = this.#distributions.flatMap(({ labels, counts, sum }) => {
      let count = 0;
      const buckets = counts.map((more, at) => ({
        metricName: `${name}_bucket`,
        labels: { le: this.options.buckets[at] ?? '+Inf', ...labels },
        value: (count += more),
      }));
      return [
        ...buckets,
        { metricName: `${name}_sum`, labels, value: sum },
        { metricName: `${name}_count`, labels, value: count },
      ];
    });
    return Promise.resolve({ name, type, aggregator, help: this.options.help, values });
  }
}
