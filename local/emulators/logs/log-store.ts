import type { Database } from '../database.ts';

export interface LogRow {
  readonly id: number;
  readonly at: number;
  readonly requestId: string;
  readonly line: string;
}

export interface LogLineDraft {
  readonly logGroup: string;
  readonly requestId: string;
  readonly line: string;
}

/** What functions printed, newest days only. Lines are written together, so that no function waits for the disk. */
export interface LogStore {
  append(line: LogLineDraft): void;
  isKnown(logGroup: string): boolean;
  /** In the order of their times, from behind `after` on. */
  read(asked: {
    readonly logGroup: string;
    readonly from: number;
    readonly until: number;
    readonly after?: Pick<LogRow, 'at' | 'id'> | undefined;
    readonly max: number;
  }): readonly LogRow[];
  close(): void;
}

/** A kill loses the lines of this long; messages and results are safe by themselves. */
const FLUSH_MS = 250;
/** Or so many lines, about 100 MB. */
const LINES_MAX = 200_000;
const DAYS_MAX = 3;
const DAY_MS = 24 * 60 * 60 * 1000;
/** So often that each time only a few are forgotten. */
const FLUSHES_PER_TRIM = 8;

export function createLogStore(database: Database, now: () => number): LogStore {
  let waiting: (LogLineDraft & { readonly at: number })[] = [];
  let timer: NodeJS.Timeout | undefined;
  let flushes = 0;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const lines = waiting;
    waiting = [];
    flushes += 1;
    database.transaction(() => {
      for (const { logGroup, at, requestId, line } of lines) {
        database.run(
          'INSERT INTO log_lines (log_group, at, request_id, line) VALUES (?, ?, ?, ?)',
          logGroup,
          at,
          requestId,
          line,
        );
      }
      if (flushes % FLUSHES_PER_TRIM === 0) trim();
    });
  }

  function trim(): void {
    database.run('DELETE FROM log_lines WHERE id <= (SELECT MAX(id) FROM log_lines) - ?', LINES_MAX);
    database.run('DELETE FROM log_lines WHERE at < ?', now() - DAYS_MAX * DAY_MS);
  }

  return {
    append(line) {
      waiting.push({ ...line, at: now() });
      timer ??= setTimeout(flush, FLUSH_MS).unref();
    },
    isKnown(logGroup) {
      flush();
      return database.get('SELECT 1 FROM log_lines WHERE log_group = ? LIMIT 1', logGroup) !== undefined;
    },
    read({ logGroup, from, until, after = { at: from, id: -1 }, max }) {
      flush();
      return database.all<LogRow>(
        `SELECT id, at, request_id AS requestId, line FROM log_lines
         WHERE log_group = ?1 AND at >= ?2 AND at < ?3 AND (at, id) > (?4, ?5)
         ORDER BY at, id LIMIT ?6`,
        logGroup,
        Math.max(from, after.at),
        until,
        after.at,
        after.id,
        max,
      );
    },
    close: flush,
  };
}
