import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const conditions = ['@clientele/source'];

export default defineConfig({
  // The libraries' sources, so that no test runs against what was compiled before the last change.
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    pool: 'forks',
    // Tests wait for disks, sockets and other processes as often as they compute.
    maxWorkers: availableParallelism(),
    // A machine that is busy is slow; how long a test takes says nothing about what it shows.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { requireAssertions: true, poll: { timeout: 30_000 } },
    // The cache on disk does not notice a changed tsconfig.
    fsModuleCache: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // Pure functions leave nothing behind for the next file, and most of a run was spent on importing again.
          isolate: false,
          include: ['libs/{client-schema,runtime,sdk}/src/**/*.test.ts', 'apps/console/src/**/*.test.{ts,tsx}'],
        },
      },
      {
        extends: true,
        test: {
          name: 'database',
          include: ['libs/storage/src/**/*.test.ts', 'apps/api/src/**/*.test.ts', 'e2e/libraries/**/*.test.ts'],
          globalSetup: 'scripts/vitest-postgres.mjs',
        },
      },
    ],
  },
});
