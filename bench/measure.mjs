import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { cores, pinned } from './server-process.mjs';
import { connections } from './scenarios.mjs';

/** The process that the load comes from. */
export class LoadProcess {
  #child = fork(join(import.meta.dirname, 'load.mjs'), {
    // taskset runs Node in its own place, with the channel to us.
    ...(pinned && { execPath: '/usr/bin/taskset', execArgv: ['-c', String(cores.load), process.execPath] }),
  });
  #failure = once(this.#child, 'exit').then(([code]) => new Error(`the load ended with ${code}; its error is above`));

  /**
   * @param {Omit<import('./load.mjs').Order, 'connections'>} order
   * @returns {Promise<{ requests: number, refreshTokens: string[] }>}
   */
  async drive(order) {
    this.#child.send({ ...order, connections });
    const outcome = await Promise.race([once(this.#child, 'message'), this.#failure]);
    if (outcome instanceof Error) throw outcome;
    return outcome[0];
  }

  stop() {
    this.#child.kill();
  }
}

/**
 * @typedef {object} Timing
 * @property {number} warmUp seconds in which every answer is checked and nothing is counted
 * @property {number} seconds counted
 */

/**
 * Loads a server, and checks every answer, until it has used some CPU: before that, figures tell of the compiler, which
 * is at work on threads of the same process. Counted in CPU seconds, since a busy machine makes it take longer.
 *
 * @param {LoadProcess} source
 * @param {import('./server-process.mjs').ServerProcess} server
 * @param {() => Promise<import('./load.mjs').Load>} prepare
 * @param {number} cpuSeconds
 */
export async function settle(source, server, prepare, cpuSeconds) {
  const { cpu } = await server.usage();
  do await source.drive({ load: await prepare(), seconds: 1, checked: true });
  while ((await server.usage()).cpu < cpu + cpuSeconds);
}

/**
 * Requests per CPU-second of a server under a load.
 *
 * @param {LoadProcess} source
 * @param {import('./server-process.mjs').ServerProcess} server
 * @param {import('./load.mjs').Load} load
 * @param {Timing} timing
 * @returns {Promise<number>}
 */
export async function measure(source, server, load, { warmUp, seconds }) {
  const warm = await source.drive({ load, seconds: warmUp, checked: true });
  const going = load.refreshTokens ? { ...load, refreshTokens: warm.refreshTokens } : load;
  const before = await server.usage();
  const { requests } = await source.drive({ load: going, seconds, checked: false });
  const after = await server.usage();
  return requests / (after.cpu - before.cpu);
}

/** @param {number[]} values */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/**
 * How far apart the rounds lie: half their range, as a part of their median.
 *
 * @param {number[]} values
 */
export function spread(values) {
  return (Math.max(...values) - Math.min(...values)) / 2 / median(values);
}
