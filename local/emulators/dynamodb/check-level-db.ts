import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isNativeError } from 'node:util/types';

import { damagedState } from '../damaged-state.ts';

interface LevelDb {
  open(): Promise<void>;
  close(): Promise<void>;
}

const require = createRequire(import.meta.url);
// The very LevelDB that dynalite will open the folder with.
const { Level }: { readonly Level: new (location: string) => LevelDb } = createRequire(require.resolve('dynalite'))(
  'level',
);

/**
 * dynalite opens its folder in the background and, where that fails, throws on the first request, outside of any
 * call of ours. So the folder is opened once before.
 * @throws {StartRefused} when it cannot be read
 */
export async function checkLevelDb(directory: string, location: string): Promise<void> {
  if (!existsSync(location)) return;
  const level = new Level(location);
  try {
    await level.open();
  } catch (error) {
    throw damagedState(directory, 'dynamodb', rootCause(error));
  }
  await level.close();
}

/** The outermost error says only that the database is not open. */
function rootCause(error: unknown): unknown {
  return isNativeError(error) && error.cause !== undefined ? rootCause(error.cause) : error;
}
