import { createHash } from 'node:crypto';
import { globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, script } from './run.mjs';

const consoleFolder = join(root, 'apps/console');
const builtFrom = join(consoleFolder, 'dist/.inputs');

/** Everything the built console is made from. */
const consoleInputs = [
  'apps/console/**',
  'libs/client-schema/{src/**,package.json}',
  'libs/sdk/{src/**,package.json}',
  'tsconfig.base.json',
  'pnpm-lock.yaml',
];

/** Compiles what has changed. Types are checked on the way: nothing is started that does not compile. */
export async function build() {
  await run('tsc', ['-b']);
  // Bundling takes seconds even when nothing has changed, and a second start is to be quick.
  const inputs = fingerprint(consoleInputs);
  if (inputs === lastBuiltFrom()) return;
  await run('vite', ['build'], { cwd: consoleFolder });
  writeFileSync(builtFrom, inputs);
}

/** @param {string[]} patterns */
function fingerprint(patterns) {
  const hash = createHash('sha256');
  const notSources = ['apps/console/dist', 'apps/console/node_modules'];
  for (const file of globSync(patterns, { cwd: root, exclude: notSources }).toSorted()) {
    const path = join(root, file);
    if (statSync(path).isFile()) hash.update(`${file}\0`).update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

function lastBuiltFrom() {
  try {
    return readFileSync(builtFrom, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

if (import.meta.main) await script(build);
