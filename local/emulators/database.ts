/* oxlint-disable typescript/no-unnecessary-type-parameters, typescript/no-unsafe-type-assertion --
   A query names the row it selects. The STRICT tables are the check: a column holds what the schema says it holds. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { SQLInputValue, StatementSync } from 'node:sqlite';
import { isNativeError } from 'node:util/types';

import { StartRefused } from '../start-refused.ts';
import { damagedState } from './damaged-state.ts';
import { schema, schemaVersion } from './schema.ts';

const databaseFile = 'emulator.sqlite';
// https://www.sqlite.org/rescode.html
const sqlite = { busy: 5, corrupt: 11, notADatabase: 26 };

class DamagedDatabase extends Error {
  override readonly name = 'DamagedDatabase';
}

/** The one state of every service. Statements are prepared once per text, so give values as parameters. */
export interface Database {
  get<Row>(sql: string, ...parameters: SQLInputValue[]): Row | undefined;
  all<Row>(sql: string, ...parameters: SQLInputValue[]): Row[];
  /** One row after the other, for readers that stop when they have enough; ask nothing else by the same text meanwhile. */
  each<Row>(sql: string, ...parameters: SQLInputValue[]): Iterable<Row>;
  run(sql: string, ...parameters: SQLInputValue[]): { readonly changes: number; readonly lastId: number };
  /** All or nothing; inside another transaction it becomes part of that one. */
  transaction<Result>(write: () => Result): Result;
  close(): void;
}

/**
 * Opens `emulator.sqlite` in the directory, or a database that lives as long as the process.
 * A write is in the operating system's hands when it returns: it survives kill -9, and only a power loss can undo it.
 */
export function openDatabase(directory: string): Database {
  const connection = new DatabaseSync(databasePath(directory));
  try {
    configure(connection);
    checkPages(connection);
    createTables(connection, directory);
  } catch (error) {
    connection.close();
    throw wordedError(error, directory);
  }
  return wrap(connection);
}

function databasePath(directory: string): string {
  if (directory === ':memory:') return directory;
  mkdirSync(directory, { recursive: true });
  return join(directory, databaseFile);
}

function configure(connection: DatabaseSync): void {
  // Exclusive: two pipelines on one directory would each hand out the same messages.
  connection.exec('PRAGMA locking_mode = EXCLUSIVE');
  connection.exec('PRAGMA journal_mode = WAL');
  connection.exec('PRAGMA synchronous = NORMAL');
  // A checkpoint syncs the disk, so on a slow one rarer checkpoints mean fewer pauses: 4,000 pages are 16 MB.
  connection.exec('PRAGMA wal_autocheckpoint = 4000');
}

/** Half a millisecond per megabyte; a damaged page would else be met only by whoever reads it, hours later. */
function checkPages(connection: DatabaseSync): void {
  const found = connection.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
  if (found !== 'ok') throw new DamagedDatabase(String(found));
}

function createTables(connection: DatabaseSync, directory: string): void {
  const found = connection.prepare('PRAGMA user_version').get()?.['user_version'];
  if (found === schemaVersion) return;
  if (found !== 0) {
    throw new StartRefused(
      `${directory} holds the state of another version of the emulators (${String(found)}, not ${schemaVersion}): \`npm start -- --fresh\` forgets it.`,
    );
  }
  connection.exec(`BEGIN; ${schema} PRAGMA user_version = ${schemaVersion}; COMMIT`);
}

function wordedError(error: unknown, directory: string): unknown {
  const code = primaryCode(error);
  if (code === sqlite.busy) {
    const sentence = `${directory} is in use by another running pipeline: stop that one, or use another directory.`;
    return new StartRefused(sentence, { cause: error });
  }
  const isDamaged = error instanceof DamagedDatabase || code === sqlite.corrupt || code === sqlite.notADatabase;
  return isDamaged ? damagedState(directory, databaseFile, error) : error;
}

/** An extended code holds more in its higher bytes: https://www.sqlite.org/rescode.html */
function primaryCode(error: unknown): number | undefined {
  if (!isNativeError(error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined;
  return error.errcode % 256;
}

function wrap(connection: DatabaseSync): Database {
  const statements = new Map<string, StatementSync>();
  function statement(sql: string): StatementSync {
    const known = statements.get(sql);
    if (known) return known;
    const prepared = connection.prepare(sql);
    statements.set(sql, prepared);
    return prepared;
  }
  return {
    get: <Row>(sql: string, ...parameters: SQLInputValue[]) => statement(sql).get(...parameters) as Row | undefined,
    all: <Row>(sql: string, ...parameters: SQLInputValue[]) => statement(sql).all(...parameters) as Row[],
    each: <Row>(sql: string, ...parameters: SQLInputValue[]) => statement(sql).iterate(...parameters) as Iterable<Row>,
    run(sql, ...parameters) {
      const { changes, lastInsertRowid } = statement(sql).run(...parameters);
      return { changes: Number(changes), lastId: Number(lastInsertRowid) };
    },
    transaction: (write) => inTransaction(connection, statement, write),
    close: () => connection.close(),
  };
}

function inTransaction<Result>(
  connection: DatabaseSync,
  statement: (sql: string) => StatementSync,
  write: () => Result,
): Result {
  if (connection.isTransaction) return write();
  statement('BEGIN').run();
  try {
    const result = write();
    statement('COMMIT').run();
    return result;
  } catch (error) {
    // SQLite has rolled back by itself where it met a full disk; another ROLLBACK would fail and hide the reason.
    if (connection.isTransaction) statement('ROLLBACK').run();
    throw error;
  }
}
