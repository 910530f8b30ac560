import { join } from 'node:path';
import { build } from './build.mjs';
import { root, script } from './run.mjs';

await script(async () => {
  await build();
  // From here on this process is the server, signals included. A cluster forks what argv names: the server, not this
  // script, or every worker would build again.
  process.argv[1] = join(root, 'apps/api/dist/main.js');
  await import(process.argv[1]);
});
