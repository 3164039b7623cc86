import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { isNativeError } from 'node:util/types';

import { damagedState } from '../damaged-state.ts';
import { levelDbAt } from './level-db.ts';
import { rebuildIndexes } from './rebuild-indexes.ts';

/** Beside the folder: it was closed in peace, and its indexes are whole. */
const closedMark = (location: string) => `${location}-closed`;

/**
 * dynalite opens its folder in the background and, where that fails, throws on the first request, outside of any
 * call of ours. So the folder is opened once before, and made whole where it was not closed.
 * @throws {StartRefused} when it cannot be read
 */
export async function checkLevelDb(directory: string, location: string): Promise<void> {
  if (!existsSync(location)) return;
  const level = levelDbAt(location);
  try {
    await level.open();
    if (!existsSync(closedMark(location))) await rebuildIndexes(level);
  } catch (error) {
    throw damagedState(directory, 'dynamodb', rootCause(error));
  }
  await level.close();
  await rm(closedMark(location), { force: true });
}

/** Spares the next start the rebuilding. Call it when the folder is closed. */
export const markClosed = (location: string): Promise<void> => writeFile(closedMark(location), '');

/** The outermost error says only that the database is not open. */
function rootCause(error: unknown): unknown {
  return isNativeError(error) && error.cause !== undefined ? rootCause(error.cause) : error;
}
