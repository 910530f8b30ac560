import { join } from 'node:path';
import { root, run, script, start } from './run.mjs';

// Saved sources are compiled, the server restarts on what was compiled, the console reloads in the browser.
await script(async () => {
  // The first compilation ends before the server starts, so that it does not start on half of it.
  await run('tsc', ['-b']);
  const parts = [
    part('tsc', ['-b', '--watch', '--preserveWatchOutput']),
    part('node', ['--watch', '--watch-preserve-output', 'apps/api/dist/main.js']),
    part('vite', [], { cwd: join(root, 'apps/console') }),
  ];
  const stop = () => parts.forEach(endGroup);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
  for (const child of parts) child.once('exit', stop);
});

/**
 * A part leads a process group of its own. `tsc` is a wrapper around a native program, which would outlive a wrapper
 * stopped alone. It gets no standard input: outside the terminal's session it could not read it.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
function part(command, args, options) {
  return start(command, args, { ...options, detached: true, stdio: ['ignore', 'inherit', 'inherit'] });
}

/** @param {import('node:child_process').ChildProcess} leader */
function endGroup({ pid }) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGTERM');
  } catch (error) {
    // The whole group has ended already.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
