import cluster from 'node:cluster';
import { once } from 'node:events';
import { AggregatorRegistry } from 'prom-client';
import { Metrics } from './metrics.js';

interface Question {
  readonly type: 'clientele:metrics?';
}
interface Answer {
  readonly type: 'clientele:metrics';
  readonly text: string;
}

function isType<T extends { type: string }>(message: unknown, type: T['type']): message is T {
  return typeof message === 'object' && message !== null && (message as { type?: unknown }).type === type;
}

/** The metrics of a process that shares its listeners: whichever is asked answers for all of them. */
export class SharedMetrics extends Metrics {
  /** Listens for the first process, which asks each of the others for its numbers. */
  protected readonly exchange = new AggregatorRegistry();

  constructor() {
    super();
    AggregatorRegistry.setRegistries([this.registry]);
  }

  override async exposition(): Promise<string> {
    process.send?.({ type: 'clientele:metrics?' } satisfies Question);
    const signal = AbortSignal.timeout(5_000);
    for (;;) {
      const [message] = (await once(process, 'message', { signal })) as [unknown];
      if (isType<Answer>(message, 'clientele:metrics')) return message.text;
    }
  }
}

/** Lets the first process add up the metrics of the others whenever one of them is asked. */
export function addUpMetrics(failed: (error: unknown) => void): void {
  const all = new AggregatorRegistry();
  cluster.on('message', (worker, message: unknown) => {
    if (!isType<Question>(message, 'clientele:metrics?')) return;
    all.clusterMetrics().then((text) => worker.send({ type: 'clientele:metrics', text } satisfies Answer), failed);
  });
}
