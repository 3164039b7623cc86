// `npm start`
import './loopback-only.cjs';
import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';

// Lambda's clock is UTC; worker threads share the process's.
process.env['TZ'] = 'UTC';

// To strip and compile the modules is half the work of a start, so they are loaded after this.
enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'compiled'));
const { startFromTerminal } = await import('./start-from-terminal.ts');
await startFromTerminal(process.argv, process.env);
// Now and not at the end, which a kill would skip.
flushCompileCache();
