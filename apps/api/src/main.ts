import './node-floor.js';
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';

// A request passes through many small steps, more than V8 makes one function of by default: three times its room for
// inlining takes a tenth off the processor time of a token.
setFlagsFromString('--max-inlined-bytecode-size=1500');
setFlagsFromString('--max-inlined-bytecode-size-cumulative=3000');

// A quarter of the work of a start is compiling. The cache lies beside the code and not in the system's temporary
// folder, where another user of the machine could have put theirs; where the folder cannot be written there is none.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/compile', import.meta.url)));

// Serving is what there is to do, unless something else is named.
await import(process.argv[2] === 'verify-events' ? './verify-events.js' : './program.js');
