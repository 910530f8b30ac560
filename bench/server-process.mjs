import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const hasProc = existsSync('/proc/self/stat');
const hasTaskset = process.platform === 'linux' && existsSync('/usr/bin/taskset');
const ticksPerSecond = hasProc ? Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' })) : NaN;

/** Which core the servers run on, and which one the load comes from; where there is no taskset the system decides. */
export const cores = { server: 0, load: 1 };
export const pinned = hasTaskset;

/**
 * What one process has used so far.
 *
 * @typedef {object} Usage
 * @property {number} cpu seconds, of all its threads, in its own code and in the kernel's on its behalf
 * @property {number} rss MiB
 */

/**
 * The arguments that start a program of ours on one core.
 *
 * @param {number} core
 * @param {string[]} args of Node
 * @returns {[string, string[]]}
 */
export function onCore(core, args) {
  return pinned ? ['/usr/bin/taskset', ['-c', String(core), process.execPath, ...args]] : [process.execPath, args];
}

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** A server under measurement. */
export class ServerProcess {
  /** @type {import('node:child_process').ChildProcess} */
  #child;
  #log = '';

  /** @param {import('node:child_process').ChildProcess} child */
  constructor(child) {
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => (this.#log = `${this.#log}${chunk}`.slice(-4000)));
    }
  }

  /**
   * Starts a program of Node and waits for the first 200 from `ready`.
   *
   * @param {{ execArgv?: string[], file: string, cwd: string, env: Record<string, string>, ready: string }} program
   * @returns {Promise<{ server: ServerProcess, seconds: number }>} the time from the start of the process until then
   */
  static async start({ execArgv = [], file, cwd, env, ready }) {
    const probe = hasProc ? [] : ['--import', join(import.meta.dirname, 'usage-probe.mjs')];
    const args = [...execArgv, ...probe, file];
    const began = performance.now();
    const child = spawn(...onCore(cores.server, args), {
      cwd,
      env: { PATH: process.env.PATH, LOG_LEVEL: 'warn', NODE_ENV: 'production', ...env },
      stdio: ['ignore', 'pipe', 'pipe', ...(hasProc ? [] : /** @type {const} */ (['ipc']))],
    });
    running.add(child);
    child.once('exit', () => running.delete(child));
    const server = new ServerProcess(child);
    while (!(await answers(ready))) {
      server.assertRunning();
      if (performance.now() - began > 60_000) throw new Error(`${file} is not ready after 60 s:\n${server.#log}`);
      await sleep(5);
    }
    return { server, seconds: (performance.now() - began) / 1000 };
  }

  /** @throws Error with the end of its output when it has ended */
  assertRunning() {
    const { exitCode, signalCode } = this.#child;
    if (exitCode !== null || signalCode !== null) {
      throw new Error(`a server ended with ${signalCode ?? exitCode}:\n${this.#log}`);
    }
  }

  /** @returns {Promise<Usage>} */
  async usage() {
    this.assertRunning();
    if (hasProc) return usageOf(this.#child.pid);
    this.#child.send('usage');
    const [{ cpu, rss }] = await once(this.#child, 'message');
    return { cpu, rss };
  }

  async stop() {
    const { exitCode, signalCode } = this.#child;
    if (exitCode !== null || signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await ended;
  }
}

/** @returns {Usage} */
function usageOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name of the command may contain spaces; what follows its parenthesis does not. proc(5): utime is field 14.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const rss = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return { cpu: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond, rss: Number(rss?.[1]) / 1024 };
}

async function answers(url) {
  try {
    const response = await fetch(url);
    await response.arrayBuffer();
    return response.status === 200;
  } catch (error) {
    // Until the server listens, fetch fails with a TypeError.
    if (error instanceof TypeError) return false;
    throw error;
  }
}
