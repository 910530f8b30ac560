import { existsSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { chromiumPath } from './chromium.mjs';
import { postgresForTests } from './postgres.mjs';
import { Failure, root, run, script } from './run.mjs';

/** Everything that `npm test` does, quick answers first. `npm test -- --only lint,vitest` does some of it. */
const stages = {
  format: () => run('prettier', ['--check', '.']),
  build,
  typecheck: () => run('node', ['--run', 'typecheck']),
  lint: () => run('node', ['--run', 'lint']),
  drift: async () => {
    await run('node', ['scripts/openapi.mjs', '--check']);
    await run('node', ['scripts/field-coverage.mjs', '--check']);
  },
  vitest: async () => {
    const report = join(reports, 'vitest.json');
    const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const tests = run('vitest', args, { env: { TEST_POSTGRES_URL: await postgres() } });
    await counting(tests, report, (json) => ({ passed: json.numPassedTests, failed: json.numFailedTests }));
  },
  journeys: async () => {
    const report = join(reports, 'playwright.json');
    const env = {
      CHROMIUM_PATH: chromiumPath(),
      TEST_POSTGRES_URL: await postgres(),
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    };
    const tests = run('playwright', ['test', '--reporter=list,json'], { cwd: join(root, 'e2e'), env });
    await counting(tests, report, ({ stats }) => ({ passed: stats.expected + stats.flaky, failed: stats.unexpected }));
  },
};

/** Where tests write. It is gone when they end, so it is in memory where Linux offers some: no commit waits for a disk. */
const scratch = mkdtempSync(join(hasRoom('/dev/shm') ? '/dev/shm' : tmpdir(), 'clientele-test-'));
const reports = scratch;
process.env.TMPDIR = scratch;
process.once('exit', () => rmSync(scratch, { recursive: true, force: true }));

/** @param {string} folder */
function hasRoom(folder) {
  if (!existsSync(folder)) return false;
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize > 2 ** 31;
}

const total = { passed: 0, failed: 0 };

/** @type {Promise<string> | undefined} */
let server;
/** One PostgreSQL for all stages that want one. */
const postgres = () => (server ??= postgresForTests());

/**
 * Waits for a test runner, and adds up what it reports, whether or not it is content.
 *
 * @param {Promise<void>} tests
 * @param {string} report the file it writes
 * @param {(report: any) => { passed: number, failed: number }} read
 */
async function counting(tests, report, read) {
  try {
    await tests;
  } finally {
    if (existsSync(report)) {
      const { passed, failed } = read(JSON.parse(readFileSync(report, 'utf8')));
      total.passed += passed;
      total.failed += failed;
    }
  }
}

/** @param {string} name */
async function perform(name) {
  const began = performance.now();
  console.log(`\n== ${name}`);
  try {
    await stages[name]();
  } catch (error) {
    // A stage that fails without naming a test has failed all the same.
    total.failed ||= 1;
    throw error;
  } finally {
    console.log(`== ${name}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
  }
}

await script(async () => {
  const { only } = parseArgs({ options: { only: { type: 'string' } } }).values;
  const names = only?.split(',') ?? Object.keys(stages);
  const unknown = names.filter((name) => !Object.hasOwn(stages, name));
  if (unknown.length > 0) {
    throw new Failure(`There is no stage ${unknown.join(', ')}; there are ${Object.keys(stages).join(', ')}.`);
  }
  process.once('exit', () => console.log(`\n${total.passed} passed, ${total.failed} failed`));
  for (const name of names) await perform(name);
});
