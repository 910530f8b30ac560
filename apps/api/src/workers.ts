import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { type Logger } from 'pino';
import { addUpMetrics } from './cluster-metrics.js';

/** A worker that ends sooner than this, in milliseconds, would only end again. */
const soon = 5_000;

/** Forks processes that share the listeners, replaces those that end, and ends them with this one. */
export async function superviseWorkers(count: number, logger: Logger): Promise<void> {
  let ending = false;
  const fork = (): Worker => {
    const started = performance.now();
    const worker = cluster.fork();
    worker.once('exit', (code, signal) => {
      if (ending) {
        if (Object.keys(cluster.workers ?? {}).length === 0) process.exit();
        return;
      }
      logger.error({ code, signal }, 'a worker ended');
      if (performance.now() - started < soon) {
        ending = true;
        endAll('SIGTERM');
        process.exitCode = 1;
        return;
      }
      fork();
    });
    return worker;
  };
  const end = (signal: NodeJS.Signals): void => {
    ending = true;
    endAll(signal);
  };
  addUpMetrics((error) => logger.warn({ err: error }, 'the metrics could not be added up'));
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  await Promise.all(Array.from({ length: count }, () => once(fork(), 'listening')));
}

function endAll(signal: NodeJS.Signals): void {
  for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill(signal);
}
