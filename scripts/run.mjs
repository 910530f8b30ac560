import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';

export const root = join(import.meta.dirname, '..');

/**
 * A command installed in the workspace, started from `cwd` with its output on ours.
 * The workspace's own commands come first on the PATH, so that the pinned Node and tools are the ones that run.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options `cwd` is the repository root unless given; `env` is added to ours
 */
export function start(command, args, { cwd = root, env, ...options } = {}) {
  const bins = [join(String(cwd), 'node_modules/.bin'), join(root, 'node_modules/.bin')];
  const PATH = [...bins, process.env.PATH].join(delimiter);
  return spawn(command, args, { stdio: 'inherit', ...options, cwd, env: { ...process.env, ...env, PATH } });
}

/**
 * Runs a command of the workspace to its end; rejects unless it succeeds.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export function run(command, args, options) {
  /** @type {PromiseWithResolvers<void>} */
  const { promise, resolve, reject } = Promise.withResolvers();
  const child = start(command, args, options);
  const stop = () => child.kill();
  process.once('exit', stop);
  child.on('error', reject).on('exit', (code, signal) => {
    process.off('exit', stop);
    if (code === 0) resolve();
    else reject(new Failure(`${command} ${args.join(' ')}: ended with ${signal ?? code}`));
  });
  return promise;
}

/** Something went wrong that a person can act on: the message says what, and no stack trace helps. */
export class Failure extends Error {}

/**
 * The body of a script: a Failure becomes one line and exit code 1.
 *
 * @param {() => unknown} main
 */
export async function script(main) {
  endWithParent();
  try {
    await main();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

/** pnpm does not pass SIGTERM on, and nobody a SIGKILL: what outlived its parent would keep its ports from the next one. */
function endWithParent() {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
  }, 500).unref();
}
