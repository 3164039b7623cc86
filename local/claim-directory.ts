import { mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartRefused } from './start-refused.ts';

// https://www.sqlite.org/rescode.html
const sqlite = { busy: 5, notADatabase: 26 };

export interface Claim {
  release(): void;
  /** Releases, and leaves nothing behind where the claim has made the directory itself. */
  undo(): void;
}

// A database that nobody refers to is closed by the garbage collector, and its lock with it.
const held = new Set<DatabaseSync>();

/**
 * Makes this process the only one on the directory. The claim is a lock that the operating system holds for an open
 * database, so that it ends with the process however that ends; a file with a pid would outlive a kill -9.
 */
export function claimDirectory(directory: string): Claim {
  const isNew = mkdirSync(directory, { recursive: true }) !== undefined;
  const pidFile = join(directory, 'pid');
  const lockFile = join(directory, 'lock.sqlite');
  const lock = new DatabaseSync(lockFile);
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    const shown = relative(process.cwd(), directory) || directory;
    if (errorCodeOf(error) === sqlite.notADatabase) {
      throw new StartRefused(`${join(shown, 'lock.sqlite')} is damaged: delete that file and start again.`);
    }
    if (errorCodeOf(error) !== sqlite.busy) throw error;
    throw new StartRefused(
      `Local mode already runs on ${shown} (process ${readFileSync(pidFile, 'utf8').trim()}). ` +
        `Use that one, stop it, or start a second one beside it: LOCAL_DIR=${shown}-2 PORT=0 AWS_PORT=0 npm start`,
    );
  }
  writeFileSync(pidFile, `${process.pid}\n`);
  held.add(lock);
  const release = () => {
    held.delete(lock);
    lock.close();
  };
  return {
    release,
    undo() {
      release();
      if (!isNew) return;
      for (const file of [pidFile, lockFile]) rmSync(file);
      rmdirSync(directory);
    },
  };
}

function errorCodeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'errcode' in error ? error.errcode : undefined;
}
