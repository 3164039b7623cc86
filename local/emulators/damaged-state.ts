import { isNativeError } from 'node:util/types';

import { StartRefused } from '../start-refused.ts';

/** What is on the disk cannot be read: one sentence with the only way out. */
export function damagedState(directory: string, what: string, error: unknown): StartRefused {
  const why = (isNativeError(error) ? error.message : String(error)).replaceAll('\n', ' ');
  return new StartRefused(
    `The state in ${directory} is damaged (${what}: ${why}): \`npm start -- --fresh\` forgets it and starts anew.`,
    { cause: error },
  );
}
