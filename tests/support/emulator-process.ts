// The emulators as a process of their own, for tests that kill it: `node emulator-process.ts <directory>`.
import { startEmulators } from '../../local/emulators/start-emulators.ts';

const [, , directory = ':memory:'] = process.argv;
const { url } = await startEmulators({ directory, port: 0 });
process.stdout.write(`${url}\n`);
