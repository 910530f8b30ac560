import { type RuntimeEvent } from '@clientele/runtime';
import { grantTypes } from '@clientele/client-schema';
import { Registry, collectDefaultMetrics } from 'prom-client';
import { type Tally, TalliedCounter } from './tallied-counter.js';
import { type Distribution, TalliedHistogram } from './tallied-histogram.js';

/** Seconds; from an answer out of memory to one that waited for the database's timeout. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

type Listener = 'admin' | 'issuer';

/** What is counted of the answers of one endpoint. */
interface Answers {
  /** By class of status: 2 stands for 200 to 299. */
  readonly tallies: (Tally | undefined)[];
  readonly durations: Distribution;
}

/**
 * Counts what happens, under labels of a bounded number: no client id, path or user ever becomes one. One request
 * costs a microsecond.
 */
export class Metrics {
  readonly registry = new Registry();

  readonly #requests = new TalliedCounter({
    name: 'clientele_http_requests_total',
    help: 'Requests answered, by listener, endpoint and class of status.',
    labelNames: ['listener', 'endpoint', 'status'],
    registers: [this.registry],
  });
  readonly #durations = new TalliedHistogram({
    name: 'clientele_http_request_duration_seconds',
    help: 'Time from a request that was read to its answer, by listener and endpoint.',
    buckets,
    register: this.registry,
  });
  readonly #answers: Readonly<Record<Listener, Map<string, Answers>>> = { admin: new Map(), issuer: new Map() };
  readonly #events = new TalliedCounter({
    name: 'clientele_events_total',
    help: 'What the token server did, by kind of event, grant type and error code.',
    labelNames: ['event', 'grant_type', 'error'],
    registers: [this.registry],
  });

  /** All of it in the Prometheus text format. */
  exposition(): Promise<string> {
    return this.registry.metrics();
  }

  /** Adds memory, event loop and garbage collection of this process. */
  observeProcess(): void {
    collectDefaultMetrics({ register: this.registry });
    // Anybody may read the metrics; versions help those who look for known faults.
    this.registry.removeSingleMetric('nodejs_version_info');
  }

  /**
   * One answered request.
   * @param endpoint of a closed list; `other` stands for every address that is none of ours
   */
  answered(listener: Listener, endpoint: string, status: number, seconds: number): void {
    const { tallies, durations } = this.#answers[listener].get(endpoint) ?? this.#firstAnswer(listener, endpoint);
    const first = Math.floor(status / 100);
    const tally = (tallies[first] ??= this.#requests.tally(listener, endpoint, `${first}xx`));
    tally.pending++;
    durations.observe(seconds);
  }

  #firstAnswer(listener: Listener, endpoint: string): Answers {
    const answers = { tallies: [], durations: this.#durations.distribution({ listener, endpoint }) };
    this.#answers[listener].set(endpoint, answers);
    return answers;
  }

  /** Something the token server reports. */
  happened({ type, detail }: RuntimeEvent): void {
    this.#events.increase(type, known(detail?.grant_type, grantTypes), errorCode(detail?.error));
  }
}

/** A value of a closed list; requests can say anything, and each value would be a series of its own. */
function known(value: unknown, values: readonly string[]): string {
  if (value === undefined) return '';
  return typeof value === 'string' && values.includes(value) ? value : 'other';
}

/** Error codes are the server's own, so their number is bounded; the spelling is checked all the same. */
function errorCode(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' && /^[a-z_]{1,40}$/.test(value) ? value : 'other';
}
