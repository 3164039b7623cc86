import type { Counts } from './fuzz-run.ts';

const DRAWN_EVERY_MS = 500;
/** A log is told less often than a terminal, and enough to see that it goes on. */
const LOGGED_EVERY_MS = 30_000;
const CLEAR_LINE = '\r\u001b[K';

export interface Progress {
  show(counts: Counts): void;
  end(): void;
}

/**
 * On a terminal one line that is written over, else a line of its own now and then.
 * @param isForProgram then what is told on stderr is what went wrong, and no progress
 */
export function createProgress(isForProgram: boolean): Progress {
  const { isTTY } = process.stderr;
  if (isForProgram && !isTTY) return { show: () => undefined, end: () => undefined };
  let last = 'Timing the largest bodies';
  // Between rounds and at the end no request is sent, and it goes on all the same.
  const telling = setInterval(
    () => process.stderr.write(isTTY ? `${CLEAR_LINE}${last}` : `${last}\n`),
    isTTY ? DRAWN_EVERY_MS : LOGGED_EVERY_MS,
  );
  return {
    show({ requests, accepted, benign }) {
      last = `${requests} requests, ${accepted} accepted, ${benign} of them benign`;
    },
    end() {
      clearInterval(telling);
      if (isTTY) process.stderr.write(CLEAR_LINE);
    },
  };
}
