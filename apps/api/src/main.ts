import './node-floor.js';
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// A quarter of the work of a start is compiling. The cache lies beside the code and not in the system's temporary
// folder, where another user of the machine could have put theirs; where the folder cannot be written there is none.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/compile', import.meta.url)));

// Serving is what there is to do, unless something else is named.
await import(process.argv[2] === 'verify-events' ? './verify-events.js' : './program.js');
