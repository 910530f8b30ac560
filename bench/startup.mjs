import { setTimeout as sleep } from 'node:timers/promises';
import { ServerProcess } from './server-process.mjs';

/**
 * @typedef {object} Start
 * @property {number} seconds from the start of the process to its first 200
 * @property {number} cpu seconds of CPU until then
 * @property {number} rss MiB, two seconds later
 */

/**
 * Starts a server, lets it settle, and stops it.
 *
 * @param {Parameters<typeof ServerProcess.start>[0]} program
 * @returns {Promise<Start>}
 */
export async function measureStart(program) {
  const { server, seconds } = await ServerProcess.start(program);
  const { cpu } = await server.usage();
  await sleep(2000);
  const { rss } = await server.usage();
  await server.stop();
  return { seconds, cpu, rss };
}
