// `npm run hooks -- <command>`: everything that is done to a pipeline from a terminal.
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// What Node compiles is kept from one command to the next: most of a short command's time is loading it. In a folder of the
// clone, as nobody else on the machine may put there what this one executes; NODE_COMPILE_CACHE, where it is set, goes first.
enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'compiled'));
await import('./hooks.ts');
